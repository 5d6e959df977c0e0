"""What marks are written as: a file a format, each for the system that reads it."""

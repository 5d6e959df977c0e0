"""The process that a submission runs in, where warm ones come from, and what is said to it."""

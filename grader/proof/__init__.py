"""What must hold of the course and of the environment, and how fast it is."""

"""The verbs of the command line: what each takes, and what does it."""

"""What a learner sees: the terminal, watch mode, pytest, the report, the notebook."""

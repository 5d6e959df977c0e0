"""What a learner has done: gradings that are remembered, the day's figure, the log."""

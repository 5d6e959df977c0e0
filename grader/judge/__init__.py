"""A grading under way: what a submission is asked, what came of it, and why."""

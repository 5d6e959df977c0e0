"""Grades tests/dayNN the same way under plain pytest and in a test explorer."""

pytest_plugins = ["grader.faces.pytest"]

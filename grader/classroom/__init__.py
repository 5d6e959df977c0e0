"""A class: many submissions, graded alike, and what the class gets wrong."""

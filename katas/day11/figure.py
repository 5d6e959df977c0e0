"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of the first half


# -- imports of the second half


# -- the day's figure


# -- the small pictures: first half


# -- the small pictures: second half

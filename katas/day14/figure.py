"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of A


# -- imports of B


# -- imports of C


# -- the day's figure: A


# -- the small pictures: A


# -- the small pictures: B


# -- the small pictures: C

"""Wrong turns of day11/summation."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day11 import summation as right


def in_a_row(x):
    total = np.zeros_like(x[0])
    for image in x:
        total = total + image
    return total


@wrong(
    "pairwise_sum",
    because="The numbers are added one after another. The growing sum swallows the digits of the small ones: add "
    "neighbours first, then the sums of neighbours, and so on.",
)
def adds_in_a_row(x):
    return in_a_row(x)


@wrong(
    "pairwise_sum",
    because="NumPy's own sum is pairwise only along numbers that are neighbours in memory. Over the first axis of a "
    "stack of images it is a plain loop.",
)
def leaves_it_to_numpy(x):
    return x.sum(axis=0)


@wrong(
    "pairwise_sum",
    because="Where the number of terms is odd, one is left without a partner, and it is dropped here. It must go on "
    "to the next round.",
)
def drops_the_odd_one(x):
    while len(x) > 1:
        half = len(x) // 2
        x = x[:half] + x[half : 2 * half]
    return x[0]


@wrong(
    "pairwise_sum",
    because="All pixels are summed to a single number. Only the first axis is summed over: a stack of images gives "
    "an image.",
)
def pairs_everything(x):
    return right.pairwise_sum(np.ravel(x))


@wrong(
    "kahan_sum",
    because="The compensation is lost: this is what a plain loop gives. What an addition rounds off has to be kept "
    "and added with the next image.",
)
def loses_the_compensation(x):
    return in_a_row(x)


@wrong(
    "kahan_sum",
    because="The compensation has the wrong sign, so each step doubles what the last one lost. What was lost is what "
    "should have been added less what was added.",
)
def turns_the_sign(x):
    total = lost = np.zeros_like(x[0])
    for image in x:
        due = image + lost
        new = total + due
        lost = (new - total) - due
        total = new
    return total


@wrong(
    "kahan_sum",
    because="The compensation is one number for all pixels, their mean. Every pixel rounds in its own way and needs "
    "its own.",
)
def shares_the_compensation(x):
    total = lost = np.zeros_like(x[0])
    for image in x:
        due = image + lost
        new = total + due
        lost = np.full_like(total, np.mean(due - (new - total)))
        total = new
    return total


@wrong(
    "kahan_sum",
    because="All pixels are summed to a single number. Only the first axis is summed over: a stack of images gives "
    "an image.",
)
def compensates_everything(x):
    return right.kahan_sum(np.ravel(x))


@wrong(
    "update",
    because="m2 grows by the square of the distance to the *old* mean. The new image moves the mean too: one "
    "distance is to the old mean, the other to the new.",
)
def squares_the_old_distance(state, image):
    count, mean, _ = right.update(state, image)
    return count, mean, state[2] + (image - state[1]) ** 2


@wrong(
    "update",
    because="m2 grows by the square of the distance to the *new* mean. The images before it now have another mean "
    "too: one distance is to the old mean, the other to the new.",
)
def squares_the_new_distance(state, image):
    count, mean, _ = right.update(state, image)
    return count, mean, state[2] + (image - mean) ** 2


@wrong(
    "update",
    because="The mean moves by the whole distance divided by the old count. The new image is one of count + 1.",
)
def divides_by_the_old_count(state, image):
    count, mean, m2 = state
    if not count:
        return right.update(state, image)
    step = image - mean
    new = mean + step / count
    return count + 1, new, m2 + step * (image - new)


@wrong(
    "merge",
    because="The two m2 are only added. Each is taken about its own mean; where the means differ, the spread between "
    "the two groups is missing.",
)
def forgets_the_gap(a, b):
    count, mean, m2 = right.merge(a, b)
    return count, mean, a[2] + b[2] + 0 * m2


@wrong(
    "merge",
    because="The mean is halfway between the two means. The larger group counts for more.",
)
def averages_the_means(a, b):
    count, mean, m2 = right.merge(a, b)
    return count, (a[1] + b[1]) / 2 if a[0] else mean, m2


@wrong(
    "noise_map",
    because="This is the mean of the squares less the square of the mean. With a bright sky both are huge and nearly "
    "equal, and their difference has no digit left that is right.",
)
def subtracts_squares(images):
    images = np.array(list(images), dtype=float)
    count, mean = len(images), np.mean(images, axis=0)
    return mean, (np.mean(images**2, axis=0) - mean**2) * count / (count - 1)


@wrong(
    "noise_map",
    because="The variance is divided by the number of images. The mean was fitted to the same images, so the "
    "unbiased variance divides by one less.",
)
def divides_by_all(images):
    images = list(images)
    mean, variance = right.noise_map(images)
    return mean, variance * ((len(images) - 1) / len(images))


@lenient(
    "noise_map",
    because="One image has no spread about its own mean: m2 / 0 is nan or a false 0. Refuse it.",
)
def maps_one_image(images):
    images = list(images)
    if len(images) > 1:
        return right.noise_map(images)
    return (images[0], 0.0 * images[0]) if images else (0.0, 0.0)

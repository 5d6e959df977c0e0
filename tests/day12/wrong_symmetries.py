"""Wrong turns of day12/symmetries."""

import numpy as np

from grader.mutants import wrong
from solutions.day12 import symmetries as right

QUARTER = np.array([[0, -1], [1, 0]])
ALL = [np.linalg.matrix_power(QUARTER, n) @ np.diag([1, side]) for side in (1, -1) for n in range(4)]


def with_part(symmetry, function):
    """Return transform_label with another function for one symmetry."""

    def transform(label, name, matrix):
        return function(label, matrix) if name == symmetry else right.transform_label(label, name, matrix)

    return transform


@wrong(
    "transform_label",
    because="The shear is turned like a vector. It has two components, but it turns with twice the angle: after half a "
    "turn it is the same again.",
)
def shear_as_vector(label, symmetry, matrix):
    return with_part("spin-2", lambda g, m: m @ g)(label, symmetry, matrix)


@wrong(
    "transform_label",
    because="The shear keeps its sign when the image is mirrored. A mirror turns the sign of g2, so look "
    "at both rows of the matrix.",
)
def shear_without_mirror(label, symmetry, matrix):
    def turned(g, m):
        angle = 2 * np.arctan2(m[1, 0], m[0, 0])
        z = complex(*g) * complex(np.cos(angle), np.sin(angle))
        return np.array([z.real, z.imag])

    return with_part("spin-2", turned)(label, symmetry, matrix)


BACKWARDS = (
    "This turns the other way: the matrix is transposed, which is its inverse. A point goes to matrix @ (x, y), and "
    "the label of the turned scene turns with it."
)


@wrong("transform_label", because=BACKWARDS)
def vector_backwards(label, symmetry, matrix):
    return with_part("vector", lambda v, m: m.T @ v)(label, symmetry, matrix)


@wrong("transform_label", because=BACKWARDS)
def shear_backwards(label, symmetry, matrix):
    return with_part("spin-2", lambda g, m: right.transform_label(g, "spin-2", m.T))(label, symmetry, matrix)


@wrong("transform_label", because=BACKWARDS)
def map_backwards(label, symmetry, matrix):
    return with_part("map", lambda k, m: right.transform_label(k, "map", m.T))(label, symmetry, matrix)


@wrong(
    "transform_label",
    because="The map is turned with its rows counted downwards, as an image is shown. Here row is y and grows "
    "upwards, so this turns the other way.",
)
def map_downwards(label, symmetry, matrix):
    def turned(k, m):
        return right.transform_label(k[::-1], "map", m)[::-1]

    return with_part("map", turned)(label, symmetry, matrix)


@wrong(
    "transform_label",
    because="The axes are reversed the wrong way round: where x changes its sign the rows are reversed, and where y "
    "does, the columns. Columns are x, the last axis.",
)
def map_reverses_the_other_axis(label, symmetry, matrix):
    def turned(k, m):
        k = k.T if abs(m[0, 0]) < 0.5 else k
        return k[:: -1 if m[0].sum() < 0 else 1, :: -1 if m[1].sum() < 0 else 1]

    return with_part("map", turned)(label, symmetry, matrix)


def largest_size(scenes):
    return np.max(np.abs(scenes))


def judged(simulate, seeds, turns=ALL, decide=all, size=largest_size, is_vector=lambda shape: shape == (2,)):
    """Return what label_symmetry would, with other turns, another quorum of seeds, tolerance or test of a vector."""
    scenes = [[np.asarray(simulate(seed, turn)) for turn in turns] for seed in seeds]
    within = 1e-6 * size(scenes)
    shape = scenes[0][0].shape
    fits = {"vector": is_vector(shape), "map": len(shape) == 2 and shape[0] == shape[1], "invariant": True}
    fits["spin-2"] = shape == (2,)
    order = ("invariant", "vector", "spin-2", "map")

    def holds(symmetry, labels):
        turned = [right.transform_label(labels[0], symmetry, turn) for turn in turns]
        return np.allclose(turned, labels, rtol=0, atol=within)

    good = (s for s in order if fits[s] and decide(holds(s, labels) for labels in scenes))
    return next(good, "none")


@wrong(
    "label_symmetry",
    because="The image is turned but never mirrored. Handedness is the same after every turn and another in the "
    "mirror: try all eight.",
)
def never_mirrored(simulate, seeds):
    return judged(simulate, seeds, turns=ALL[:4])


@wrong(
    "label_symmetry",
    because="The image is mirrored along its axes but never turned by a quarter. What exchanges x and y is not tried: "
    "use all eight.",
)
def never_by_a_quarter(simulate, seeds):
    return judged(simulate, seeds, turns=[np.diag(d) for d in ((1, 1), (1, -1), (-1, 1), (-1, -1))])


@wrong(
    "label_symmetry",
    because="One seed decides, or some of them. A scene can be symmetric by chance, and then everything "
    "seems to hold: a symmetry must hold for every seed.",
)
def one_seed_decides(simulate, seeds):
    return judged(simulate, seeds, decide=any)


@wrong(
    "label_symmetry",
    because="The tolerance is the same in every unit. A label of size 1e-9 then changes by less than the tolerance and "
    "passes for invariant: hold the difference against the label's size.",
)
def absolute_tolerance(simulate, seeds):
    return judged(simulate, seeds, size=lambda scenes: 1.0)


@wrong(
    "label_symmetry",
    because="The largest value is taken with its sign. Where all labels are below 0 the tolerance is too, and nothing "
    "holds: take the largest absolute value.",
)
def largest_with_its_sign(simulate, seeds):
    return judged(simulate, seeds, size=np.max)


@wrong(
    "label_symmetry",
    because="Labels of shape (2, K) pass for vectors, since matrix @ label turns them too. A vector has the shape "
    "(2,); a list of them is another label.",
)
def columns_as_vectors(simulate, seeds):
    return judged(simulate, seeds, is_vector=lambda shape: shape[:1] == (2,))


@wrong(
    "requirements",
    because="A shear is the same wherever the galaxy stands in its stamp, so its features may be averaged over all "
    "places. That the shear turns with the image is another matter.",
)
def pools_by_shape(symmetry):
    return {**right.requirements(symmetry), "global_pool": symmetry == "invariant"}


@wrong(
    "cheapest_within",
    because="This is the trial with the lowest mean, whatever it costs. Among those within its standard error "
    "the cheapest is wanted.",
)
def the_best(trials):
    return min(trials, key=lambda name: np.mean(trials[name][1]))


def within(trials, error):
    mean = {name: np.mean(errors) for name, (_, errors) in trials.items()}
    best = min(mean, key=mean.get)
    good = [name for name in trials if mean[name] <= mean[best] + error(trials[best][1], trials[name][1])]
    return min(good or [best], key=lambda name: trials[name][0])


@wrong(
    "cheapest_within",
    because="The scatter of single runs is used, the standard deviation. A mean of R runs is known better than "
    "that, by sqrt(R).",
)
def by_the_deviation(trials):
    return within(trials, lambda best, own: np.std(best, ddof=1))


@wrong(
    "cheapest_within",
    because="Each trial is allowed its own standard error, so a trial that scatters wildly passes. The error of the "
    "best mean sets the limit for all.",
)
def by_the_own_error(trials):
    return within(trials, lambda best, own: np.std(own, ddof=1) / np.sqrt(len(own)))


@wrong(
    "requirements",
    because="A position may not be pooled away: move the galaxy in its stamp and its place changes. An average over "
    "all places no longer knows it.",
)
def pools_positions(symmetry):
    asked = right.requirements(symmetry)
    return {**asked, "global_pool": asked["global_pool"] or symmetry == "vector"}

"""Wrong turns of day11/shear_bias."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day11 import shear_bias as right


def ring(e, g, count, turn=2.0, seen=None):
    galaxy = complex(*e) * np.exp(1j * turn * np.pi * np.arange(count) / count)
    average = np.mean((seen or composed)(galaxy, complex(*g)))
    return np.array([average.real, average.imag])


def composed(e, g):
    return (e + g) / (1 + np.conj(g) * e)


@wrong(
    "ring_average",
    because="The shapes turn by the angle of the image. A shape has spin 2: turned by 180 degrees a galaxy looks as "
    "before, so e turns by twice the angle. This ring covers only half of the circle, and nothing cancels.",
)
def turns_once(e, g, count):
    right.ring_average(e, g, count)
    return ring(e, g, count, turn=1.0)


@wrong(
    "ring_average",
    because="The images are turned by 360 / count degrees. Half a turn already gives the same galaxy back, so for "
    "an even count this is half of the ring, twice; for two it is the same galaxy twice.",
)
def a_full_turn(e, g, count):
    right.ring_average(e, g, count)
    return ring(e, g, count, turn=4.0)


@wrong(
    "ring_average",
    because="Shear and shape are added. They do not add: e becomes (e + g) / (1 + conj(g) e), and only in the mean "
    "over many angles is that g.",
)
def adds_the_shear(e, g, count):
    right.ring_average(e, g, count)
    return ring(e, g, count, seen=lambda e, g: e + g)


@wrong(
    "ring_average",
    because="This is the galaxy laid over the shear: the denominator has the conjugate of e for that of g. The "
    "galaxy is there first, and the shear acts on its image; in the other order the result is turned.",
)
def galaxy_after_shear(e, g, count):
    right.ring_average(e, g, count)
    return ring(e, g, count, seen=lambda e, g: (e + g) / (1 + np.conj(e) * g))


@wrong(
    "ring_average",
    because="The conjugate in the denominator is missing. It is the part of the shear along the galaxy that counts, "
    "which is the real part of conj(g) e.",
)
def without_the_conjugate(e, g, count):
    right.ring_average(e, g, count)
    return ring(e, g, count, seen=lambda e, g: (e + g) / (1 + g * e))


@lenient(
    "ring_average",
    because="A single galaxy is taken for a ring. Its own shape stays in the average, ten times larger than the "
    "shear; refuse it.",
)
def a_ring_of_one(e, g, count):
    return ring(e, g, count)


def bias(g_true, g_obs, group, line, factor=None):
    """Return the report with another line or another factor of the jackknife."""
    names = np.unique(group)
    m, c = line(g_true, g_obs)
    spared = [line(g_true[group != q], g_obs[group != q]) for q in names]
    count = len(names)
    m_error, c_error = (np.sqrt((factor or count - 1) * np.var(values, axis=0)) for values in zip(*spared, strict=True))
    return {"m": m, "c": c, "m_error": m_error, "c_error": c_error}


def least_squares(x, y):
    centred, residual = x - np.mean(x, axis=0), np.subtract(y, x)
    m = np.sum(centred * residual, axis=0) / np.sum(centred**2, axis=0)
    return m, np.mean(residual, axis=0) - m * np.mean(x, axis=0)


@wrong(
    "estimate_bias",
    because="The pairing is ignored: every row is spared by itself. Rows of a group share their noise, so the rest "
    "of the group still tells it: the error of c comes out too small, and in m noise is counted that drops "
    "out of a pair.",
)
def ignores_the_groups(g_true, g_obs, group):
    report = right.estimate_bias(g_true, g_obs, group)
    if len(g_true) <= 2:
        return report
    return {
        **report,
        **{k: v for k, v in bias(g_true, g_obs, np.arange(len(g_true)), least_squares).items() if k.endswith("error")},
    }


@wrong(
    "estimate_bias",
    because="The line is forced through the origin, so the slope takes up a part of the offset wherever the planted "
    "shears are not centred on 0.",
)
def through_the_origin(g_true, g_obs, group):
    def line(x, y):
        m = np.sum(x * np.subtract(y, x), axis=0) / np.sum(np.square(x), axis=0)
        return m, np.mean(y - x - m * x, axis=0)

    right.estimate_bias(g_true, g_obs, group)
    return bias(g_true, g_obs, group, line)


@wrong(
    "estimate_bias",
    because="This is 1 + m, the slope of g_obs. m is what is wrong with it: 0 for an estimator without bias.",
)
def slope_for_m(g_true, g_obs, group):
    report = right.estimate_bias(g_true, g_obs, group)
    return {**report, "m": report["m"] + 1}


@wrong(
    "estimate_bias",
    because="This c is the mean residual. c is the residual at zero shear; the two differ by m times the mean of "
    "the planted shears.",
)
def mean_residual_for_c(g_true, g_obs, group):
    def line(x, y):
        return least_squares(x, y)[0], np.mean(np.subtract(y, x), axis=0)

    right.estimate_bias(g_true, g_obs, group)
    return bias(g_true, g_obs, group, line)


SPREAD = (
    "The errors are the spread of the values with one group spared. Those differ from each other by little, since "
    "each uses all groups but one: the jackknife multiplies their variance by G - 1."
)


@wrong("estimate_bias", because=SPREAD)
def plain_spread(g_true, g_obs, group):
    right.estimate_bias(g_true, g_obs, group)
    return bias(g_true, g_obs, group, least_squares, factor=1.0)


@wrong(
    "estimate_bias",
    because="The spread is divided by sqrt(G), as for a mean of independent values. The values with one group "
    "spared are almost the same, and the jackknife multiplies their variance by G - 1 instead.",
)
def error_of_a_mean(g_true, g_obs, group):
    count = len(np.unique(group))
    right.estimate_bias(g_true, g_obs, group)
    return bias(g_true, g_obs, group, least_squares, factor=1.0 / count)


@wrong(
    "estimate_bias",
    because="The line is fitted the wrong way round, the truth against the measurement. The noise then stands on "
    "the axis that the slope is divided by.",
)
def the_wrong_way_round(g_true, g_obs, group):
    def line(x, y):
        centred = y - np.mean(y, axis=0)
        slope = np.sum(centred**2, axis=0) / np.sum(centred * (x - np.mean(x, axis=0)), axis=0)
        return slope - 1, np.mean(y, axis=0) - slope * np.mean(x, axis=0)

    right.estimate_bias(g_true, g_obs, group)
    return bias(g_true, g_obs, group, line)


@lenient(
    "estimate_bias",
    because="With one group there is nothing to compare it with, and the spread of a single value is 0: an error of "
    "0 is stated where none is known. Refuse it.",
)
def a_single_group(g_true, g_obs, group):
    report = right.estimate_bias(g_true, g_obs, np.arange(len(g_true)))
    if len(np.unique(group)) > 1:
        return right.estimate_bias(g_true, g_obs, group)
    return {**report, "m_error": 0 * report["m"], "c_error": 0 * report["c"]}

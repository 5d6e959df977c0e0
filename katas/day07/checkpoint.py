"""Why ShearNet fails at low noise: hypotheses ranked by what was measured."""

import math

HYPOTHESES = ("scaling", "pooling", "psf", "head", "data")


def evidence(baseline, changed):
    """Say by what factor a change lowers the error, and whether that is more than chance.

    Parameters
    ----------
    baseline : sequence of float, length S >= 2
        Errors (RMSE) without the change, one for each seed.
    changed : sequence of float, length S
        Errors with the change, for the same seeds in the same order.

    Returns
    -------
    evidence : dict
        "factor", the geometric mean over the seeds of baseline / changed: above 1 the change helps. "log_error", the
        standard error of its natural logarithm: the standard deviation (with S - 1) of the S logarithms
        ln(baseline / changed), over sqrt(S). "supported", a bool: ln(factor) exceeds 2 log_error.

    Raises
    ------
    ValueError
        Naming `baseline` if it has fewer than two numbers, `changed` if its length is another; either if it holds a
        number that is not finite or not above 0.

    Notes
    -----
    A seed decides on galaxies, noise, first weights and batches. What it does to both runs alike drops out of their
    ratio.

    Examples
    --------
    >>> evidence([0.2, 0.4], [0.1, 0.1])  # 2 and 4 times better; the mean of ln 2 and ln 4 is ln 2.83
    {'factor': 2.82842712474619, 'log_error': 0.34657359027997264, 'supported': True}
    """
    raise NotImplementedError


def explain_low_noise_gap(measure, hypotheses=HYPOTHESES, seeds=(0, 1, 2)):
    """Rank hypotheses about ShearNet's error at low noise by the evidence of experiments.

    Parameters
    ----------
    measure : callable
        measure(hypothesis, seed) runs one experiment and returns its RMSE of (g1, g2): a network trained with
        that one change and evaluated on hidden galaxies. measure("baseline", seed) is the network without any. Each
        call may cost minutes: every pair is measured once, and no more than once.
    hypotheses : sequence of str
        The changes to be judged.
    seeds : sequence of int
        Two seeds at least, each different.

    Returns
    -------
    ranking : list of dict
        One for each hypothesis: {"hypothesis": its name} and the three entries of `evidence`, its errors against the
        baseline's of the same seeds. Supported ones come first; among the supported, and among the
        others, the larger factor comes first.
    verdict : str
        One sentence that names the supported hypotheses in the order of the ranking, each followed by its factor with
        one decimal, as in "scaling lowers the error by a factor 2.3"; no other hypothesis is named. Where none is
        supported it has the word "none".

    Raises
    ------
    ValueError
        Naming `hypotheses` if there are none or one is named twice, `seeds` if there are fewer than two or one is given
        twice, `measure` if it returns a number that is not finite or not above 0: a training that diverged is no
        evidence.

    Notes
    -----
    With three seeds "2 standard errors" is weaker than it sounds: chance alone exceeds it in one direction in 9 of 100
    hypotheses (Student's t with two degrees of freedom), not in 2.

    Examples
    --------
    >>> table = {"baseline": [0.30, 0.24], "scaling": [0.10, 0.08], "psf": [0.27, 0.25]}
    >>> ranking, verdict = explain_low_noise_gap(lambda name, seed: table[name][seed], ["psf", "scaling"], [0, 1])
    >>> [(entry["hypothesis"], round(entry["factor"], 2), entry["supported"]) for entry in ranking]
    [('scaling', 3.0, True), ('psf', 1.03, False)]
    """
    raise NotImplementedError

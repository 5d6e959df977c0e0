"""Why ShearNet fails at low noise: hypotheses ranked by what was measured.

An error (RMSE) that is not finite or not above 0 is refused by the name of where it came from: `baseline`, `changed` or
`measure`. A training that diverged is no evidence.
"""

import math

HYPOTHESES = ("scaling", "pooling", "psf", "head", "data")


def evidence(baseline, changed):
    """Say by what factor a change lowers the error, and whether that is more than chance.

    Parameters
    ----------
    baseline, changed : sequence of float, length S >= 2
        Errors without the change and with it, for the same seeds in order. Another length of `changed` is refused.

    Returns
    -------
    evidence : dict
        "factor", the geometric mean over the seeds of baseline / changed: above 1 the change helps. "log_error", the
        standard error of its natural logarithm: the standard deviation (with S - 1) of the S logarithms
        ln(baseline / changed), over sqrt(S). "supported", a bool: ln(factor) exceeds 2 log_error.

    >>> evidence([0.2, 0.4], [0.1, 0.1])  # 2 and 4 times better; the mean of ln 2 and ln 4 is ln 2.83
    {'factor': 2.82842712474619, 'log_error': 0.34657359027997264, 'supported': True}
    """
    raise NotImplementedError


def explain_low_noise_gap(measure, hypotheses=HYPOTHESES, seeds=(0, 1, 2)):
    """Rank hypotheses about ShearNet's error at low noise by the evidence of experiments.

    Parameters
    ----------
    measure : callable
        measure(hypothesis, seed) trains a network with that one change, and returns its RMSE on hidden galaxies;
        measure("baseline", seed) is the network without any. A call may cost minutes: no pair is measured twice.
    hypotheses : sequence of str
        The changes to be judged, at least one, by any names.
    seeds : sequence of int
        Two at least. One that is given twice is refused: it would be the same experiment again.

    Returns
    -------
    ranking : list of dict
        One for each hypothesis: {"hypothesis": its name} and the three entries of `evidence` against the baseline's
        errors. Supported ones come first; among the supported, and among the others, the larger factor.
    verdict : str
        One sentence that names the supported hypotheses in the order of the ranking, each followed by its factor with
        one decimal ("scaling lowers the error by a factor 2.3"), and no other; "none" where none is supported.

    >>> table = {"baseline": [0.30, 0.24], "scaling": [0.10, 0.08], "psf": [0.27, 0.25]}
    >>> ranking, verdict = explain_low_noise_gap(lambda name, seed: table[name][seed], ["psf", "scaling"], [0, 1])
    >>> [(entry["hypothesis"], round(entry["factor"], 2), bool(entry["supported"])) for entry in ranking]
    [('scaling', 3.0, True), ('psf', 1.03, False)]
    """
    raise NotImplementedError

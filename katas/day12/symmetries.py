"""What turning the sky does to a label, and what that asks of a network.

A turn is an orthogonal matrix: a point (x, y) of the sky goes to matrix @ (x, y). An unknown symmetry is refused.
"""

import numpy as np


def transform_label(label, symmetry, matrix):
    """Return the label of the turned scene.

    Parameters
    ----------
    label : float or ndarray
        "invariant": anything. "vector": (x, y). "spin-2": a shear (g1, g2). "map": shape (H, W), row is y, column is x,
        turned about its middle, and only by one of the eight matrices that turn by quarters and mirror.
    symmetry : str
        One of these four.

    >>> transform_label(np.array([0.25, -0.5]), "spin-2", np.array([[0, -1], [1, 0]]))
    array([-0.25,  0.5 ])
    """
    raise NotImplementedError


def label_symmetry(simulate, seeds):
    """Return the first of "invariant", "vector", "spin-2", "map" that describes a label, or "none".

    simulate(seed, matrix) gives the label of the scene that belongs to the seed, turned by the matrix. A symmetry must
    hold for every seed and all eight matrices that turn by quarters and mirror, to 1e-6 of the largest absolute value
    in any of these labels. Labels of shape (2,) may be vectors or spin-2, those of shape (H, H) maps, and no others.

    >>> label_symmetry(lambda seed, matrix: 2.0 * seed, seeds=[3, 4])  # a flux
    'invariant'
    """
    raise NotImplementedError


def requirements(symmetry):
    """Return what a label asks of the network that measures it: {"global_pool": bool, "augment": str}.

    global_pool: may its last features be averaged over all places? A vector is a position here; of "none" nothing may
    be assumed. augment: where training turns an image, "keep" its label, "turn" it too, or "never" turn that image.

    >>> requirements("map")
    {'global_pool': False, 'augment': 'turn'}
    """
    raise NotImplementedError


def cheapest_within(trials):
    """Name the cheapest trial whose mean error is at most one standard error above the lowest mean.

    Trials are a dict of (cost, errors), the errors of R runs; no two cost the same. The standard error is that of the
    lowest mean: the standard deviation, with R - 1 in it, over sqrt(R). A trial of one run is refused, naming trials.

    >>> cheapest_within({"deep": (9.0, np.array([1.0, 3.0])), "flat": (1.0, np.array([2.5, 2.5]))})
    'flat'
    """
    raise NotImplementedError

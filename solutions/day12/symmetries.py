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
    _check_symmetry(symmetry)
    if symmetry == "invariant":
        return label
    if symmetry == "vector":
        return matrix @ label
    if symmetry == "spin-2":
        g1, g2 = label
        shear = np.array([[g1, g2], [g2, -g1]])
        turned = matrix @ shear @ np.transpose(matrix)
        return turned[0]
    # Each row of the matrix has one 1 or -1: the axes change places or not, then each is reversed or not.
    turned = label.T if abs(matrix[0, 0]) < 0.5 else label
    if matrix[0].sum() < 0:
        turned = turned[:, ::-1]
    if matrix[1].sum() < 0:
        turned = turned[::-1]
    return turned


def label_symmetry(simulate, seeds):
    """Return the first of "invariant", "vector", "spin-2", "map" that describes a label, or "none".

    simulate(seed, matrix) gives the label of the scene that belongs to the seed, turned by the matrix. A symmetry must
    hold for every seed and all eight matrices that turn by quarters and mirror, to 1e-6 of the largest absolute value
    in any of these labels. Labels of shape (2,) may be vectors or spin-2, those of shape (H, H) maps, and no others.

    >>> label_symmetry(lambda seed, matrix: 2.0 * seed, seeds=[3, 4])  # a flux
    'invariant'
    """
    quarter = np.array([[0, -1], [1, 0]])
    turns = []
    for side in (1, -1):
        for n in range(4):
            turns.append(np.linalg.matrix_power(quarter, n) @ np.diag([1, side]))
    scenes = []
    for seed in seeds:
        scenes.append([np.asarray(simulate(seed, turn)) for turn in turns])
    within = 1e-6 * np.max(np.abs(scenes))

    def holds(symmetry, labels):
        plain = labels[0]  # the first turn is none
        turned = [transform_label(plain, symmetry, turn) for turn in turns]
        return np.allclose(turned, labels, rtol=0, atol=within)

    shape = scenes[0][0].shape
    possible = ["invariant"]
    if shape == (2,):
        possible += ["vector", "spin-2"]
    if len(shape) == 2 and shape[0] == shape[1]:
        possible += ["map"]
    for symmetry in possible:
        if all(holds(symmetry, labels) for labels in scenes):
            return symmetry
    return "none"


def requirements(symmetry):
    """Return what a label asks of the network that measures it: {"global_pool": bool, "augment": str}.

    global_pool: may its last features be averaged over all places? A vector is a position here; of "none" nothing may
    be assumed. augment: where training turns an image, "keep" its label, "turn" it too, or "never" turn that image.

    >>> requirements("map")
    {'global_pool': False, 'augment': 'turn'}
    """
    if symmetry == "none":
        return {"global_pool": False, "augment": "never"}
    _check_symmetry(symmetry)
    augment = "keep" if symmetry == "invariant" else "turn"
    return {"global_pool": symmetry in ("invariant", "spin-2"), "augment": augment}


def cheapest_within(trials):
    """Name the cheapest trial whose mean error is at most one standard error above the lowest mean.

    Trials are a dict of (cost, errors), the errors of R runs; no two cost the same. The standard error is that of the
    lowest mean: the standard deviation, with R - 1 in it, over sqrt(R). A trial of one run is refused, naming trials.

    >>> cheapest_within({"deep": (9.0, np.array([1.0, 3.0])), "flat": (1.0, np.array([2.5, 2.5]))})
    'flat'
    """
    _check_trials(trials)
    mean = {name: np.mean(errors) for name, (_, errors) in trials.items()}
    best = min(mean, key=mean.get)
    errors = trials[best][1]
    most = mean[best] + np.std(errors, ddof=1) / np.sqrt(len(errors))
    good = [name for name in trials if mean[name] <= most]
    return min(good, key=lambda name: trials[name][0])


def _check_symmetry(symmetry):
    if symmetry not in ("invariant", "vector", "spin-2", "map"):
        raise ValueError(f"symmetry must be a known one that says what turning does, not {symmetry!r}")


def _check_trials(trials):
    if any(len(errors) < 2 for _, errors in trials.values()):
        raise ValueError("trials must have two runs each at least: one run has no scatter")

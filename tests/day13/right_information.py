"""Other right ways to write day13/information."""

import numpy as np
import scipy.linalg

from grader.mutants import right
from solutions.day13 import information as reference


@right("smallest_error")
def by_least_squares(jacobians, noise_sd, layer=None):
    """Take from each slope what a fit of the others explains, one galaxy and one parameter at a time."""
    white = np.asarray(jacobians, float) / noise_sd
    length = np.linalg.norm(white, axis=-1)
    white = white / np.where(length > 0, length, 1)[..., None]
    seen = white
    if layer is not None:
        rows = layer * noise_sd
        seen = white @ scipy.linalg.orth((rows / np.maximum(np.abs(rows).max(1, keepdims=True), 1e-300)).T, rcond=1e-10)
    errors = np.full(white.shape[:2], np.inf)
    for n, slopes in enumerate(seen):
        for k, own in enumerate(slopes):
            others = np.array([other for other in np.delete(slopes, k, axis=0) if np.linalg.norm(other) > 1e-9]).T
            if others.size:
                own = own - others @ np.linalg.lstsq(others, own, rcond=1e-9)[0]
            if np.linalg.norm(own) > 1e-6:
                errors[n, k] = 1 / np.linalg.norm(own) / length[n, k]
    return errors


@right("smallest_error")
def by_the_eigenvalues_of_fisher(jacobians, noise_sd, layer=None):
    """Call a parameter lost where it has a part in a direction of the scaled Fisher matrix without information."""
    white = np.asarray(jacobians, float) / noise_sd
    length = np.linalg.norm(white, axis=-1)
    length = np.where(length > 0, length, 1)
    unit = white / length[..., None]
    matrix = unit @ unit.transpose(0, 2, 1)
    if layer is not None:
        A = np.asarray(layer, float) * noise_sd
        A = A[np.any(A, axis=1)]
        A = A / np.linalg.norm(A, axis=1, keepdims=True)
        seen = unit @ A.T
        matrix = seen @ np.linalg.pinv(A @ A.T, rcond=1e-13, hermitian=True) @ seen.transpose(0, 2, 1)
    values, vectors = np.linalg.eigh(matrix)
    dark = values < 1e-15
    parts = vectors**2
    spread = np.einsum("nkj,nj->nk", parts, np.where(dark, 0, 1 / np.where(dark, 1, values)))
    hidden = np.einsum("nkj,nj->nk", parts, dark) > 1e-10
    return np.where(hidden | (spread > 1e12), np.inf, np.sqrt(spread) / length)


@right("information_kept")
def by_the_angle(layer, jacobians, noise_sd):
    return reference.smallest_error(jacobians, noise_sd) * (1 / reference.smallest_error(jacobians, noise_sd, layer))


@right("smallest_error")
def by_the_inverse_of_fisher(jacobians, noise_sd, layer=None):
    """Invert the Fisher matrix of slopes of length 1: an error above a million means a lost parameter."""
    white = np.asarray(jacobians, float) / noise_sd
    length = np.linalg.norm(white, axis=-1)
    unit = white / np.where(length > 0, length, 1)[..., None]
    if layer is not None:
        A = np.asarray(layer, float) * noise_sd
        A = A / np.where(np.any(A, axis=1), np.linalg.norm(A, axis=1), 1)[:, None]
        unit = unit @ np.linalg.pinv(A, rcond=1e-9) @ A
    values, vectors = np.linalg.eigh(unit @ unit.transpose(0, 2, 1))
    errors = np.sqrt(np.einsum("nkj,nj->nk", vectors**2, 1 / np.maximum(values, 1e-17)))
    return np.where((errors > 1e6) | (length == 0), np.inf, errors / np.where(length > 0, length, 1))

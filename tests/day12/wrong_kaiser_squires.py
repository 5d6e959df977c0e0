"""Wrong turns of day12/kaiser_squires."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day12 import kaiser_squires as right


def direction(shape, swap=False, indices=False):
    """Return kx + i ky; swap exchanges the axes, indices counts waves and not cycles per pixel."""
    height, width = shape
    kx, ky = np.fft.fftfreq(width), np.fft.fftfreq(height)
    if indices:
        kx, ky = kx * width, ky * height
    return ky[:, None] + 1j * kx if swap else kx + 1j * ky[:, None]


def forward(kappa, phase):
    gamma = np.fft.ifft2(phase * np.fft.fft2(kappa))
    return gamma.real, gamma.imag


def back(gamma1, gamma2, smoothing, phase, blur=None):
    k = direction(gamma1.shape)
    blur = np.exp(-2 * (np.pi * smoothing * np.abs(k)) ** 2) if blur is None else blur
    kappa = np.fft.ifft2(blur * np.conj(phase) * np.fft.fft2(gamma1 + 1j * gamma2))
    return kappa.real, kappa.imag


def twice(k):
    return right._twice_direction(k)


SWAPPED = (
    "The axes have changed places: kx belongs to the columns, the last axis, and ky to the rows. With them exchanged, "
    "what lies along x is taken to lie along y."
)
INDICES = (
    "The direction of a wave is taken from its numbers of periods in the map. Where the map is not square these have "
    "another angle: use cycles per pixel on both axes."
)
ONCE = (
    "The phase is exp(i phi), the direction of the wave itself. A shear is the same again after half a turn: it has "
    "twice the angle."
)
DOWNWARDS = (
    "gamma2 has the wrong sign throughout, as if y went downwards: a wave of mass along the diagonal kx = ky makes "
    "gamma2 = +kappa."
)
EXCHANGED = (
    "gamma1 has the wrong sign throughout, as if the axes had changed places: a wave of mass along x, the columns, "
    "makes gamma1 = +kappa, and one along y makes -kappa."
)


@wrong("shear_from_convergence", because=EXCHANGED)
def forward_axes(kappa):
    return forward(kappa, twice(direction(kappa.shape, swap=True)))


@wrong("shear_from_convergence", because=INDICES)
def forward_indices(kappa):
    return forward(kappa, twice(direction(kappa.shape, indices=True)))


@wrong("shear_from_convergence", because=DOWNWARDS)
def forward_conjugate(kappa):
    return forward(kappa, np.conj(twice(direction(kappa.shape))))


@wrong("shear_from_convergence", because=ONCE)
def forward_once(kappa):
    k = direction(kappa.shape)
    return forward(kappa, k / np.where(k == 0, 1.0, np.abs(k)))


@wrong(
    "shear_from_convergence",
    because="At k = 0 the phase was set to 1, so the mean of the convergence comes out as a shear. A sheet of mass "
    "shears nothing.",
)
def forward_mean(kappa):
    phase = twice(direction(kappa.shape))
    phase[0, 0] = 1.0
    return forward(kappa, phase)


@wrong(
    "shear_from_convergence",
    because="At k = 0 this divides 0 by 0. The constant wave has no direction: put 0 there by hand.",
)
def forward_nan(kappa):
    k = direction(kappa.shape)
    with np.errstate(all="ignore"):
        return forward(kappa, k**2 / np.abs(k) ** 2)


@wrong("convergence_from_shear", because=SWAPPED)
def back_axes(gamma1, gamma2, smoothing=0.0):
    return back(gamma1, gamma2, smoothing, twice(direction(gamma1.shape, swap=True)))


@wrong("convergence_from_shear", because=INDICES)
def back_indices(gamma1, gamma2, smoothing=0.0):
    return back(gamma1, gamma2, smoothing, twice(direction(gamma1.shape, indices=True)))


@wrong(
    "convergence_from_shear",
    because="The phase is not conjugated: this turns the shear on by twice the direction of its wave once more. To get "
    "back the mass, turn it back.",
)
def back_forward(gamma1, gamma2, smoothing=0.0):
    return back(gamma1, gamma2, smoothing, np.conj(twice(direction(gamma1.shape))))


@wrong("convergence_from_shear", because=ONCE)
def back_once(gamma1, gamma2, smoothing=0.0):
    k = direction(gamma1.shape)
    return back(gamma1, gamma2, smoothing, k / np.where(k == 0, 1.0, np.abs(k)))


@wrong(
    "convergence_from_shear",
    because="At k = 0 the phase was set to 1, so the mean shear comes out as a mean convergence. No shear tells the "
    "mean of the mass: it is 0 here.",
)
def back_mean(gamma1, gamma2, smoothing=0.0):
    phase = twice(direction(gamma1.shape))
    phase[0, 0] = 1.0
    return back(gamma1, gamma2, smoothing, phase)


@wrong(
    "convergence_from_shear",
    because="The real part is taken of the Fourier transform, before it is transformed back. That drops half of every "
    "wave: transform back first, then take the parts.",
)
def back_real_too_soon(gamma1, gamma2, smoothing=0.0):
    k = direction(gamma1.shape)
    blur = np.exp(-2 * (np.pi * smoothing * np.abs(k)) ** 2)
    transform = blur * np.conj(twice(k)) * np.fft.fft2(gamma1 + 1j * gamma2)
    return np.fft.ifft2(transform.real).real, np.fft.ifft2(transform.imag).real


@wrong(
    "convergence_from_shear",
    because="The sign of kappa_b is turned. It is the convergence of (gamma2, -gamma1).",
)
def back_b_negative(gamma1, gamma2, smoothing=0.0):
    kappa_e, kappa_b = right.convergence_from_shear(gamma1, gamma2, smoothing)
    return kappa_e, -kappa_b


@wrong(
    "convergence_from_shear",
    because="The smoothing lacks a factor 2 pi: np.fft.fftfreq is in cycles per pixel, and the Gaussian's transform "
    "wants radians per pixel.",
)
def back_smoothed_in_cycles(gamma1, gamma2, smoothing=0.0):
    k = direction(gamma1.shape)
    return back(gamma1, gamma2, smoothing, twice(k), np.exp(-(np.abs(k) ** 2) * smoothing**2 / 2))


@wrong(
    "convergence_from_shear",
    because="The smoothing is left out.",
)
def back_not_smoothed(gamma1, gamma2, smoothing=0.0):
    return right.convergence_from_shear(gamma1, gamma2)


@lenient(
    "convergence_from_shear",
    because="A gamma2 of another shape is broadcast: one row or one column is used for all. Compare the shapes first.",
)
def broadcasts(gamma1, gamma2, smoothing=0.0):
    return right.convergence_from_shear(*np.broadcast_arrays(gamma1, gamma2), smoothing)

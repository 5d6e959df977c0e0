"""The capstone: shear at the bound of ShearNet's galaxies, as accurate as NGMix and much faster.

A galaxy is a sheared Gaussian behind a round Gaussian PSF of PSF_SIGMA, on square pixels of SCALE that hold the light
on their squares. There is one to a stamp of 53 x 53, within 1.5 pixels of its middle, with white noise. Pixel (i, j)
has its centre at x = j - 26, y = i - 26.
"""

import numpy as np

PSF_SIGMA = 0.25  # arcsec
SCALE = 0.141  # arcsec per pixel

_BLUR = (PSF_SIGMA / SCALE) ** 2 + 1 / 12  # the covariance of PSF and pixel, in pixels^2
_WINDOW = 4.0  # pixels
_BLOCK = 64  # stamps at a time: what fits the cache
_ENOUGH = 7.0  # the least signal-to-noise of a galaxy
_POWERS = [(n - j, j) for n in range(5) for j in range(n + 1)]  # of x and y; the first six: 1, x, y, x^2, x y, y^2
_PAIRS = np.array([[_POWERS.index((a + c, b + d)) for a, b in _POWERS[:6]] for c, d in _POWERS[:6]])
_GATHER = np.eye(15)[_PAIRS.ravel()]


def build_estimator():
    """Return your estimator of shear: a function estimate(images, noise_sd).

    Build it from what you like, as long as it stands in this file or comes from katas that you have solved. If it has
    to be trained, train it elsewhere: building takes at most two seconds.

    Returns
    -------
    estimate : function
        Takes images, shape (N, 53, 53), N at least 1, float32 or float64, and noise_sd, the noise of a pixel. Returns a
        dict of arrays: "g", shape (N, 2); "error", shape (N, 2), the standard deviation of each number of g; "ok",
        shape (N,), of bool.

        `ok` is False where no galaxy was measured: for a stamp of zeros, a pixel that is not finite, pure noise, a
        negative galaxy, light that is narrower than the PSF along any line. There g and error are finite and mean
        nothing. A galaxy of ShearNet's is ok from a signal-to-noise of 30 on, but for one in a hundred.

    >>> y, x = np.mgrid[-26:27, -26:27]
    >>> stamps = np.stack([np.exp(-(x**2 / 18 + y**2 / 12)) / 46, np.zeros((53, 53))])  # of variances 9 and 6
    >>> answer = build_estimator()(stamps, 1e-5)
    >>> print(answer["ok"].tolist(), f"{answer['g'][0, 0]:.2f}")
    [True, False] 0.18
    """
    whole, coarse = _Grid(1), _Grid(2)

    def estimate(images, noise_sd):
        parts = [_measure(images[i : i + _BLOCK], noise_sd, whole, coarse) for i in range(0, len(images), _BLOCK)]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    return estimate


def _measure(images, noise_sd, whole, coarse):
    with np.errstate(all="ignore"):  # what goes wrong becomes a NaN, which ok tells
        data = whole.take(images, noise_sd)
        c = _closed_form(whole.window_sums(data))
        rough = coarse.take(images, noise_sd)
        for _ in range(2):  # a quarter of the pixels brings c to about two errors from its best
            c, _, _ = coarse.step(c, rough, c)
        c, fisher, gain = whole.step(c, data, _with_pixel(c))
        for _ in range(20):
            # A step that gains `gain` in chi2 is sqrt(gain) errors long, and is off by gain / (S/N) errors.
            again = np.flatnonzero(gain > 0.1 * np.sqrt(fisher[:, 0, 0]))
            if len(again) == 0:
                break
            c[again], fisher[again], gain[again] = whole.step(c[again], data[again], _with_pixel(c[again]))
        return _answer(c, fisher, gain <= 0.1 * np.sqrt(fisher[:, 0, 0]))


class _Grid:
    """Every stride-th pixel of both axes, and one Gauss-Newton step for ln G = c . (1, x, y, x^2, x y, y^2) on it."""

    def __init__(self, stride):
        self.stride = stride
        y, x = (part.ravel() for part in np.mgrid[-26.0:27:stride, -26.0:27:stride])
        self.monomials = np.stack([x**i * y**j for i, j in _POWERS]).astype(np.float32)
        self.columns = np.ascontiguousarray(self.monomials.T)
        self.window = self.columns[:, :6] * np.exp(-(x**2 + y**2) / (2 * _WINDOW**2)).astype(np.float32)[:, None]
        # Memory that is asked for anew in every step costs as much as the arithmetic.
        self.data, self.model, self.slope = np.empty((3, _BLOCK, x.size), np.float32)

    def take(self, images, noise_sd):
        """Return the pixels in units of their noise, (N, P)."""
        part = images[:, :: self.stride, :: self.stride]
        data = self.data[: len(images)].reshape(part.shape)
        return np.multiply(part, 1 / noise_sd, out=data).reshape(len(images), -1)

    def window_sums(self, data):
        return (data @ self.window).astype(float)

    def step(self, c, data, exponent):
        """Return c after a step, its Fisher matrix, and what the step should gain in chi2.

        `exponent` holds the coefficients of ln G: c, or c and what the pixel adds.
        """
        model, slope = self.model[: len(c)], self.slope[: len(c)]
        np.matmul(exponent.astype(np.float32), self.monomials[: exponent.shape[1]], out=model)
        np.exp(np.maximum(model, -40, out=model), out=model)  # numbers too small for float32 are slow
        np.subtract(data, model, out=slope)
        slope *= model
        gradient = (slope @ self.columns[:, :6]).astype(float)
        model *= model
        fisher = (model @ self.columns).astype(float)[:, _PAIRS]  # sum G^2 x^i y^j: of 15 kinds, not 36
        fisher *= 1 + 1e-9 * np.eye(6)
        step = np.linalg.solve(fisher, gradient[..., None])[..., 0]
        return c + step, fisher, np.sum(gradient * step, axis=1)


def _closed_form(sums):
    """Return c from the six sums of window times image, shape (N, 6); NaN where no light can make them."""
    s, x, y, xx, xy, yy = np.where(sums[:, :1] > 0, sums, np.nan).T
    x, y = x / s, y / s
    xx, xy, yy = xx / s - x * x, xy / s - x * y, yy / s - y * y
    area = xx * yy - xy * xy
    area = np.where((xx > 0) & (area > 0), area, np.nan)
    px, py = (yy * x - xy * y) / area, (xx * y - xy * x) / area
    level = np.log(s / (2 * np.pi * np.sqrt(area))) - (x * px + y * py) / 2
    # A product of Gaussians adds inverse covariances: the window's 1/w^2 comes off. What is left is held to what the
    # sky can show.
    mean, half, cross = (xx + yy) / (2 * area) - 1 / _WINDOW**2, (yy - xx) / (2 * area), -xy / area
    radius = np.hypot(half, cross) + 1e-12
    small, large = (np.clip(mean + r, 1 / 60**2, 1 / (_BLUR + 0.01)) for r in (-radius, radius))
    mean, shrink = (small + large) / 2, (large - small) / (2 * radius)
    return np.stack([level, px, py, -(mean + shrink * half) / 2, -shrink * cross, -(mean - shrink * half) / 2], axis=1)


def _with_pixel(c):
    """Return the 15 coefficients of ln G with the square pixel in it, in place of the first six.

    The pixel's second order is in the covariance. The fourth multiplies G by 1 + e along each axis, with e =
    -(u^4 - 6 p u^2 + 3 p^2) / 2880, where u = -d ln G / dx and p = du/dx: e = -((u^2 - 3 p)^2 - 6 p^2) / 2880.
    The last part, 6 p^2, is left out: it does not depend on x and y, and changes the level alone.
    """
    whole, u = np.pad(c, ((0, 0), (0, 9))), np.zeros(c.shape)
    for along, itself in (([1, 3, 4], 3), ([2, 4, 5], 5)):
        u[:, :3] = -c[:, along] * [1, *(2 if k == itself else 1 for k in along[1:])]
        p = -2 * c[:, itself]
        square = _product(u, u)[:, :6]
        square[:, 0] -= 3 * p
        whole -= _product(square, square) / 2880
    return whole


def _product(a, b):
    """Return the product of polynomials of second order, (N, 6) each, as one of fourth order, (N, 15)."""
    return (a[:, :, None] * b[:, None]).reshape(len(a), 36) @ _GATHER


def _answer(c, fisher, ok):
    """Return g and its error from c and its Fisher matrix."""
    P = -np.stack([2 * c[:, 3], c[:, 4], c[:, 4], 2 * c[:, 5]], axis=1).reshape(-1, 2, 2)
    ok &= (fisher[:, 0, 0] > _ENOUGH**2) & (np.linalg.det(P) > 0)
    C = np.linalg.inv(np.where(ok[:, None, None], P, np.eye(2) / (_BLUR + 1)))
    xx, xy, yy = C[:, 0, 0] - _BLUR, C[:, 0, 1], C[:, 1, 1] - _BLUR
    area = xx * yy - xy * xy
    ok &= (xx > 0) & (area > 0)
    root = np.sqrt(np.where(ok, area, 1))
    size = xx + yy + 2 * root
    g = np.stack([xx - yy, 2 * xy], axis=1) / size[:, None]
    # dC = C (-dP) C, and dg follows from the slopes of (xx - yy, 2 xy) and of the size.
    dC = C[:, None] @ np.array([[[2, 0], [0, 0]], [[0, 1], [1, 0]], [[0, 0], [0, 2]]]) @ C[:, None]
    dxx, dxy, dyy = dC[..., 0, 0], dC[..., 0, 1], dC[..., 1, 1]
    dsize = dxx + dyy + (dxx * yy[:, None] + dyy * xx[:, None] - 2 * dxy * xy[:, None]) / root[:, None]
    slopes = (np.stack([dxx - dyy, 2 * dxy], axis=1) - g[..., None] * dsize[:, None]) / size[:, None, None]
    covariance = np.linalg.inv(np.where(ok[:, None, None], fisher, np.eye(6)))[:, 3:, 3:]
    error = np.sqrt(np.sum(slopes @ covariance * slopes, axis=2))
    return {"g": np.where(ok[:, None], g, 0.0), "error": np.where(ok[:, None], error, 0.0), "ok": ok}

"""Wrong turns of day14/estimator."""

import numpy as np

from grader.mutants import wrong
from solutions.day14 import estimator as right


def changed(after=lambda answer, images: answer, before=lambda images: images, **constants):
    """Return an estimator that differs from the solution in its constants, before it or after it."""
    estimate = right.build_estimator()

    def turned(images, noise_sd):
        old = {name: getattr(right, name) for name in constants}
        try:
            for name, value in constants.items():
                setattr(right, name, value)
            return after(estimate(before(np.asarray(images)), noise_sd), images)
        finally:
            for name, value in old.items():
                setattr(right, name, value)

    return turned


def stopped(refined):
    """Return an estimator that leaves out steps, or the pixel's fourth order in them."""
    grid = right._Grid(1)

    def estimate(images, noise_sd):
        parts = []
        with np.errstate(all="ignore"):
            for n in range(0, len(images), 64):
                data = grid.take(np.asarray(images)[n : n + 64], noise_sd)
                first = c = right._closed_form(grid.window_sums(data))
                for _ in range(6 if refined else 1):
                    c, fisher, gain = grid.step(c, data, c)
                ok = gain <= 0.1 * np.sqrt(fisher[:, 0, 0]) if refined else np.isfinite(first).all(axis=1)
                parts.append(right._answer(c if refined else first, fisher, ok))
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    return estimate


def but(**parts):
    """Return what replaces parts of an answer where it is ok."""

    def after(answer, images):
        new = {name: make(answer) for name, make in parts.items()}
        return answer | {name: np.where(answer["ok"][:, None], value, 0.0) for name, value in new.items()}

    return after


@wrong(
    "build_estimator",
    because="The pixel is forgotten. It adds a variance of 1/12 of a pixel squared along each axis, which has to come "
    "off together with the PSF's.",
)
def forgets_the_pixel():
    return changed(_BLUR=(right.PSF_SIGMA / right.SCALE) ** 2)


@wrong(
    "build_estimator",
    because="This is the shear of what the telescope saw. The PSF's covariance has to come off before there is a shape "
    "to speak of.",
)
def leaves_the_psf_in():
    return changed(_BLUR=1 / 12)


@wrong(
    "build_estimator",
    because="The answer is the closed form's. It uses six sums in one window, which keep only a part of what the "
    "pixels know; a few steps to the peak of the likelihood use all of it.",
)
def stops_at_the_closed_form():
    return stopped(refined=False)


@wrong(
    "build_estimator",
    because="The model takes the pixel for a Gaussian of variance 1/12. That is right to second order; the fourth "
    "still shows where the noise is small.",
)
def stops_after_the_variance():
    return stopped(refined=True)


@wrong(
    "build_estimator",
    because="This is the distortion, the difference of the squared axes over their sum. The reduced shear g has "
    "2 sqrt(det) more in the denominator.",
)
def distortion_for_shear():
    return changed(but(g=lambda answer: 2 * answer["g"] / (1 + np.sum(answer["g"] ** 2, axis=1, keepdims=True))))


@wrong(
    "build_estimator",
    because="g2 has the other sign. It is above 0 where the galaxy is long along x = y, with rows that grow with y.",
)
def turns_g2_round():
    return changed(but(g=lambda answer: answer["g"] * [1, -1]))


@wrong(
    "build_estimator",
    because="g1 and g2 are exchanged. g1 is the one along the axes, and comes first.",
)
def exchanges_the_components():
    return changed(but(g=lambda answer: answer["g"][:, ::-1], error=lambda answer: answer["error"][:, ::-1]))


@wrong(
    "build_estimator",
    because="error is the variance. The standard deviation is its root.",
)
def gives_the_variance():
    return changed(but(error=lambda answer: answer["error"] ** 2))


@wrong(
    "build_estimator",
    because="g2 is given the error of g1. Only of a round galaxy are both known equally well: give each component the "
    "error that is its own.",
)
def one_error_for_both():
    return changed(but(error=lambda answer: answer["error"][:, [0, 0]]))


@wrong(
    "build_estimator",
    because="error is the inverse of the shape's own block of the Fisher matrix. That is the error of somebody who has "
    "been told flux and centre: invert the whole matrix, and cut out the block after.",
)
def others_taken_as_known():
    original = right._answer

    def answer_of(c, fisher, ok):
        known = fisher.copy()
        known[:, :3, 3:] = known[:, 3:, :3] = 0
        return original(c, known, ok)

    return changed(_answer=answer_of)


@wrong(
    "build_estimator",
    because="ok is True wherever the numbers are finite. An estimator can return a number for a stamp of zeros, and "
    "for noise, and the number is no shear.",
)
def always_ok():
    return changed(lambda answer, images: answer | {"ok": np.ones(len(answer["ok"]), bool)})


@wrong(
    "build_estimator",
    because="Pixels that are not finite are replaced, and the stamp is measured all the same. Nobody knows what was "
    "there, and the shear depends on it: say that such a stamp was not measured.",
)
def fills_holes():
    return changed(before=lambda images: np.nan_to_num(images, nan=0.0, posinf=0.0, neginf=0.0))


@wrong(
    "build_estimator",
    because="The sign of the light is lost: a negative galaxy is measured as if it were a positive one.",
)
def takes_the_light_without_its_sign():
    return changed(before=lambda images: images * np.where(images.sum(axis=(1, 2), keepdims=True) < 0, -1, 1))


@wrong(
    "build_estimator",
    because="Where nothing was measured, g is NaN. Then one bad stamp spoils every mean over the sample; give a finite "
    "number there, and say in ok what it is worth.",
)
def leaves_nan():
    return changed(lambda answer, images: answer | {"g": np.where(answer["ok"][:, None], answer["g"], np.nan)})

"""Other right ways to write day14/estimator."""

import numpy as np
import torch

from grader.mutants import right
from solutions.day13.moments_layer import WindowMoments, galaxy_from_moments
from solutions.day13.renderer import render_with_jacobian
from solutions.day14 import estimator as reference
from solutions.day14.gauss_newton import refine


@right("build_estimator")
def from_the_learners_katas():
    """Day 13's closed form and renderer, and the day's own steps."""
    layer = WindowMoments([4.0])
    harmless = torch.tensor([0.0, 0.0, 0.5, 1.0, 0.0, 0.0], dtype=torch.float64)

    def batch(images, noise_sd):
        def model(p):
            stamps, slopes = render_with_jacobian(p, (53, 53), 0.141, 0.25)
            return torch.where((p[:, 3] > 0)[:, None, None], stamps, torch.nan) / noise_sd, slopes / noise_sd

        images = torch.from_numpy(np.array(images, float))
        start = galaxy_from_moments(layer(images), [4.0], 0.25, 0.141)[:, 0]
        start = torch.where(start.isfinite().all(1, keepdim=True), start, harmless)
        fit = refine(start, images / noise_sd, model, 8)
        error = fit["cov"].diagonal(dim1=1, dim2=2)[:, :2].sqrt()
        return {"g": fit["params"][:, :2].numpy(), "error": error.numpy(), "ok": fit["ok"].numpy()}

    def estimate(images, noise_sd):
        parts = [batch(images[n : n + 32], noise_sd) for n in range(0, len(images), 32)]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    return estimate


@right("build_estimator")
def answers_in_float32():
    estimate = reference.build_estimator()

    def single(images, noise_sd):
        answer = estimate(images, noise_sd)
        return answer | {name: answer[name].astype(np.float32) for name in ("g", "error")}

    return single


@right("build_estimator")
def stamp_by_stamp():
    estimate = reference.build_estimator()

    def one_by_one(images, noise_sd):
        answers = [estimate(image[None], noise_sd) for image in images]
        return {name: np.concatenate([answer[name] for answer in answers]) for name in answers[0]}

    return one_by_one

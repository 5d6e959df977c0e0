"""Other right ways to write day08/training_loop."""

import copy
import math
import os
import warnings

import torch

from grader.mutants import right
from solutions.day08 import training_loop as reference


@right("fit")
def epoch_by_epoch(
    model, batches, loss, optimizer, *, max_steps, rng, schedule=None, clip=None, validate=None, every=100,
    stopping=None, tracker=None, save=None, history=None,
):  # fmt: skip
    """The batches of an epoch as a list, the gradient clipped by hand, the place of the epoch found from the step."""
    history = copy.deepcopy(history) if history is not None else {
        "step": 0, "loss": [], "rate": [], "validation": [], "stopped": False, "mine": {"rng": rng.get_state(), "at": 0}
    }  # fmt: skip
    while history["step"] < max_steps and not history["stopped"]:
        rng.set_state(history["mine"]["rng"])
        epoch = list(batches(rng))
        for x, y in epoch[history["mine"]["at"] :]:
            if history["step"] >= max_steps or history["stopped"]:
                break
            one_step(model, x, y, loss, optimizer, schedule, clip, history)
            history["mine"]["at"] += 1
            metrics = {"rate": history["rate"][-1], "loss": history["loss"][-1]}
            if history["step"] % every == 0 and validate is not None:
                model.eval()
                with torch.inference_mode():
                    metrics["validation"] = float(validate(model))
                model.train()
                history["validation"] = [*history["validation"], (history["step"], metrics["validation"])]
                if stopping is not None:
                    history["stopped"] = bool(stopping.update(metrics["validation"], model))
                    if history["stopped"]:
                        stopping.restore(model)
            if tracker is not None:
                try:
                    tracker.log(history["step"], metrics)
                except Exception:
                    tracker = warnings.warn("the tracker failed", stacklevel=2)
            if history["step"] % every == 0 and save is not None:
                save(copy.deepcopy(history))
        if history["mine"]["at"] == len(epoch):
            history["mine"] = {"rng": rng.get_state(), "at": 0}
    return history


def one_step(model, x, y, loss, optimizer, schedule, clip, history):
    model.train()
    if schedule is not None:
        for group in optimizer.param_groups:
            group["lr"] = schedule(history["step"])
    value = loss(model(x), y)
    if not math.isfinite(value):
        raise ValueError("loss is not finite")
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    gradients = torch.autograd.grad(value, parameters)
    length = math.sqrt(sum(float(gradient.square().sum()) for gradient in gradients))
    scale = 1.0 if clip is None or length <= clip else clip / length
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = scale * gradient
    optimizer.step()
    optimizer.zero_grad()
    history["step"] += 1
    history["loss"].append(float(value))
    history["rate"].append(optimizer.param_groups[0]["lr"])


@right("save_state")
def through_another_name(path, model, optimizer, history, stopping=None):
    other = str(path) + "~"
    reference.save_state(type(path)(other), model, optimizer, history, stopping)
    os.replace(other, path)

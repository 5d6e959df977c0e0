"""Wrong turns of day08/training_loop."""

import copy
import warnings

import torch

from grader.mutants import lenient, wrong
from solutions.day08 import training_loop as right


def loop(
    model, batches, loss, optimizer, *, max_steps, rng, schedule=None, clip=None, validate=None, every=100,
    stopping=None, tracker=None, save=None, history=None, slip="", refuse=True,
):  # fmt: skip
    """Train as the solution does, but for one slip."""
    fresh = {"step": 0, "loss": [], "rate": [], "validation": [], "stopped": False}
    history = history or fresh | {"epoch": rng.get_state(), "taken": 0}
    history = copy.deepcopy(history)
    if slip == "a new epoch" and history["taken"]:
        rng.set_state(history["epoch"])
        list(batches(rng))
        history["epoch"], history["taken"] = rng.get_state(), 0
    stream = right._stream(batches, rng, history)
    if slip == "one epoch for ever":
        stream = repeated(batches, rng, history)
    model.train()
    while history["step"] < max_steps and not history["stopped"]:
        x, y = next(stream)
        groups = optimizer.param_groups if schedule else ()
        for group in groups:
            group["lr"] = schedule(history["step"] + (slip == "a step early"))
        if slip != "no zero_grad":
            optimizer.zero_grad()
        value = loss(model(x), y)
        if refuse:
            right._check_loss(value)
        value.backward()
        if clip is not None:
            if slip == "one by one":
                for parameter in model.parameters():
                    torch.nn.utils.clip_grad_norm_([parameter], clip)
            elif slip != "clipped too late":
                torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
        history["step"] += 1
        metrics = {"loss": value.item(), "rate": optimizer.param_groups[0]["lr"]}
        history["loss"].append(metrics["loss"])
        history["rate"].append(metrics["rate"])
        is_due = history["step"] % every == 0 or (slip == "also at the end" and history["step"] == max_steps)
        if validate and is_due:
            metrics["validation"] = measured(validate, model, slip)
            history["validation"].append((history["step"], metrics["validation"]))
            if stopping and stopping.update(metrics["validation"], model):
                history["stopped"] = True
                if slip != "not restored":
                    stopping.restore(model)
        tracker = told(tracker, history["step"], metrics, slip)
        if save and is_due:
            save(history)
    return history


def measured(validate, model, slip):
    if slip != "in training mode":
        model.eval()
    with torch.no_grad():
        value = float(validate(model))
    if slip != "stays in evaluation mode":
        model.train()
    return value


def told(tracker, step, metrics, slip):
    if tracker is None:
        return None
    if slip == "tracker unguarded":
        tracker.log(step, metrics)
        return tracker
    try:
        tracker.log(step, metrics)
    except BaseException as error:
        if not isinstance(error, Exception) and slip != "bare except":
            raise
        warnings.warn("the tracker failed", stacklevel=2)
        return None
    return tracker


def repeated(batches, rng, history):
    epoch = list(batches(rng))
    while True:
        yield epoch[history["step"] % len(epoch)]


@wrong(
    "fit",
    because="The gradients are never set to zero, so each step goes along the sum of all gradients so far. Call "
    "optimizer.zero_grad() in every step.",
)
def no_zero_grad(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, slip="no zero_grad")


@wrong(
    "fit",
    because="The gradient is not clipped when the step is made: clipping after optimizer.step() changes nothing any "
    "more.",
)
def clips_too_late(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, slip="clipped too late")


@wrong(
    "fit",
    because="Every parameter's gradient is clipped by itself, which turns the step in another direction. The norm "
    "is that of all parameters together.",
)
def clips_one_by_one(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, slip="one by one")


@wrong(
    "fit",
    because="The rate is that of the next step: schedule(step) belongs to the step that is about to be made, and "
    "the first of all is step 0.",
)
def a_step_early(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, slip="a step early")


@wrong(
    "fit",
    because="Every epoch has the same batches in the same order. Each is to be drawn anew: call batches(rng) for every "
    "epoch, and let the generator go on from where the last one left it.",
)
def one_epoch_for_ever(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, slip="one epoch for ever")


@wrong(
    "fit",
    because="The validation is done in training mode. Dropout then falsifies the number, and batch normalisation "
    "learns from the validation set: call model.eval() first.",
)
def validates_in_training_mode(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, slip="in training mode")


@wrong(
    "fit",
    because="After the first validation the model stays in evaluation mode, so from there on it trains without "
    "dropout. Call model.train() again.",
)
def stays_in_evaluation_mode(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, slip="stays in evaluation mode")


@wrong(
    "fit",
    because="There is a validation after the last step as well. An interrupted run then has one that the "
    "uninterrupted run has not: only every `every`-th step of the whole run counts.",
)
def validates_at_the_end(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, slip="also at the end")


@wrong(
    "fit",
    because="The training ends with the weights of the last step: when `stopping` says so, call "
    "stopping.restore(model).",
)
def does_not_restore(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, slip="not restored")


@wrong(
    "fit",
    because="The tracker's exception ends the training. A full disk at the record is no reason to lose the night's "
    "work: catch Exception, warn once, and go on without it.",
)
def tracker_unguarded(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, slip="tracker unguarded")


@wrong(
    "fit",
    because="A bare except, or one of BaseException, swallows Ctrl-C too: nobody can interrupt the run while the "
    "tracker works. Catch Exception.",
)
def bare_except(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, slip="bare except")


@wrong(
    "fit",
    because="A resumed run begins a new epoch, and the batches that were left of the old one are never used. Draw "
    "the old one again, from the generator's state at its start, and pass over those that were used.",
)
def begins_a_new_epoch(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, slip="a new epoch")


@lenient(
    "fit",
    because="A loss that is NaN or infinite is trained on. One such step makes every weight NaN, and the rest of "
    "the night is spent on NaN: refuse it.",
)
def trains_on_nan(model, batches, loss, optimizer, **settings):
    return loop(model, batches, loss, optimizer, **settings, refuse=False)


@wrong(
    "save_state",
    because="The optimizer's state is not saved. Adam begins with moments of zero again, and the first steps after "
    "resuming are as wild as those of a new run.",
)
def saves_no_moments(path, model, optimizer, history, stopping=None):
    new = type(optimizer)(model.parameters(), lr=optimizer.param_groups[0]["lr"])
    right.save_state(path, model, new, history, stopping)


@wrong(
    "save_state",
    because="torch's own generator is not saved, and dropout draws from it: after resuming it throws out other units.",
)
def saves_no_generator(path, model, optimizer, history, stopping=None):
    right.save_state(path, model, optimizer, history, stopping)
    state = torch.load(path, weights_only=True)
    torch.save({**state, "torch": torch.Generator().manual_seed(0).get_state()}, path)


@wrong(
    "save_state",
    because="The old file is overwritten, or removed, before the new one is whole. A save that fails half-way, on a "
    "full disk or by Ctrl-C, destroys the only copy: write to another name, then put it in its place.",
)
def writes_in_place(path, model, optimizer, history, stopping=None):
    parts = {"model": model, "optimizer": optimizer, "stopping": stopping}
    state = {name: part.state_dict() for name, part in parts.items() if part is not None}
    state |= {"history": history, "torch": torch.get_rng_state(), "cuda": torch.cuda.get_rng_state_all()}
    torch.save(state, path)

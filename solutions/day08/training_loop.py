"""One training loop for every experiment: scheduled, clipped, watched, and resumable to the last bit.

A run that was interrupted, saved and resumed makes the same numbers as one that was not, bit for bit. A loss that is
not finite raises a ValueError that names `loss`, before its step is made: after it every weight would be NaN.
"""

import copy
import math
import warnings

import torch


def fit(
    model,
    batches,
    loss,
    optimizer,
    *,
    max_steps,
    rng,
    schedule=None,
    clip=None,
    validate=None,
    every=100,
    stopping=None,
    tracker=None,
    save=None,
    history=None,
):
    """Train a model in place until `max_steps` steps have been made in all, and return what happened.

    Parameters
    ----------
    batches : callable
        batches(rng) returns an iterable over the batches (x, y) of one epoch; it may draw from `rng`, a
        torch.Generator, at any time. Epoch follows epoch, and `max_steps` may end one early.
    loss : callable
        loss(model(x), y) is the scalar to be minimised, by `optimizer`; the model is in training mode.
    schedule : callable, optional
        schedule(step) is the learning rate of a step for all groups of parameters; the first of the run is step 0.
    clip : float, optional
        The greatest norm of the gradient, of all parameters together; a longer one is shortened to it before the step.
    validate : callable, optional
        validate(model) is a number, taken after every `every`-th step, in evaluation mode and without gradients.
    stopping : optional
        stopping.update(value, model) gets each such number; once it is true, stopping.restore(model) is called and
        training ends.
    tracker : optional
        tracker.log(step, metrics) is called after each step, after a validation where there is one: the number of
        steps made, and {"loss": float, "rate": float}, with "validation" where there is one. If it raises an Exception,
        fit warns once, by warnings.warn, and goes on without it.
    save : callable, optional
        save(history) is called last of all after every `every`-th step.
    history : dict, optional
        That of an earlier call, which this one continues; it is not changed.

    Returns
    -------
    history : dict
        "step", steps made in all; "loss" and "rate", a float for each (the loss before the step, the rate of the first
        group); "validation", a list of (step, value); "stopped", whether `stopping` ended the run (then a further
        call does nothing). What else is needed to go on is kept there too.

    >>> model, data = torch.nn.Linear(1, 1), [(torch.tensor([[1.0]]), torch.tensor([[2.0]]))]
    >>> optimizer, rng = torch.optim.SGD(model.parameters(), lr=0.1), torch.Generator()
    >>> history = fit(model, lambda rng: data, torch.nn.functional.mse_loss, optimizer, max_steps=3, rng=rng)
    >>> history["step"], history["rate"]
    (3, [0.1, 0.1, 0.1])
    """
    fresh = {"step": 0, "loss": [], "rate": [], "validation": [], "stopped": False}
    history = copy.deepcopy(history or fresh | {"epoch": rng.get_state(), "taken": 0})
    stream = _stream(batches, rng, history)
    model.train()
    while history["step"] < max_steps and not history["stopped"]:
        x, y = next(stream)
        for group in optimizer.param_groups if schedule else ():
            group["lr"] = schedule(history["step"])
        optimizer.zero_grad()
        value = loss(model(x), y)
        _check_loss(value)
        value.backward()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
        history["step"] += 1
        metrics = {"loss": value.item(), "rate": optimizer.param_groups[0]["lr"]}
        history["loss"].append(metrics["loss"])
        history["rate"].append(metrics["rate"])
        is_due = history["step"] % every == 0
        if validate and is_due:
            metrics["validation"] = _measured(validate, model)
            history["validation"].append((history["step"], metrics["validation"]))
            if stopping and stopping.update(metrics["validation"], model):
                history["stopped"] = True
                stopping.restore(model)
        tracker = _told(tracker, history["step"], metrics)
        if save and is_due:
            save(history)
    return history


def save_state(path, model, optimizer, history, stopping=None):
    """Write all that a run needs to go on to a file; `path` is a pathlib.Path.

    Torch's own generators are saved too, since dropout draws from them. Whatever fails meanwhile, a file that was
    there before is still whole: the new one takes its place when it is finished.

    >>> import pathlib, tempfile
    >>> model = torch.nn.Linear(1, 1)
    >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "run.pt"
    ...     save_state(path, model, optimizer, {"step": 7})
    ...     load_state(path, model, optimizer)
    {'step': 7}
    """
    parts = {"model": model, "optimizer": optimizer, "stopping": stopping}
    state = {name: part.state_dict() for name, part in parts.items() if part is not None}
    state |= {"history": history, "torch": torch.get_rng_state(), "cuda": torch.cuda.get_rng_state_all()}
    unfinished = path.with_name(path.name + ".part")
    torch.save(state, unfinished)
    unfinished.replace(path)


def load_state(path, model, optimizer, stopping=None):
    """Put a saved run back into objects of the same build, and torch's generators; return the run's history.

    Files come from anywhere: what is in one is read as data, and nothing of it is executed.

    >>> import pathlib, tempfile
    >>> model = torch.nn.Linear(1, 1, bias=False)
    >>> optimizer, before = torch.optim.SGD(model.parameters(), lr=0.1), model.weight.item()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "run.pt"
    ...     save_state(path, model, optimizer, {"step": 7})
    ...     _ = model.weight.data.zero_()
    ...     history = load_state(path, model, optimizer)
    >>> model.weight.item() == before
    True
    """
    state = torch.load(path, map_location="cpu", weights_only=True)
    parts = {"model": model, "optimizer": optimizer, "stopping": stopping}
    for name, part in parts.items():
        if part is not None:
            part.load_state_dict(state[name])
    torch.set_rng_state(state["torch"])
    torch.cuda.set_rng_state_all(state["cuda"])
    return state["history"]


def _stream(batches, rng, history):
    """Yield batches, epoch after epoch, from where the history stands, and note there how far it has come."""
    while True:
        rng.set_state(
            history["epoch"]
        )  # an epoch that was interrupted is drawn again, and its first batches passed over
        for count, batch in enumerate(batches(rng), 1):
            if count > history["taken"]:
                history["taken"] = count
                yield batch
        history["epoch"], history["taken"] = rng.get_state(), 0


@torch.no_grad()
def _measured(validate, model):
    model.eval()
    value = float(validate(model))
    model.train()
    return value


def _told(tracker, step, metrics):
    """Tell a tracker and return it, or None where it failed: no record is worth a training."""
    try:
        if tracker is not None:
            tracker.log(step, metrics)
        return tracker
    except Exception as error:
        warnings.warn(f"the tracker failed and is left out from here on: {error!r}", stacklevel=3)


def _check_loss(value):
    if not math.isfinite(value.item()):
        raise ValueError(f"loss is {value.item()}: lower the learning rate or clip the gradient")

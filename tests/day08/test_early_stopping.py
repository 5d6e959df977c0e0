"""day08/early_stopping: when to stop, which weights to keep, and folds."""

import numpy as np
import pytest

from grader.checks import each_case, expect, refusal
from grader.placement import ELSEWHERE


@each_case("EarlyStopping")
def test_curve(kata, case):
    for settings, found, expected in zip(
        case.args[0], kata.probe(watching_all, case.args[0], kata.device), case.expected, strict=True
    ):
        judge(*settings, found, expected)


def judge(values, patience, min_delta, found, expected):
    curve = f"of the values {', '.join(map(str, values))} with patience {patience}"
    curve += f" and min_delta {min_delta:g}" if min_delta else ""
    expect(found["stop"], f"{curve}: what update returns").equals(expected["stop"])
    expect(found["best"], f"{curve}: best after each").equals(expected["best"])
    expect(found["waited"], f"{curve}: waited after each").equals(expected["waited"])
    right = float(expected["weights"])
    words = f"{curve}: at the end restore gives back the state that belonged to value number"
    if right < 0:
        right, words = float(len(found["stop"])), f"{curve}: no value was best, and restore leaves the model as it is:"
    expect(found["weights"], f"{words} {right:.0f}; the parameters are those of").equals(right)
    expect(found["buffers"], f"{words} {right:.0f}; the buffers are those of").equals(right)


def watching_all(submission, curves, device):
    return [watching(submission, *curve, device) for curve in curves]


def watching(submission, values, patience, min_delta, device):
    """Show the values, one by one, with a model whose every number is the value's index, until it is to stop."""
    import torch

    stopping = submission.EarlyStopping(patience, min_delta) if min_delta else submission.EarlyStopping(patience)
    model = torch.nn.BatchNorm1d(2).to(device)

    def fill(number):
        with torch.no_grad():
            for tensor in (model.weight, model.bias, model.running_mean, model.running_var):
                tensor.fill_(number)

    found = {"stop": [], "best": [], "waited": []}
    for i, value in enumerate(values):
        fill(i)
        found["stop"].append(bool(stopping.update(value, model)))
        found["best"].append(float(stopping.best))
        found["waited"].append(int(stopping.waited))
        if found["stop"][-1]:
            break
    fill(len(found["stop"]))
    stopping.restore(model)
    return {**found, "weights": model.weight.mean().item(), "buffers": model.running_mean.mean().item()}


def test_the_model_is_let_be(kata):
    """An update leaves the model as it is: its weights, its mode, its gradients."""
    found = kata.probe(before_and_after, kata.device)
    expect(found["after"], "weight, gradient and mode after an update").equals(found["before"])


def before_and_after(submission, device):
    """Return weight, gradient and mode of a model before and after an update."""
    import torch

    model = torch.nn.Linear(1, 1, bias=False).to(device).train()
    model.weight.grad = torch.full_like(model.weight, 3.0)

    def state():
        gradient = model.weight.grad
        numbers = [model.weight.item(), gradient.item() if gradient is not None else 0.0]
        return [*numbers, float(model.training), float(model.weight.requires_grad)]

    before = state()
    submission.EarlyStopping(2).update(0.5, model)
    return {"before": before, "after": state()}


def test_restored_weights_may_train_on(kata):
    """What is kept stays kept: a model that is restored and trained on can be restored again."""
    found = kata.probe(restored_twice, kata.device)
    expect(found, "the weight after each of two restorations").equals([0.0, 0.0])


def restored_twice(submission, device):
    """Restore, overwrite, and restore again; the best weight is 0."""
    import torch

    model = torch.nn.Linear(1, 1, bias=False).to(device)
    stopping, found = submission.EarlyStopping(2), []
    model.weight.data.fill_(0.0)
    stopping.update(0.5, model)
    for number in (1.0, 2.0):
        model.weight.data.fill_(number)
        stopping.restore(model)
        found.append(model.weight.item())
    return found


def test_further_updates(kata):
    """Whoever goes on after it said stop hears it again, until a value is better."""
    found = kata.probe(updates, [3.0, 4.0, 5.0, 6.0, 7.0, 1.0, 2.0], 2, kata.device)
    expect(found, "what update returns for 3, 4, 5, 6, 7, 1, 2 with patience 2").equals(
        [False, False, True, True, True, False, False]
    )


def updates(submission, values, patience, device):
    import torch

    stopping, model = submission.EarlyStopping(patience), torch.nn.Linear(1, 1).to(device)
    return [bool(stopping.update(value, model)) for value in values]


def test_resumed(kata):
    """A stopping that was saved by state_dict and loaded into a new one goes on as if nothing had happened."""
    values = [3.0, 2.0, 2.5, 1.9, 2.2, 2.1, 2.0]
    for after in (0, 1, 3, 5):
        found = kata.probe(resumed, values, after, kata.device)
        expect(found["stop"], f"saved after {after} values and loaded: what update returns").equals(
            [False, False, False, False, False, False, True]
        )
        expect(found["best"], f"saved after {after} values and loaded: best at the end").equals(1.9)
        expect(found["weights"], f"saved after {after} values and loaded: the weight that is restored").equals(3.0)


def resumed(submission, values, after, device):
    """Save after some values, overwrite what the old object holds by further updates, and go on in a new one."""
    import torch

    model, stop = torch.nn.Linear(1, 1, bias=False).to(device), []
    stopping = submission.EarlyStopping(3)
    for i, value in enumerate(values):
        if i == after:
            state, old = stopping.state_dict(), stopping
            model.weight.data.fill_(-1.0)
            for low in (0.5, 0.4):
                old.update(low, model)
            stopping = submission.EarlyStopping(3)
            stopping.load_state_dict(state)
        model.weight.data.fill_(float(i))
        stop.append(bool(stopping.update(value, model)))
    model.weight.data.fill_(-2.0)
    stopping.restore(model)
    return {"stop": stop, "best": float(stopping.best), "weights": model.weight.item()}


@pytest.mark.parametrize("count, folds", [(2, 2), (6, 3), (7, 3), (11, 4), (5, 5), (20, 19)])
def test_folds(kata, rng, count, folds):
    """Every example is held out once, in one fold, and trained on in all the others."""
    pairs = kata.probe(dealt, count, folds, int(rng.integers(2**31)), kata.device)
    words = f"{count} examples in {folds} folds"
    expect(len(pairs), f"{words}: the number of pairs").equals(folds)
    together = sorted(index for _, held in pairs for index in held)
    expect(together == list(range(count))).holds(
        f"{words}: held out are, all folds together, {together}; every example once is right"
    )
    for training, held in pairs:
        rest = sorted(set(range(count)) - set(held))
        expect(sorted(training) == rest).holds(
            f"{words}: where {sorted(held)} is held out the model trains on {sorted(training)}; all others are right"
        )
    sizes = sorted(len(held) for _, held in pairs)
    expect(sizes, f"{words}: the sizes of the held-out parts").equals(
        sorted(count // folds + (i < count % folds) for i in range(folds))
    )


def dealt(submission, count, folds, seed, device):
    import torch

    pairs = submission.k_fold(count, folds, torch.Generator().manual_seed(seed))
    return [[torch.as_tensor(part).tolist() for part in pair] for pair in pairs]


def test_folds_are_drawn(kata, rng):
    """The folds are drawn from the generator, and from nothing else."""
    found = kata.probe(how_folds_are_drawn, int(rng.integers(2**31)))
    order = [index for held in found["folds"] for index in sorted(held)]
    expect(order != list(range(60))).holds(
        "the folds are taken as the examples lie: where these are sorted, each differs"
    )
    expect(not np.all(np.diff([sorted(held) for held in found["folds"]], axis=1) == 3)).holds(
        "every third example goes to the same fold: nothing is drawn"
    )
    expect(found["again"] == found["folds"]).holds("two generators of the same seed deal the examples differently")
    expect(found["next"] != found["folds"]).holds("one generator deals the same folds twice")
    expect(found["global untouched"]).holds("torch's global generator is not as it was before")
    expect(found["dtypes"] == ["torch.int64"]).holds(
        f"the indices are {', '.join(found['dtypes'])}; tensors of int64 are asked for"
    )


def how_folds_are_drawn(submission, seed):
    """Deal 60 examples into three folds, several times over."""
    import torch

    def folds(source):
        pairs = submission.k_fold(60, 3, source)
        dtypes.update(str(getattr(part, "dtype", type(part).__name__)) for pair in pairs for part in pair)
        return [torch.as_tensor(held).tolist() for _, held in pairs]

    dtypes, one = set(), torch.Generator().manual_seed(seed)
    torch.manual_seed(1)
    state = torch.get_rng_state()
    found = {"folds": folds(one), "next": folds(one)}
    found["global untouched"] = torch.equal(state, torch.get_rng_state())
    torch.manual_seed(2)
    return {**found, "again": folds(torch.Generator().manual_seed(seed)), "dtypes": sorted(dtypes)}


@refusal("k_fold")
@pytest.mark.parametrize("folds", [1, 0, 6])
def test_folds_that_cannot_be(kata, folds):
    """One fold leaves nothing to train on, and more folds than examples hold out nothing: refused by name."""
    kata.refuses(dealt, 5, folds, 0, kata.device, naming="folds")


@refusal("EarlyStopping")
@pytest.mark.parametrize("patience, min_delta, naming", [(0, 0.0, "patience"), (2, -0.1, "min_delta")])
def test_settings_that_cannot_be(kata, patience, min_delta, naming):
    """Patience 0 stops at once, and a negative min_delta takes the worse for the better: refused by name."""
    kata.refuses(watching, [3.0, 2.0], patience, min_delta, kata.device, naming=naming)


def test_on_another_device(kata):
    """A network on a GPU is watched and restored like one on the CPU."""
    kata.stays_in_place(watching, [3.0, 2.0, 4.0, 5.0], 2, 0.0, ELSEWHERE)

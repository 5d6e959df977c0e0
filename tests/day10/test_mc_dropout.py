"""day10/mc_dropout: dropout on, all else as in evaluation; against every mask that there is."""

import itertools
from types import MethodType

import numpy as np
import pytest
import torch

from grader.checks import expect, refusal
from grader.plain import Tensor

ALL_MASKS = np.array(list(itertools.product((0.0, 1.0), repeat=8)))
SHAPES = {"scale": (2,), "mean": (2,), "var": (2,), "hidden": (8, 12), "out": (2, 8)}


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_mask_once(kata, rng, dtype):
    """In 256 passes eight units meet each of their 256 masks; one pass and three have fewer, and sd 0 for one."""
    x, state = drawn(rng, (1, 2, 2, 3), dtype)
    masks = rng.permutation(ALL_MASKS)
    passes = [256, 3, 1]
    found = kata.probe(under_planned_masks, x, state, Tensor(masks.astype(dtype), dtype), passes)
    for number in passes:
        outputs = by_hand(x, state, masks[:number])
        for start, answer in found[number].items():
            for name, expected in (("mean", outputs.mean(axis=0)), ("sd", outputs.std(axis=0))):
                words = (
                    f"{name} of {number} {'passes' if number > 1 else 'pass'}, the model handed over in {start} mode"
                )
                expect(answer[name], words).equals(Tensor(expected[None].astype(dtype), dtype))


def drawn(rng, shape, dtype):
    """Return images and the weights of a network for them."""
    state = {key: rng.normal(0, 0.7, size).astype(dtype) for key, size in SHAPES.items()}
    state["var"] = rng.uniform(0.5, 2, 2).astype(dtype)
    x = rng.normal(1, 2, shape).astype(dtype)
    return Tensor(x, dtype), {key: Tensor(value, dtype) for key, value in state.items()}


def by_hand(x, state, masks):
    """Return the outputs of the network below for one image under each mask, (M, 2)."""
    w = {key: value.array.astype(float) for key, value in state.items()}
    normal = (x.array[0] - w["mean"][:, None, None]) / np.sqrt(w["var"] + 1e-5)[:, None, None]
    hidden = np.tanh(w["hidden"] @ (w["scale"][:, None, None] * normal).ravel())
    return (masks * hidden / 0.5) @ w["out"].T


def network(state):
    """Return a network with batch norm and dropout."""
    from torch import nn

    norm, hidden, out = nn.BatchNorm2d(2), nn.Linear(12, 8, bias=False), nn.Linear(8, 2, bias=False)
    model = nn.Sequential(norm, nn.Flatten(), hidden, nn.Tanh(), nn.Dropout(0.5), out).to(state["out"])
    pairs = (norm.weight, "scale"), (hidden.weight, "hidden"), (out.weight, "out")
    with torch.no_grad():
        for parameter, key in (*pairs, (norm.running_mean, "mean"), (norm.running_var, "var")):
            parameter.copy_(state[key])
    return model


def under_planned_masks(submission, x, state, masks, passes):
    """Return the answers of the submission where dropout takes the masks that it is given, one for each row."""
    found = {}
    for number in passes:
        found[number] = {}
        for start in ("training", "evaluation"):
            model = network(state).train(start == "training")
            dropout = model[4]
            dropout.masks, dropout.used = masks, 0
            dropout.forward = MethodType(planned_dropout, dropout)
            mean, sd = submission.mc_dropout_predict(model, x, number, 0)
            found[number][start] = {"mean": mean, "sd": sd}
    return found


def planned_dropout(self, x):
    if not self.training:
        return x
    rows = torch.arange(self.used, self.used + len(x), device=x.device) % len(self.masks)
    self.used += len(x)
    return x * self.masks[rows] / (1 - self.p)


def test_each_dropout_is_on(kata):
    """Each kind of dropout is on at every depth with its own p: at 0.2 a number is 0 or 1.25 of itself, its sd half."""
    x = np.array([1.0, -3.0])
    for words, (mean, sd) in kata.probe(behind_each_kind, Tensor(x, "float64")).items():
        for name, value, part in (("sd", sd, 0.5 * np.sign(x)), ("mean", mean, 1.0)):
            words_of_it = f"{name} of the numbers 1 and -3 behind {words} of p = 0.2, in 200 passes"
            expect(value, words_of_it).has_shape((2,))
            expect(value.array / x, f"{words_of_it}, over the numbers").near(part, 0.25)


def behind_each_kind(submission, x):
    from torch import nn

    found = {}
    for axes, kind in enumerate(("Dropout", "Dropout1d", "Dropout2d", "Dropout3d")):
        for words, wrapped in ((f"a {kind}", False), (f"a {kind} two levels down", True)):
            dropout = getattr(nn, kind)(0.2)
            model = nn.Sequential(nn.Sequential(nn.Sequential(dropout)) if wrapped else dropout, nn.Flatten(0))
            found[words] = submission.mc_dropout_predict(model, x.reshape(2, 1, *[1] * axes), 200, 5)
    return found


def test_a_far_mean(kata, rng):
    """In float32, too, the sd is that of the passes where the mean is 10,000 times as large."""
    x = rng.choice([-1.0, 1.0], (16, 1))
    mean, sd = kata.probe(far_from_zero, Tensor(x, "float32"), int(rng.integers(1000)))
    words = "of 16 numbers that are 20,000 in one half of the 200 passes, and 2 more or less in the other"
    expect(mean.array - 20_000.0, f"mean less 20,000, {words}").near(x, 0.4)
    expect(sd.array, f"sd {words}").near(1.0, 0.2)


def far_from_zero(submission, x, seed):
    from torch import nn

    out = nn.Linear(1, 1)
    with torch.no_grad():
        out.weight.fill_(1.0)
        out.bias.fill_(20_000.0)
    return submission.mc_dropout_predict(nn.Sequential(nn.Dropout(0.5), out), x, 200, seed)


def test_modes_are_given_back(kata, rng):
    """Every module is afterwards in the mode that it came in, and the running statistics are as they were."""
    x, state = drawn(rng, (4, 2, 2, 3), "float64")
    for words, found in kata.probe(what_is_left, x, state).items():
        changed = [name for name, mode in found["before"].items() if found["after"][name] is not mode]
        expect(not changed).holds(f"{words}: afterwards in another mode than before: {', '.join(changed)}")
        for key in ("mean", "var"):
            expect(found[key], f"{words}: running_{key} of the batch norm afterwards").equals(state[key])
        expect(found["batches"], f"{words}: how many batches the batch norm has counted").equals(0)


def what_is_left(submission, x, state):
    """Return the modes before and after a call, and the batch norm's buffers, for models that come in other modes."""
    found = {}
    for words, training, others in (
        ("a model in training", True, []),
        ("a model in evaluation", False, []),
        ("a model in training whose batch norm is frozen", True, [0]),
        ("a model in evaluation whose dropout is on", False, [4]),
    ):
        model = network(state).train(training)
        for index in others:
            model[index].train(not training)
        before = modes(model)
        submission.mc_dropout_predict(model, x, 2, 0)
        norm = model[0]
        buffers = {"mean": norm.running_mean.clone(), "var": norm.running_var.clone()}
        found[words] = {"before": before, "after": modes(model), **buffers, "batches": int(norm.num_batches_tracked)}
    return found


def modes(model):
    return {f"the {type(module).__name__}": module.training for module in model.children()} | {
        "the model itself": model.training
    }


def test_the_seed_decides(kata, rng):
    """The same seed gives the same answer, another seed another."""
    x, state = drawn(rng, (4, 2, 2, 3), "float64")
    first, second, other = kata.probe(three_answers, x, state, int(rng.integers(1000)))
    for name, one, two, three in zip(("mean", "sd"), first, second, other, strict=True):
        expect(one, f"{name}, for the same seed a second time").equals(two)
        expect(not np.allclose(one.array, three.array)).holds(f"another seed gives the same {name}")


def three_answers(submission, x, state, seed):
    model = network(state)
    torch.manual_seed(1)
    return [submission.mc_dropout_predict(model, x, 5, s) for s in (seed, seed, seed + 1)]


def test_passes_have_masks_of_their_own(kata, rng):
    """Behind real dropout the mean and the sd of 800 passes come close to those of all masks."""
    x, state = drawn(rng, (1, 2, 2, 3), "float64")
    mean, sd = kata.probe(under_real_masks, x, state, int(rng.integers(1000)))
    outputs = by_hand(x, state, ALL_MASKS)
    expect(sd.array[0] / outputs.std(axis=0), "sd over that of all masks").near(np.ones(2), 0.15)
    expect((mean.array[0] - outputs.mean(axis=0)) / outputs.std(axis=0), "error of the mean, in sds").near(0, 0.2)


def under_real_masks(submission, x, state, seed):
    return submission.mc_dropout_predict(network(state), x, 800, seed)


def test_global_random_state(kata, rng):
    """What torch draws next is what it would have drawn without the call."""
    x, state = drawn(rng, (1, 2, 2, 3), "float64")
    drawn_next = torch.rand(3, generator=torch.Generator().manual_seed(7)).numpy()
    expect(kata.probe(next_numbers, x, state), "torch.rand(3) after the call").equals(drawn_next)


def next_numbers(submission, x, state):
    model = network(state)
    torch.manual_seed(7)
    submission.mc_dropout_predict(model, x, 2, 0)
    return torch.rand(3).numpy()


def test_no_graph(kata, rng):
    """Neither mean nor sd keeps the graphs of the passes."""
    x, state = drawn(rng, (2, 2, 2, 3), "float64")
    mean, sd = kata.probe(answer, x, state)
    kept = [name for name, value in (("mean", mean), ("sd", sd)) if value.grad]
    expect(not kept).holds(f"{' and '.join(kept)} still requires gradients")


def answer(submission, x, state):
    return submission.mc_dropout_predict(network(state), x, 3, 0)


@refusal("mc_dropout_predict")
def test_without_dropout(kata):
    """A model that has no dropout module is refused."""
    kata.refuses(without_dropout, Tensor(np.ones((2, 3)), "float64"), naming="model")


def without_dropout(submission, x):
    from torch import nn

    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU()).to(x)
    return submission.mc_dropout_predict(model, x, 2, 0)

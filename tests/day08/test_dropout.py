"""day08/dropout: inverted dropout, forward and backward, and what it adds to a loss."""

import numpy as np
import pytest

from grader.checks import expect
from grader.plain import Tensor


@pytest.mark.parametrize("p", [0.1, 0.3, 0.8])
def test_share(kata, rng, p):
    """In training the share 1 - p of the elements is kept."""
    ones = Tensor(np.ones((50, 120)), "float64")
    found = kata.probe(shares, ones, p)
    expect(found, "kept, as a share of all elements").near(1 - p, 0.04)  # more than six standard deviations


def shares(submission, x, p):
    kept = _draw(submission, x, p, 7)[1]
    return round(float(kept.double().mean()), 1)


@pytest.mark.parametrize("p", [0.1, 0.3, 0.8])
def test_out_is_what_is_kept(kata, rng, p):
    """In training out is x / (1 - p) where kept is True, and 0 elsewhere."""
    x = Tensor(rng.uniform(1, 2, (8, 30)), "float64")
    low, high, elsewhere = kata.probe(factors, x, p)
    expect(low, "the least out / x where kept is True").equals(1 / (1 - p))
    expect(high, "the largest out / x where kept is True").equals(1 / (1 - p))
    expect(elsewhere, "the largest out where kept is False").equals(0.0)


def factors(submission, x, p):
    out, kept = _draw(submission, x, p, 3)
    kept = kept.bool()
    factor = (out / x)[kept]
    return [float(factor.min()), float(factor.max()), float(out[~kept].abs().max())]


def test_x_is_left_as_it_is(kata, rng):
    """x is not written into: after dropout in training it is what it was."""
    x = Tensor(rng.uniform(1, 2, (8, 30)), "float64")
    expect(kata.probe(afterwards, x), "x after dropout with p = 0.5").equals(x)


def afterwards(submission, x):
    import torch

    submission.dropout_forward(x, 0.5, True, torch.Generator(x.device).manual_seed(2))
    return x


def test_zeros_may_be_kept(kata):
    """What is kept does not depend on x: a 0 in x is dropped as often as anything else."""
    zeros = Tensor(np.zeros((50, 120)), "float64")
    expect(kata.probe(shares, zeros, 0.3), "kept, as a share of all elements, where x is 0").near(0.7, 0.04)


@pytest.mark.parametrize("p", [0.4, 0.9])
def test_evaluation(kata, rng, p):
    """In evaluation x comes back as it is and everything is kept, whatever p is, with a generator at hand too."""
    x = rng.normal(size=(5, 8))
    out, kept = kata.probe(evaluated, Tensor(x, "float64"), p)
    expect(out, "out").equals(Tensor(x, "float64"))
    expect(kept, "kept").equals(Tensor(np.ones((5, 8), bool), "bool"))


def evaluated(submission, x, p):
    import torch

    return submission.dropout_forward(x, p, False, torch.Generator(x.device).manual_seed(8))


def test_each_element_by_itself(kata):
    """Every sample, every channel and every row of pixels has its own mask."""
    x = Tensor(np.ones((6, 5, 7, 64)), "float64")
    found = kata.probe(different_masks, x)
    for what, count in (("samples", 6), ("channels of one sample", 5), ("rows of one channel", 7)):
        expect(found[what], f"different masks among {count} {what}").equals(count)


def different_masks(submission, x):
    kept = _draw(submission, x, 0.5, 5)[1]
    parts = {"samples": kept, "channels of one sample": kept[0], "rows of one channel": kept[0, 0]}
    return {name: len({tuple(mask.flatten().tolist()) for mask in part}) for name, part in parts.items()}


def test_the_generator_decides(kata):
    """One seed gives one mask; another seed, and the next draw of the same generator, give another."""
    x = Tensor(np.ones((50, 120)), "float64")
    same, other, following = kata.probe(differences, x)
    expect(same, "the share of elements that differ between two draws from one seed").equals(0.0)
    expect(other, "the share of elements that differ between two seeds, at p = 0.5").near(0.5, 0.06)
    expect(following, "the share of elements that differ between two draws in a row, at p = 0.5").near(0.5, 0.06)


def differences(submission, x):
    import torch

    first = _draw(submission, x, 0.5, 1)[1]
    again = _draw(submission, x, 0.5, 1)[1]
    other = _draw(submission, x, 0.5, 2)[1]
    generator = torch.Generator(x.device).manual_seed(1)
    submission.dropout_forward(x.clone(), 0.5, True, generator)
    following = submission.dropout_forward(x.clone(), 0.5, True, generator)[1]
    return [round(float((first ^ mask).double().mean()), 1) for mask in (again, other, following)]


def test_the_number_kept_is_left_to_chance(kata):
    """The elements are independent: how many of 64 are kept varies from draw to draw as it does for coins."""
    found = kata.probe(spread_of_counts, Tensor(np.ones((400, 64)), "float64"))
    expect(found, "the spread of the number kept, over that of 64 coins, at p = 0.5").near(1.0, 0.26)


def spread_of_counts(submission, x):
    import torch

    generator = torch.Generator(x.device).manual_seed(6)
    counts = [submission.dropout_forward(row, 0.5, True, generator)[1].double().sum() for row in x]
    return round(float(torch.stack(counts).std()) / 4, 1)


def test_gradients_flow(kata, rng):
    """Autograd goes through dropout_forward and finds what dropout_backward finds."""
    x, grad_out = (Tensor(rng.normal(size=(6, 9)), "float64") for _ in range(2))
    expect(kata.probe(gradient_difference, x, grad_out), "the largest difference of the two").near(0.0, 1e-12)


def gradient_difference(submission, x, grad_out):
    import torch

    x = x.clone().requires_grad_()
    out, kept = _draw(submission, x, 0.4, 9)
    (by_autograd,) = torch.autograd.grad(out, x, grad_out)
    return float((by_autograd - submission.dropout_backward(grad_out, kept, 0.4, True)).abs().max())


def test_single_precision_stays(kata, rng):
    """out has the dtype of x, in training too, and kept is bool."""
    x = Tensor(rng.normal(size=(6, 9)).astype("float32"), "float32")
    expect(kata.probe(dtypes, x)).equals(["torch.float32", "torch.bool"])


def dtypes(submission, x):
    return [str(tensor.dtype) for tensor in _draw(submission, x, 0.5, 4)]


def _draw(submission, x, p, seed):
    import torch

    return submission.dropout_forward(x.clone(), p, True, torch.Generator(x.device).manual_seed(seed))

"""day08/schedules: warm-up and cosine, one cycle, and the test that finds the rate."""

import pytest

from grader.checks import each_case, expect, refusal


@each_case("lr_range_test")
def test_range(kata, case):
    curves, _ = case.args
    for (losses, stop), found, right in zip(
        curves, kata.probe(on_planted_losses, *case.args), case.expected, strict=True
    ):
        words = f"of the losses {', '.join(map(str, losses))}" + (f" with stop {stop:g}" if stop != 4 else "")
        for key, name in (("tried", "the rates that were tried"), ("losses", "losses"), ("rate", "rate")):
            expect(found[key], f"{words}: {name}").equals(right[key])


def on_planted_losses(submission, curves, rates):
    """Return what the test makes of losses that are known beforehand."""
    return [planted(submission, losses, rates, stop) for losses, stop in curves]


def planted(submission, losses, rates, stop):
    tried, left = [], iter(losses)

    def step_loss(rate):
        tried.append(float(rate))
        return next(left)

    more = () if stop == 4 else (stop,)
    found = submission.lr_range_test(step_loss, rates, *more)
    return {"losses": list(found[0]), "rate": found[1], "tried": tried}


@pytest.mark.parametrize("curvature", [0.5, 4.0])
def test_the_edge_of_a_bowl(kata, curvature):
    """On a parabola the loss is least at the last rate below 2 / curvature: beyond it a step leads farther away."""
    rates = [0.001 * 1.17**k for k in range(70)]
    expected = max(rate for rate in rates if rate < 2 / curvature) / 10
    expect(kata.probe(on_a_parabola, curvature, rates)[1], f"rate, for the curvature {curvature}").equals(expected)


def on_a_parabola(submission, curvature, rates):
    """Run the range test on curvature w^2 / 2, from w = 1."""
    weight = 1.0

    def step_loss(rate):
        nonlocal weight
        weight -= rate * curvature * weight
        return curvature * weight**2 / 2

    found = submission.lr_range_test(step_loss, rates)
    return [float(loss) for loss in found[0]], found[1]


@refusal("lr_range_test")
@pytest.mark.parametrize("rates", [[0.1, 0.01], [0.01, 0.1, 0.1]])
def test_rates_that_do_not_rise(kata, rates):
    """Rates that do not rise from one to the next are refused by name."""
    kata.refuses(on_planted_losses, [([2.0, 1.5, 1.0], 4.0)], rates, naming="rates")


@refusal("lr_range_test")
@pytest.mark.parametrize("first", [float("nan"), float("inf")])
def test_a_first_loss_that_is_not_finite(kata, first):
    """Where even the first rate gives no finite loss, the rates are refused by name."""
    kata.refuses(on_planted_losses, [([first, 1.0], 4.0)], [0.1, 0.2], naming="rates")

"""day01/gradient_descent: learning ellipticity from galaxy stamps.

What is drawn at the start is the learner's own, so the first checks look at how the parameters move, whatever they
are: the probes return facts that do not depend on the draw, and thus can be explained.
"""

import numpy as np
import pytest

from grader.checks import each_case, expect, refusal

NAMES = ("weight1", "bias1", "weight2", "bias2")


def test_initial_parameters(kata, rng):
    """Weights start with variance 1 / (inputs of the layer), drawn from rng; biases start at zero."""
    facts = kata.probe(initial_facts, int(rng.integers(2**31)))
    for name in NAMES:
        expect(name not in facts["missing"]).holds(f'the parameters have no key "{name}"')
    for name in ("weight1", "weight2"):
        wide, centred, independent = facts[name]
        expect(wide is not None).holds(f"every element of {name} starts with the same value")
        expect(centred).holds(f"the mean of {name} is not 0")
        expect(independent).holds(f"rows or columns of {name} start as copies of one another")
        expect(wide == 1).holds(f"{name} starts about {wide:.2g} times as wide as 1 / sqrt(inputs of the layer)")
    expect(facts["biases are zero"]).holds("the biases do not start at zero")
    expect(facts["same rng, same draw"]).holds("two generators with the same seed give different parameters")
    still, heeded = facts["learning_rate 1e-300"]
    expect(still or heeded).holds("the steps are as long whatever the learning_rate")
    expect(still).holds("with learning_rate 1e-300 two steps end far from the draw: the draw depends on steps")
    expect(facts["other rng, other draw"]).holds("two generators with different seeds give the same parameters")


def initial_facts(submission, seed):
    """Draw parameters for 64 inputs and 256 hidden units, and say how they are spread."""
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(4, 64)), rng.normal(size=(4, 24))

    def draw(seed, steps=0, rate=1e-300):
        return submission.train_mlp(x, y, 256, steps, rate, np.random.default_rng(seed))[0]

    params, again, other = draw(seed), draw(seed), draw(seed + 1)
    short, long = draw(seed, steps=2), draw(seed, steps=2, rate=0.01)
    missing = [name for name in ("weight1", "bias1", "weight2", "bias2") if name not in params]
    if missing:
        return {"missing": missing}

    def same(one, two):
        return all(bool(np.allclose(one[n], two[n], atol=1e-12)) for n in params)

    def spread(weight):
        sd, unit = float(np.std(weight)), np.shape(weight)[1] ** -0.5
        wide = 2.0 ** (round(2 * np.log2(sd / unit)) / 2) if sd > 1e-9 else None  # to the next power of sqrt(2)
        return wide, bool(abs(np.mean(weight)) < 0.2 * unit), int(np.linalg.matrix_rank(weight)) == min(weight.shape)

    return {
        "missing": missing,
        "weight1": spread(params["weight1"]),
        "weight2": spread(params["weight2"]),
        "biases are zero": not (np.any(params["bias1"]) or np.any(params["bias2"])),
        "same rng, same draw": same(params, again),
        "learning_rate 1e-300": (same(params, short), not same(short, long)),
        "other rng, other draw": not any(bool(np.allclose(params[n], other[n])) for n in ("weight1", "weight2")),
    }


@pytest.mark.parametrize("kind", ["ordinary", "smallest", "whole"])
def test_steps(kata, rng, kind):
    """Every step moves every parameter by -learning_rate times its gradient, all of them at once."""
    x, y, hidden = problem(rng, kind)
    facts = kata.probe(how_steps_move, x, y, hidden, int(rng.integers(2**31)))
    for step, moves in facts.items():
        for name, (factor, cosine) in moves.items():
            expect(cosine == 1).holds(
                f"{step} moves {name} in another direction than its gradient's (cosine of the angle: {cosine:.4g})"
            )
            expect(factor == 1).holds(f"{step} moves {name} by {factor:g} times -learning_rate times its gradient")


def how_steps_move(submission, x, y, hidden, seed):
    """Return for the first and third step by how many times -learning_rate * gradient each parameter moves.

    Beside the factor stands the cosine of the angle between the two, its sign taken off; 1 for no move at all. Both
    are rounded where the direction is right, so that they do not depend on the draw. The gradients are central
    differences of the loss.
    """
    rate = 0.1

    def after(steps):
        return submission.train_mlp(x, y, hidden, steps, rate, np.random.default_rng(seed))[0]

    def loss(params):
        hidden = np.tanh(params["bias1"] + x @ params["weight1"].T)
        return np.mean((hidden @ params["weight2"].T + params["bias2"] - y) ** 2)

    def slope(params, name, i, step=1e-5):
        params = {key: np.array(value, dtype=float) for key, value in params.items()}
        params[name][i] += step
        ahead = loss(params)
        params[name][i] -= 2 * step
        return (ahead - loss(params)) / (2 * step)

    facts = {}
    for step in (1, 3):
        start, end = after(step - 1), after(step)
        facts[f"step {step}"] = moves = {}
        for name in ("weight1", "bias1", "weight2", "bias2"):
            wanted = np.array([-rate * slope(start, name, i) for i in np.ndindex(np.shape(start[name]))])
            moved = np.ravel(np.subtract(end[name], start[name], dtype=float))
            factor = moved @ wanted / (wanted @ wanted) if wanted.any() else 1.0
            length = np.linalg.norm(moved) * np.linalg.norm(wanted)
            cosine = abs(moved @ wanted) / length if length else 1.0
            parallel = cosine > 1 - 1e-6
            moves[name] = (round(float(factor), 3) + 0.0, 1.0) if parallel else (float(factor), float(cosine))
    return facts


def test_losses(kata, rng):
    """losses[k] is the loss of the parameters before step k, the mean over all elements."""
    x, y, hidden = problem(rng, "ordinary")
    shape, facts = kata.probe(what_losses_are, x, y, hidden, int(rng.integers(2**31)))
    expect(shape, "the shape of losses").equals([3])
    expect(facts == "before each step").holds(f"losses are {facts}")


def what_losses_are(submission, x, y, hidden, seed):
    """Say in words which losses the history holds."""
    runs = [submission.train_mlp(x, y, hidden, steps, 0.25, np.random.default_rng(seed)) for steps in range(4)]
    losses = np.asarray(runs[3][1], dtype=float)
    truth = []
    for params, _ in runs:
        hidden = np.tanh(params["bias1"] + x @ params["weight1"].T)
        truth.append(np.mean((hidden @ params["weight2"].T + params["bias2"] - y) ** 2))
    if losses.shape != (3,):
        return list(losses.shape), "of another number"
    readings = {
        "before each step": truth[:3],
        "taken after each step, not before": truth[1:],
        "summed over the elements, not averaged": y.size * np.array(truth[:3]),
        "averaged over the examples alone": y.shape[1] * np.array(truth[:3]),
        "half the mean squared error": 0.5 * np.array(truth[:3]),
        "the root of the mean squared error": np.sqrt(truth[:3]),
    }
    named = [words for words, values in readings.items() if np.allclose(losses, values, rtol=1e-5)]
    return [3], named[0] if named else "not those of the parameters before each step"


def problem(rng, kind):
    """Return examples, targets that have a mean to learn, and a number of hidden units."""
    if kind == "smallest":
        return rng.uniform(0.5, 1.5, (1, 1)), rng.normal(3.0, 0.5, (1, 1)), 1
    x, y = rng.normal(size=(7, 5)), rng.normal([1.0, -2.0, 0.5], size=(7, 3))
    return (np.rint(x).astype(int), np.rint(3 * y).astype(int), 3) if kind == "whole" else (x, y, 4)


@each_case("train_mlp")
def test_train_mlp(kata, case, rng):
    """The trained network predicts (g1, g2) of stamps that it has not seen, for any draw of its weights."""
    (seen, hidden, steps, learning_rate), unseen = case.args, case.expected
    mean, sd = seen["counts"].mean(axis=0), seen["counts"].std()
    x, held_out = ((np.reshape(c - mean, (len(c), -1)) / sd) for c in (seen["counts"], unseen["counts"]))
    params, losses = kata.train_mlp(x, seen["shear"].astype(float), hidden, steps, learning_rate, rng)
    expect(losses, "losses").has_shape((steps,))
    for name, values in zip(NAMES, (params[name] for name in NAMES), strict=True):
        expect(bool(np.all(np.isfinite(values)))).holds(f"{name} is not finite after {steps} steps")
    prediction = np.tanh(held_out @ params["weight1"].T + params["bias1"]) @ params["weight2"].T + params["bias2"]
    for i, component in enumerate(("g1", "g2")):
        target = unseen["shear"][:, i]
        left = np.mean((prediction[:, i] - target) ** 2) / np.var(target)
        expect(left, f"share of the variance of {component} that is left on held-out stamps").at_most(unseen["share"])
    expect(losses[-1] / losses[0], "last loss over first").at_most(unseen["share"])


@refusal("train_mlp")
def test_targets_of_other_examples(kata, rng):
    """One row of targets for six examples is refused by name."""
    kata.train_mlp.refuses(np.ones((6, 5)), np.ones((1, 2)), 4, 1, 0.1, rng, naming="y")

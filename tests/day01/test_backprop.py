"""day01/backprop: the gradient of a two-layer network, by the chain rule."""

import numpy as np

from grader.checks import expect


def test_agrees_with_differences(kata, rng):
    """The loss changes along a random direction as the gradients say."""
    params, x, y = network(rng, examples=8, inputs=5, hidden=6, outputs=2)
    _, gradients = kata.mlp_gradients(params, x, y)
    direction = {name: rng.normal(size=value.shape) for name, value in params.items()}
    step = 1e-3  # long enough for a loss in float32
    ahead, _ = kata.mlp_gradients({name: params[name] + step * direction[name] for name in params}, x, y)
    behind, _ = kata.mlp_gradients({name: params[name] - step * direction[name] for name in params}, x, y)
    slope = sum(np.sum(gradients[name] * direction[name]) for name in params)
    size = np.sqrt(sum(np.sum(np.square(gradient)) for gradient in gradients.values()))
    by_differences = (float(ahead) - float(behind)) / (2 * step)
    expect(slope, "the slope by the gradients").near(by_differences, within=2e-3 * float(size))


def test_examples_twice(kata, rng):
    """The same examples twice over change neither the mean loss nor its gradients."""
    params, x, y = network(rng, examples=3, inputs=4, hidden=3, outputs=2)
    once = kata.mlp_gradients(params, x, y)
    expect(kata.mlp_gradients(params, np.vstack([x, x]), np.vstack([y, y]))).equals(once)


def test_nothing_to_learn(kata, rng):
    """Where the prediction is the target, loss and gradients are zero."""
    params, x, _ = network(rng, examples=3, inputs=4, hidden=3, outputs=2)
    loss, gradients = kata.mlp_gradients(params, x, kata.mlp_forward(params, x))
    expect(loss, "loss").near(0.0, within=1e-12)
    for name in params:
        expect(gradients[name], name).has_shape(params[name].shape)
        expect(gradients[name], name).near(0.0, within=1e-6)


def network(rng, examples, inputs, hidden, outputs):
    params = {
        "weight1": rng.normal(0, 0.5, (hidden, inputs)),
        "bias1": rng.normal(0, 0.5, hidden),
        "weight2": rng.normal(0, 0.5, (outputs, hidden)),
        "bias2": rng.normal(0, 0.5, outputs),
    }
    return params, rng.normal(size=(examples, inputs)), rng.normal(size=(examples, outputs))

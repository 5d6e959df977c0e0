"""day01/dense: the dense layer and its gradients."""

import numpy as np

from grader.checks import expect


def test_gradients_predict_the_change(kata, rng):
    """The layer is linear in x, weight and bias each: gradient times change is the change of the loss, exactly."""
    x, weight, bias = rng.normal(size=(4, 5)), rng.normal(size=(3, 5)), rng.normal(size=3)
    grad_out = rng.normal(size=(4, 3))
    arguments = {"x": x, "weight": weight, "bias": bias}
    before = np.sum(grad_out * kata.dense_forward(**arguments))
    grads = dict(zip(arguments, kata.dense_backward(grad_out, x, weight), strict=True))
    for name, value in arguments.items():
        change = rng.normal(size=value.shape)
        after = np.sum(grad_out * kata.dense_forward(**{**arguments, name: value + change}))
        expect(np.sum(grads[name] * change), f"the change that grad_{name} predicts").near(after - before, within=1e-5)

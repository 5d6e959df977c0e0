"""day01/dense: the dense layer and its gradients."""

import numpy as np
import pytest

from grader.checks import each_case, expect


@each_case("dense_forward")
def test_dense_forward(kata, case):
    kata.check(case)


@each_case("dense_backward")
def test_dense_backward(kata, case):
    kata.check(case)


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


@pytest.mark.parametrize("shape", [(5,), (2, 4, 5), (0, 5)])
def test_no_batch(kata, rng, shape):
    """What is not a batch of at least one example is refused by name, forward and backward."""
    x, weight = np.ones(shape), rng.normal(size=(3, 5))
    kata.dense_forward.refuses(x, weight, np.zeros(3), naming="x")
    kata.dense_backward.refuses(np.ones((*shape[:-1], 3)), x, weight, naming="x")


@pytest.mark.parametrize("shape", [(5, 3), (3, 4), (5,), (1, 3, 5)])
def test_weight_of_another_shape(kata, rng, shape):
    """A weight that is not (outputs, inputs) is refused by name, forward and backward."""
    x, weight = rng.normal(size=(2, 5)), np.ones(shape)
    kata.dense_forward.refuses(x, weight, np.zeros(shape[0]), naming="weight")
    kata.dense_backward.refuses(np.ones((2, shape[0])), x, weight, naming="weight")


@pytest.mark.parametrize("shape", [(), (1,), (5,), (1, 3), (2, 3)])
def test_bias_of_another_shape(kata, rng, shape):
    """A bias that is not (outputs,) is refused by name, even where NumPy could stretch it."""
    kata.dense_forward.refuses(rng.normal(size=(2, 5)), rng.normal(size=(3, 5)), np.ones(shape), naming="bias")


@pytest.mark.parametrize("shape", [(3, 2), (1, 3), (2, 1), (3,)])
def test_grad_out_of_another_shape(kata, rng, shape):
    """A gradient that is not shaped like the layer's output is refused by name."""
    kata.dense_backward.refuses(np.ones(shape), rng.normal(size=(2, 5)), rng.normal(size=(3, 5)), naming="grad_out")

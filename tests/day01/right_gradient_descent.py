"""Other right ways to write day01/gradient_descent."""

import numpy as np

from grader.mutants import right
from solutions.day01 import gradient_descent as reference


@right("train_mlp")
def drawn_uniformly(x, y, hidden, steps, learning_rate, rng):
    inputs, outputs = x.shape[1], y.shape[1]
    w2 = rng.uniform(-1, 1, (outputs, hidden)) * np.sqrt(3 / hidden)
    w1 = rng.uniform(-1, 1, (hidden, inputs)) * np.sqrt(3 / inputs)
    b1, b2, losses = np.zeros(hidden), np.zeros(outputs), []
    for _ in range(steps):
        h = np.tanh(np.einsum("nd,hd->nh", x, w1) + b1)
        delta2 = h @ w2.T + b2 - y
        losses.append(np.mean(delta2**2))
        delta2 *= 2 / y.size
        delta1 = delta2 @ w2 * (1 - h * h)
        w1, b1 = w1 - learning_rate * delta1.T @ x, b1 - learning_rate * delta1.sum(0)
        w2, b2 = w2 - learning_rate * delta2.T @ h, b2 - learning_rate * delta2.sum(0)
    return {"bias2": b2, "weight2": w2, "bias1": b1, "weight1": w1}, np.array(losses)


@right("train_mlp")
def in_float32(x, y, hidden, steps, learning_rate, rng):
    x, y, rate = x.astype(np.float32), y.astype(np.float32), np.float32(learning_rate)
    params, _ = reference.train_mlp(x, y, hidden, 0, learning_rate, rng)
    params = {name: value.astype(np.float32) for name, value in params.items()}
    losses = np.empty(steps, np.float32)
    for step in range(steps):
        losses[step], gradients = reference._loss_and_gradients(params, x, y)
        params = {name: value - rate * gradients[name] for name, value in params.items()}
    return params, losses


@right("train_mlp")
def drawn_in_another_order(x, y, hidden, steps, learning_rate, rng):
    (count, inputs), outputs = x.shape, y.shape[1]
    # The biases as one more column, signs for weights, and the transposed convention inside.
    second = np.vstack([rng.choice([-1.0, 1.0], (hidden, outputs)) / np.sqrt(hidden), np.zeros(outputs)])
    first = np.vstack([rng.laplace(0.0, np.sqrt(0.5 / inputs), (inputs, hidden)), np.zeros(hidden)])
    ones, losses = np.ones((count, 1)), np.empty(steps)
    seen = np.hstack([x, ones])
    for step in range(steps):
        units = np.hstack([np.tanh(seen @ first), ones])
        error = units @ second - y
        losses[step] = np.vdot(error, error) / error.size
        back = error @ second[:-1].T / np.cosh(seen @ first) ** 2
        second = second - 2 * learning_rate / error.size * (units.T @ error)
        first = first - 2 * learning_rate / error.size * (seen.T @ back)
    return {"weight1": first[:-1].T, "bias1": first[-1], "weight2": second[:-1].T, "bias2": second[-1]}, losses

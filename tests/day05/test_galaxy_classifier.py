"""day05/galaxy_classifier: training a classifier, and saying how well it does.

What can be said exactly is checked first, on networks of a few weights: how the batches are drawn, how each moves the
weights, what is noted. The last two checks train on galaxies and on real digits, sorted by class.
"""

import numpy as np
import pytest

from grader.checks import each_case, expect, limit
from grader.plain import Tensor

# -- how the batches are drawn


def test_batches(kata, rng):
    """Every epoch draws all examples once, in a new random order, in batches of batch_size."""
    facts = kata.probe(how_batches_are_drawn, int(rng.integers(2**31)), kata.device)
    expect(facts["stamps unchanged"]).holds("the stamps were changed in place")
    expect(facts["stamps as given"]).holds("the model is given other values than the stamps hold")
    expect(facts["input"], "what the model is given, its axes after the first").equals([1, 2, 3])
    expect(facts["mode"] == "training").holds(f"the model was in {facts['mode']} mode while it was trained")
    sizes = facts["forward passes"]
    expect(sizes == [4, 4, 2] * 3).holds(f"three epochs of ten stamps in batches of four were batches of {sizes}")
    expect(facts["each once"]).holds("an epoch does not draw every example exactly once")
    expect(not facts["as they lie"]).holds("an epoch takes the examples in the order in which they lie")
    expect(not facts["the same in every epoch"]).holds("every epoch takes the examples in the same order")


def test_seed(kata, rng):
    """The orders are drawn from the seed and from nothing else."""
    facts = kata.probe(how_batches_are_drawn, int(rng.integers(2**31)), kata.device)
    expect(facts["same seed, same order"]).holds("two trainings with the same seed draw different orders")
    expect(facts["other seed, other order"]).holds("another seed draws the same orders")
    expect(facts["global generator untouched"]).holds("torch's global generator is not as it was before the training")


def how_batches_are_drawn(submission, seed, device):
    """Train a network that notes what it is given: ten images in batches of four, for three epochs."""
    import copy

    import torch

    class Noting(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.head = torch.nn.Linear(6, 2, device=device)
            self.notes = []

        def forward(self, x):
            mode = "training" if self.training else "evaluation"
            self.notes.append((x[:, 0, 0, 0].tolist(), mode, list(x.shape[1:])))
            return self.head(x.flatten(1) / 10)

    stamps = torch.arange(10.0).reshape(10, 1, 1).expand(10, 2, 3).clone()
    labels = torch.arange(10) // 5
    model = Noting().eval()

    def orders(seed):
        own = copy.deepcopy(model)
        submission.train_classifier(own, stamps, labels, epochs=3, batch_size=4, seed=seed)
        return own.notes

    notes = orders(seed)
    torch.rand(3)
    state = torch.get_rng_state()
    again = orders(seed)
    untouched = torch.equal(state, torch.get_rng_state())
    np.random.rand(3)  # noqa: NPY002
    third = orders(seed)
    other = orders(seed + 1)

    def drawn(notes):
        return [index for batch, _, _ in notes for index in batch]

    epochs = np.array(drawn(notes)[:30]).reshape(-1, 10) if len(drawn(notes)) >= 30 else np.empty((0, 10))
    return {
        "stamps unchanged": torch.equal(stamps[:, 0, 0], torch.arange(10.0)),
        "stamps as given": set(drawn(notes)) <= set(range(10)),
        "input": notes[0][2],
        "mode": notes[0][1],
        "forward passes": [len(batch) for batch, _, _ in notes],
        "each once": len(epochs) == 3 and all(sorted(epoch) == list(range(10)) for epoch in epochs.tolist()),
        "as they lie": any(epoch == list(range(10)) for epoch in epochs.tolist()),
        "the same in every epoch": len(epochs) == 3 and bool(np.all(epochs == epochs[0])),
        "same seed, same order": drawn(notes) == drawn(again) == drawn(third),
        "other seed, other order": drawn(notes) != drawn(other),
        "global generator untouched": untouched,
    }


# -- how a batch moves the weights, and what is noted


@pytest.mark.parametrize("channels", [1, 3])
def test_steps(kata, rng, channels):
    """With all examples in one batch, the weights after 1, 2 and 5 epochs are those of Adam on the cross-entropy."""
    stamps, labels, weight = small_problem(rng, channels)
    trained = {epochs: kata.probe(weights_after, stamps, labels, weight, epochs, kata.device) for epochs in (1, 2, 5)}
    for epochs, moved in trained.items():
        expect(moved["stamps unchanged"] and moved["labels unchanged"]).holds(
            "the stamps or labels were changed in place"
        )
        expect(moved["input"], "what the model is given, its axes after the first").equals([channels, 3, 2])
        weights, losses = by_adam(stamps, labels, weight, epochs)
        expect(moved["weight"], f"the weights after training with epochs={epochs}").equals(weights)
        expect(moved["loss"], 'history["loss"]').near(losses, within=1e-6)


def test_history(kata, rng):
    """The history holds the mean over all examples: a smaller last batch counts less."""
    stamps, labels, weight = small_problem(rng, 1)
    history = kata.probe(history_at_rest, stamps, labels, weight, kata.device)
    losses = cross_entropies(stamps, labels, weight)[0]
    right = np.argmax(flat(stamps) @ weight.T, axis=1) == labels
    for name, values in (("loss", losses), ("accuracy", right)):
        expect(name not in history["tensors"]).holds(f'history["{name}"] holds tensors; floats are asked for')
        expect(name in history).holds(f'the history has no "{name}"')
        expect(history[name], f'history["{name}"]').near(np.full(3, values.mean()), within=1e-6)


def small_problem(rng, channels):
    """Return seven stamps of 3 x 2 pixels, labels from 0 to 2, and weights to start from."""
    shape = (7, channels, 3, 2) if channels > 1 else (7, 3, 2)
    return rng.normal(size=shape), np.array([0, 0, 1, 1, 1, 2, 2]), rng.normal(size=(3, 6 * channels))


def flat(stamps):
    return stamps.reshape(len(stamps), -1)


def weights_after(submission, stamps, labels, weight, epochs, device):
    """Train one linear layer on one batch; the data stay on the CPU, wherever the model is."""
    import torch

    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(weight.shape[1], len(weight), bias=False))
    model = model.to(device, torch.float64)
    model[1].weight.data[:] = torch.tensor(weight)
    given = []
    model.register_forward_pre_hook(lambda _, inputs: given.append(list(inputs[0].shape[1:])))
    x, y = torch.tensor(stamps), torch.tensor(labels)
    history = submission.train_classifier(model, x, y, epochs=epochs, batch_size=len(y), learning_rate=0.1, seed=1)
    return {
        "input": given[0],
        "loss": np.array([float(value) for value in history["loss"]]),
        "weight": model[1].weight.detach().cpu().numpy(),
        "stamps unchanged": bool(np.array_equal(x.numpy(), stamps)),
        "labels unchanged": bool(np.array_equal(y.numpy(), labels)),
    }


def history_at_rest(submission, stamps, labels, weight, device):
    """Train in batches of 4 and 3, with steps too small to move anything."""
    import torch

    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(weight.shape[1], len(weight), bias=False))
    model = model.to(device, torch.float64)
    model[1].weight.data[:] = torch.tensor(weight)
    x, y = torch.tensor(stamps), torch.tensor(labels)
    history = submission.train_classifier(model, x, y, epochs=3, batch_size=4, learning_rate=1e-12, seed=1)
    found = {name: np.array([float(value) for value in values]) for name, values in history.items()}
    tensors = [name for name, values in history.items() if any(isinstance(value, torch.Tensor) for value in values)]
    return {**found, "tensors": tensors}


def by_adam(stamps, labels, weight, epochs, rate=0.1):
    """Return the weights after some steps of Adam (Kingma & Ba 2015, algorithm 1), and the loss before each."""
    losses = []
    weight, mean, square = weight.copy(), np.zeros_like(weight), np.zeros_like(weight)
    for step in range(1, epochs + 1):
        loss, gradient = cross_entropies(stamps, labels, weight)
        losses.append(loss.mean())
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weight -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weight, np.array(losses)


def cross_entropies(stamps, labels, weight):
    """Return each example's cross-entropy, and the gradient of their mean with respect to the weights."""
    logits = flat(stamps) @ weight.T
    share = np.exp(logits - logits.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    target = np.eye(len(weight))[labels]
    return -np.log(np.sum(share * target, axis=1)), (share - target).T @ flat(stamps) / len(labels)


# -- predict, accuracy, confusion_matrix


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("training", [True, False])
def test_predict(kata, rng, training, channels):
    """The class of the largest logit, in evaluation mode, without gradients, a batch at a time; the mode is kept."""
    stamps, _, weight = small_problem(rng, channels)
    facts = kata.probe(how_predict_works, stamps, weight, training, kata.device)
    expect(facts["input"], "what the model is given, its axes after the first").equals([channels, 3, 2])
    expect(facts["predicted"]).equals(np.argmax(flat(stamps) @ weight.T, axis=1))
    expect(facts["evaluation mode"]).holds("the model was in training mode while it predicted")
    expect(facts["mode kept"]).holds("the model is not in the mode in which it came")
    expect(not facts["gradients"]).holds("gradients are recorded while the model predicts")
    expect(facts["largest batch"], "the largest batch for batch_size 3").at_most(3)
    expect(facts["device"] == "cpu").holds("the predictions are not on the device of the stamps")


def how_predict_works(submission, stamps, weight, training, device):
    """Predict with a network that drops nearly everything when it is in training mode."""
    import torch

    class Noting(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = torch.nn.Parameter(torch.tensor(weight, device=device))
            self.notes = []

        def forward(self, x):
            self.notes.append((len(x), self.training, torch.is_grad_enabled(), list(x.shape[1:])))
            kept = -1.0 if self.training else 1.0  # another network altogether, and no draw about it
            return kept * x.flatten(1) @ self.weight.T

    model = Noting().train(training)
    predicted = submission.predict(model, torch.tensor(stamps), batch_size=3)
    if isinstance(predicted, torch.Tensor):
        device, predicted = predicted.device.type, predicted.detach().cpu().numpy()
    return {
        "predicted": predicted,
        "input": model.notes[0][3],
        "evaluation mode": not any(mode for _, mode, _, _ in model.notes),
        "mode kept": model.training is training,
        "gradients": any(on for _, _, on, _ in model.notes),
        "largest batch": max(size for size, _, _, _ in model.notes),
        "device": device,
    }


def test_accuracy(kata):
    """Three of five are right, two of them in the first batch of four."""
    logits = np.zeros((5, 1, 3))
    logits[np.arange(5), 0, [0, 1, 2, 2, 1]] = 1.0
    share = kata.probe(measured_accuracy, logits, np.array([0, 1, 0, 1, 1]), kata.device)
    expect(share, "the accuracy").near(0.6, within=1e-6)  # a mean in float32 will do


def measured_accuracy(submission, logits, labels, device):
    """Measure the accuracy of a network whose logits are its input."""
    import torch

    class Passing(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = torch.nn.Parameter(torch.ones((), dtype=torch.float64, device=device))

        def forward(self, x):
            return (-self.scale if self.training else self.scale) * x.flatten(1)

    return submission.accuracy(Passing().train(), torch.tensor(logits), torch.tensor(labels), batch_size=4)


# -- what is refused


def test_one_pixel_row(kata):
    """Stamps without rows and columns are refused by name."""
    kata.refuses(train_on_zeros, (5, 6), (5,), naming="stamps")


def test_no_stamps(kata):
    """An empty batch is refused by name."""
    kata.refuses(train_on_zeros, (0, 2, 3), (0,), naming="stamps")


def test_labels_of_another_shape(kata):
    """One label a row, which would be taken for the probabilities of one class, is refused by name."""
    kata.refuses(train_on_zeros, (5, 2, 3), (5, 1), naming="labels")


def test_too_few_labels(kata):
    """Four labels for five stamps are refused by name."""
    kata.refuses(train_on_zeros, (5, 2, 3), (4,), naming="labels")


@pytest.mark.parametrize("name", ["epochs", "batch_size", "learning_rate"])
def test_no_training(kata, name):
    """Zero epochs, an empty batch or a rate of zero are refused by name."""
    kata.refuses(train_on_zeros, (5, 2, 3), (5,), {name: 0}, naming=name)


def train_on_zeros(submission, shape, labels, settings=None):
    import torch

    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(2))
    model(torch.zeros(1, 1, *shape[-2:]))
    submission.train_classifier(model, torch.zeros(shape), torch.zeros(labels, dtype=torch.int64), **(settings or {}))


def test_labels_with_an_axis_too_many(kata):
    """Labels of shape (N, 1), which would be compared with every prediction, are refused by name."""
    kata.refuses(accuracy_on_zeros, (5, 2, 3), (5, 1), 2, naming="labels")


def test_no_batch(kata):
    """An empty batch to predict in is refused by name, and so is one row of pixels."""
    kata.refuses(accuracy_on_zeros, (5, 2, 3), (5,), 0, naming="batch_size")
    kata.refuses(predict_zeros, (5, 6), naming="stamps")


def accuracy_on_zeros(submission, shape, labels, batch_size):
    import torch

    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(6, 2))
    submission.accuracy(model, torch.zeros(shape), torch.zeros(labels, dtype=torch.int64), batch_size)


def predict_zeros(submission, shape):
    import torch

    submission.predict(torch.nn.Linear(6, 2), torch.zeros(shape))


def test_predictions_of_others(kata):
    """Four predictions for five labels are refused by name."""
    labels = Tensor(np.zeros(5, np.int64), "int64")
    kata.confusion_matrix.refuses(labels, Tensor(np.zeros(4, np.int64), "int64"), 2, naming="predicted")


def test_a_class_too_many(kata):
    """A prediction of class 2 where there are two classes is refused by name: it would be counted in the next row."""
    labels, predicted = np.array([0, 0, 1]), np.array([0, 2, 1])
    kata.confusion_matrix.refuses(Tensor(labels, "int64"), Tensor(predicted, "int64"), 2, naming="predicted")
    kata.confusion_matrix.refuses(Tensor(predicted, "int64"), Tensor(labels, "int64"), 2, naming="labels")


# -- galaxies and digits


@limit(60)
@each_case("train_classifier")
def test_train_classifier(kata, case, rng):
    """The trained network recognises what it has not seen; what it was trained on came sorted by class."""
    seed = int(rng.integers(2**31))
    build, epochs, batch_size, rate = TRAININGS["galaxies" if "scale" in case.expected else "digits"]
    stamps, labels = to_train_on(case.args[0], rng)
    unseen = brightened(case.expected, case.expected["levels"], rng)
    # The network stays on the bench between the two calls.
    model = kata.probe(build, seed, kata.device)
    predicted = kata.probe(predictions_after_training, model, stamps, labels, unseen, epochs, batch_size, rate, seed)
    share = np.mean(predicted == case.expected["labels"])
    expect(share, "the share of images never seen that is recognised").at_least(case.expected["least"])


def to_train_on(part, rng):
    """Return images sorted by class; of galaxies all four quarter turns, each with its own noise."""
    labels = part["labels"].astype(np.int64)
    if "scale" not in part:
        return brightened(part, part["levels"], rng), labels
    turned = np.stack([np.rot90(part["levels"], turns, (1, 2)) for turns in range(4)], axis=1)
    four = {"scale": np.repeat(part["scale"], 4)}
    return brightened(four, turned.reshape(-1, *turned.shape[2:]), rng), np.repeat(labels, 4)


def brightened(part, levels, rng):
    """Return galaxies with their noise, each of norm 20, or digits from -0.3 to 1.7."""
    if "scale" not in part:
        return (levels / 3.5 - 0.3).astype(np.float32)
    images = levels * part["scale"][:, None, None] + rng.normal(size=levels.shape)
    return (20 * images / np.sqrt(np.sum(images**2, axis=(1, 2), keepdims=True))).astype(np.float32)


def small_cnn(submission, seed, device):
    """Return a network of 10,000 weights for stamps of 20 x 20 and three classes."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 12, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(300, 32), nn.ReLU(), nn.Linear(32, 3)),
    ).to(device)


def lenet(submission, seed, device):
    """Return LeNet-5 for digits of 28 x 28."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2)),
        *(nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10)),
    ).to(device)


TRAININGS = {"galaxies": (small_cnn, 4, 32, 5e-3), "digits": (lenet, 6, 16, 4e-3)}


def predictions_after_training(submission, model, stamps, labels, unseen, epochs, batch_size, rate, seed):
    """Train, and return what the network makes of the images that it has not seen."""
    import torch

    # Networks this small are faster on one thread, and much faster where the other core is busy.
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        x, y = torch.from_numpy(stamps), torch.from_numpy(labels)
        submission.train_classifier(model, x, y, epochs=epochs, batch_size=batch_size, learning_rate=rate, seed=seed)
        with torch.no_grad():
            device = next(model.parameters()).device
            return model.eval()(torch.from_numpy(unseen)[:, None].to(device)).argmax(dim=1).cpu().numpy()
    finally:
        torch.set_num_threads(threads)

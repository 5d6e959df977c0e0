"""day05/galaxy_classifier: training a classifier, and saying how well it does.

What can be said exactly is checked first, on networks of a few weights: how the batches are drawn, how each moves the
weights, what is noted. The last two checks train on galaxies and on real digits, sorted by class.
"""

import numpy as np
import pytest

from grader.checks import each_case, expect, limit, refusal
from grader.placement import ELSEWHERE

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


@pytest.mark.parametrize("count, batch_size, epochs", [(1, 4, 2), (3, 1, 1), (5, 100, 1), (6, 3, 2)])
def test_sizes_of_batches(kata, count, batch_size, epochs):
    """One example, batches of one, a batch for all, and batches with nothing left over."""
    full, rest = divmod(count, batch_size)
    expected = epochs * (full * [batch_size] + [rest] * (rest > 0))
    found = kata.probe(sizes_of_batches, count, batch_size, epochs, kata.device)
    expect(found, "the sizes of the batches").equals(expected)


def sizes_of_batches(submission, count, batch_size, epochs, device):
    """Return the sizes of all batches that a linear layer is given."""
    import torch

    sizes, model = [], torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(4, 2)).to(device)
    model.register_forward_pre_hook(lambda _, inputs: sizes.append(len(inputs[0])))
    stamps, labels = torch.ones(count, 2, 2), torch.arange(count) % 2
    submission.train_classifier(model, stamps, labels, epochs=epochs, batch_size=batch_size)
    return sizes


def test_defaults(kata):
    """Without being told: 10 epochs, batches of 32, learning rate 1e-3, seed 0."""
    found = kata.probe(by_default_and_as_told, kata.device)
    expect(found["sizes"], "the sizes of the batches").equals([32, 8] * 10)
    expect(found["by default"], "the weights after a training without settings").equals(found["as told"])


def by_default_and_as_told(submission, device):
    """Train one linear layer on forty stamps without settings, and with those of the docstring."""
    import torch

    stamps = torch.linspace(-1, 1, 160, dtype=torch.float64).sin().reshape(40, 2, 2)
    labels, found, sizes = (torch.arange(40) * 7 % 5) // 3, {}, []
    for name, settings in {
        "as told": {"epochs": 10, "batch_size": 32, "learning_rate": 1e-3, "seed": 0},
        "by default": {},
    }.items():
        model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(4, 2, bias=False)).to(device, torch.float64)
        model[1].weight.data[:] = torch.arange(8.0).reshape(2, 4) / 8
        sizes.clear()
        model.register_forward_pre_hook(lambda _, inputs: sizes.append(len(inputs[0])))
        submission.train_classifier(model, stamps, labels, **settings)
        found[name] = model[1].weight.detach().cpu().numpy()
    return {**found, "sizes": sizes}


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
        weights, losses, shares = by_adam(stamps, labels, weight, epochs)
        expect(moved["weight"], f"the weights after training with epochs={epochs}").equals(weights)
        expect(moved["loss"], 'history["loss"]').near(losses, within=1e-6)
        expect(moved["accuracy"], 'history["accuracy"]').near(shares, within=1e-6)


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
    """Return seven stamps of 3 x 2 pixels, labels from 0 to 2, and weights to start from.

    They are drawn until they can tell: the accuracy changes in five epochs, and it is not that of the least logits.
    """
    shape, labels = (7, channels, 3, 2) if channels > 1 else (7, 3, 2), np.array([0, 0, 1, 1, 1, 2, 2])
    for _ in range(200):
        stamps, weight = rng.normal(size=shape), rng.normal(size=(3, 6 * channels))
        least = np.argmin(flat(stamps) @ weight.T, axis=1) == labels
        shares = by_adam(stamps, labels, weight, 5)[2]
        if shares[0] not in (least.mean(), shares.max(), 0.0) and shares[-1] < 1:
            break
    return stamps, labels, weight


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
        "accuracy": np.array([float(value) for value in history["accuracy"]]),
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
    """Return the weights after some steps of Adam (Kingma & Ba 2015, algorithm 1); loss and accuracy before each."""
    losses, shares = [], []
    weight, mean, square = weight.copy(), np.zeros_like(weight), np.zeros_like(weight)
    for step in range(1, epochs + 1):
        loss, gradient = cross_entropies(stamps, labels, weight)
        losses.append(loss.mean())
        shares.append(np.mean(np.argmax(flat(stamps) @ weight.T, axis=1) == labels))
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weight -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weight, np.array(losses), np.array(shares)


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
    """Predict with a network that is another one altogether when it is in training mode."""
    import torch

    class Noting(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = torch.nn.Parameter(torch.tensor(weight, device=device))
            self.notes = []

        def forward(self, x):
            self.notes.append((len(x), self.training, torch.is_grad_enabled(), list(x.shape[1:])))
            return x.flatten(1) @ (self.weight.roll(1, 0) if self.training else self.weight).T

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
            first = torch.tensor([1.0, 0.0, 0.0], dtype=torch.float64, device=x.device)  # always, in training mode
            return self.scale * (x.flatten(1) * 0 + first if self.training else x.flatten(1))

    return submission.accuracy(Passing().train(), torch.tensor(logits), torch.tensor(labels), batch_size=4)


def test_one_stamp(kata, rng):
    """A single stamp: one class, shape (1,), and an accuracy of 1."""
    stamps, _, weight = small_problem(rng, 1)
    facts = kata.probe(how_predict_works, stamps[:1], weight, False, kata.device)
    expect(facts["predicted"]).equals(np.argmax(flat(stamps[:1]) @ weight.T, axis=1))
    logits = np.array([[[-3.0, -2.0, -4.0]]])
    share = kata.probe(measured_accuracy, logits, np.array([1]), kata.device)
    expect(share, "the accuracy").near(1.0, within=1e-6)


def test_on_another_device(kata):
    """A network on a GPU learns and answers, the stamps being on the CPU."""
    kata.stays_in_place(trained_and_asked, ELSEWHERE)


def trained_and_asked(submission, device):
    """Train and ask a network."""
    import inspect

    import torch

    from grader.elsewhere import Misplaced

    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(4, 2)).to(device)
    stamps, labels = torch.arange(16.0).reshape(4, 2, 2), torch.tensor([0, 1, 1, 0])
    submission.train_classifier(model, stamps, labels, epochs=1, batch_size=3)
    if submission.predict(model, stamps).device != stamps.device:
        words = "predict returns the classes where the network is; they are to be where the stamps are"
        raise Misplaced(words, inspect.unwrap(submission.predict).__code__.co_firstlineno)
    return submission.accuracy(model, stamps, labels)


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


# -- what is refused


@refusal("train_classifier")
def test_more_labels_than_stamps(kata):
    """Six labels for five stamps, of which the sixth would never be used, are refused by name."""
    kata.refuses(train_on_zeros, 6, naming="labels")


def train_on_zeros(submission, labels):
    import torch

    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(6, 2))
    submission.train_classifier(model, torch.zeros(5, 2, 3), torch.zeros(labels, dtype=torch.int64), epochs=1)


@refusal("accuracy")
def test_labels_with_an_axis_too_many(kata):
    """Labels of shape (N, 1), which would be compared with every prediction, are refused by name."""
    kata.refuses(accuracy_on_zeros, (5, 1), naming="labels")


def accuracy_on_zeros(submission, shape):
    import torch

    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(6, 2))
    submission.accuracy(model, torch.zeros(5, 2, 3), torch.zeros(shape, dtype=torch.int64))

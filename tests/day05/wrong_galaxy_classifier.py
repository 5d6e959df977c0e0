"""Wrong turns of day05/galaxy_classifier."""

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from grader.mutants import lenient, wrong
from solutions.day05 import galaxy_classifier as right


def shuffled(length, generator):
    return torch.randperm(length, generator=generator)


def train(
    model, stamps, labels, epochs, batch_size, learning_rate, seed,
    mode=True, order=shuffled, loss_of=cross_entropy, clear=True, optimizer="once", keep_rest=True, weigh=True,
):  # fmt: skip
    """Train as the solution does but for what is said otherwise."""
    stamps, generator = right._with_channels(stamps), torch.Generator().manual_seed(seed)
    steps = torch.optim.Adam(model.parameters(), lr=learning_rate)
    history = {"loss": [], "accuracy": []}
    if mode is not None:
        model.train(mode)
    for _ in range(epochs):
        if optimizer == "every epoch":
            steps = torch.optim.Adam(model.parameters(), lr=learning_rate)
        losses, shares, sizes = [], [], []
        for batch in order(len(stamps), generator).split(batch_size):
            if len(batch) < batch_size <= len(stamps) and not keep_rest:
                continue
            x, y = stamps[batch], labels[batch]
            logits = model(x)
            loss = loss_of(logits, y)
            if clear:
                steps.zero_grad()
            loss.backward()
            steps.step()
            losses.append(loss.item())
            shares.append((logits.argmax(dim=1) == y).double().mean().item())
            sizes.append(len(y) if weigh else 1)
        history["loss"].append(float(np.average(losses, weights=sizes)))
        history["accuracy"].append(float(np.average(shares, weights=sizes)))
    return history


@wrong(
    "train_classifier",
    because="The examples are taken as they lie. Where they are sorted by class, a batch shows one class alone, "
    "and each undoes what the last one taught: draw a new random order for every epoch.",
)
def never_shuffles(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, order=lambda n, _: torch.arange(n))


@wrong(
    "train_classifier",
    because="The examples are shuffled once and then come in the same batches in every epoch. Draw the order "
    "inside the loop over epochs.",
)
def shuffles_once(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    def order(length, generator):
        return torch.randperm(length, generator=torch.Generator().manual_seed(seed))

    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, order=order)


@wrong(
    "train_classifier",
    because="The last batch is dropped where it is smaller than batch_size, so in each epoch some examples are "
    "not used.",
)
def drops_the_rest(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, keep_rest=False)


@wrong(
    "train_classifier",
    because="torch.manual_seed seeds the generator that the whole program shares, so whatever is drawn after this "
    "training repeats itself as well. Make a torch.Generator of your own.",
)
def seeds_the_global_generator(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    torch.manual_seed(seed)
    return train(
        model, stamps, labels, epochs, batch_size, learning_rate, seed, order=lambda n, _: torch.randperm(n)
    )  # fmt: skip


@wrong(
    "train_classifier",
    because="The model is never put in training mode. Whoever hands it over in evaluation mode, after a "
    "validation say, trains it without its dropout and with batch norm frozen.",
)
def leaves_the_mode_alone(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, mode=None)


@wrong(
    "train_classifier",
    because="The gradients are never set to zero: backward() adds to what is there, so each step follows the sum "
    "of all gradients since the start.",
)
def forgets_zero_grad(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, clear=False)


@wrong(
    "train_classifier",
    because="A softmax comes before cross_entropy, which takes logits and holds a softmax itself. Of "
    "probabilities between 0 and 1 the second softmax makes a nearly flat distribution: the loss cannot "
    "become small, and the gradients are weak.",
)
def softmax_before_the_loss(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(
        model, stamps, labels, epochs, batch_size, learning_rate, seed,
        loss_of=lambda logits, y: cross_entropy(logits.softmax(dim=1), y),
    )  # fmt: skip


@wrong(
    "train_classifier",
    because="The optimizer is made anew in every epoch, so Adam's moments start from nothing each time. Make it "
    "once, before the loop.",
)
def new_optimizer_every_epoch(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, optimizer="every epoch")


@wrong(
    "train_classifier",
    because="The history averages the batches as if they were of one size. The last batch is smaller, and its "
    "examples would count more than the others: weigh each batch by its size.",
)
def averages_over_the_batches(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, weigh=False)


@wrong(
    "predict",
    because="The model predicts in the mode in which it came. In training mode dropout still drops and batch norm "
    "looks at its neighbours in the batch: switch to evaluation mode first.",
)
def predicts_in_training_mode(model, stamps, batch_size=256):
    if not model.training:
        return right.predict(model, stamps, batch_size)
    with torch.no_grad():
        return torch.cat([model(batch).argmax(dim=1) for batch in right._with_channels(stamps).split(batch_size)])


@wrong(
    "predict",
    because="The model is left in evaluation mode. A training loop that looks at its validation set once goes on "
    "without dropout: put the model back into the mode in which it came.",
)
def leaves_evaluation_mode(model, stamps, batch_size=256):
    predicted = right.predict(model, stamps, batch_size)
    model.eval()
    return predicted


@wrong(
    "accuracy",
    because="This is the mean of the batches' accuracies. A smaller last batch then counts as much as a full one: "
    "count the right ones and divide by all.",
)
def averages_the_batches(model, stamps, labels, batch_size=256):
    parts = zip(stamps.split(batch_size), labels.split(batch_size), strict=True)
    return float(np.mean([right.accuracy(model, x, y) for x, y in parts]))


@lenient(
    "accuracy",
    because="Labels of shape (N, 1) must be refused: compared with N predictions they broadcast to N x N, and the "
    "share is that of random pairs.",
)
def compares_all_with_all(model, stamps, labels, batch_size=256):
    return (right.predict(model, stamps, batch_size) == labels).double().mean().item()


@wrong(
    "confusion_matrix",
    because="Rows and columns are the other way round: the row is the true class, the column what it was taken for.",
)
def transposed(labels, predicted, classes):
    return right.confusion_matrix(labels, predicted, classes).T


@wrong(
    "confusion_matrix",
    because="No cell holds more than 1. counts[labels, predicted] += 1 adds to each cell once, however often it "
    "is named.",
)
def counts_each_pair_once(labels, predicted, classes):
    return right.confusion_matrix(labels, predicted, classes).clamp(max=1)


@lenient(
    "confusion_matrix",
    because="A class that does not exist must be refused: numbered row by row, its count lands in another row.",
)
def counts_in_the_next_row(labels, predicted, classes):
    counts = torch.bincount(classes * labels + predicted, minlength=classes**2)
    return counts[: classes**2].reshape(classes, classes)

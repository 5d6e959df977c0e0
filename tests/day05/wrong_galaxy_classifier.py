"""Wrong turns of day05/galaxy_classifier."""

import numpy as np
import torch
from torch.nn.functional import cross_entropy, nll_loss

from grader.mutants import wrong
from solutions.day05 import galaxy_classifier as right


def shuffled(length, generator):
    return torch.randperm(length, generator=generator)


def train(
    model, stamps, labels, epochs, batch_size, learning_rate, seed,
    mode=True, order=shuffled, loss_of=cross_entropy, clear=True, optimizer="once", adam=torch.optim.Adam,
    keep_rest=True, weigh=True, after=False, clear_late=False, shuffle_labels=True,
):  # fmt: skip
    """Train as the solution does but for what is said otherwise."""
    stamps = right._with_channels(stamps)
    right._same_length(stamps, labels)
    for name, value in (("epochs", epochs), ("batch_size", batch_size), ("learning_rate", learning_rate)):
        if not value > 0:
            raise ValueError(name)
    device = next(model.parameters()).device
    generator = torch.Generator().manual_seed(seed)
    steps = adam(model.parameters(), lr=learning_rate)
    history = {"loss": [], "accuracy": []}
    if mode is not None:
        model.train(mode)
    for _ in range(epochs):
        if optimizer == "every epoch":
            steps = adam(model.parameters(), lr=learning_rate)
        losses, shares, sizes, start = [], [], [], 0
        for batch in order(len(stamps), generator).split(batch_size):
            if len(batch) < batch_size <= len(stamps) and not keep_rest:
                continue
            x, y = stamps[batch].to(device), labels[batch].to(device)
            if not shuffle_labels:
                y = labels[start : start + len(batch)].to(device)
            start += len(batch)
            logits = model(x)
            loss = loss_of(logits, y)
            if clear:
                steps.zero_grad()
            loss.backward()
            if clear_late:
                steps.zero_grad()
            steps.step()
            if after:
                with torch.no_grad():
                    logits = model(x)
                    loss = loss_of(logits, y)
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
    because="Examples are drawn with replacement: an epoch shows some twice and others never. Cut a permutation "
    "into batches.",
)
def draws_with_replacement(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    def order(length, generator):
        return torch.randint(length, (length,), generator=generator)

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
    because="The orders come from torch's global generator, not from the seed: the same call gives another "
    "network each time, and nobody can repeat the training. Make a torch.Generator, seed it, and hand it "
    "to what draws.",
)
def draws_from_the_global_generator(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(
        model, stamps, labels, epochs, batch_size, learning_rate, seed, order=lambda n, _: torch.randperm(n)
    )  # fmt: skip


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
    because="The seed is ignored in favour of one of your own: every seed gives the same orders, so two runs "
    "cannot differ, and their spread cannot be measured.",
)
def ignores_the_seed(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, 42)


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
    because="No step moves the weights: there are no gradients when step() is called. Either they are set to zero "
    "after backward(), or backward() has not run yet.",
)
def steps_without_gradients(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, clear_late=True)


@wrong(
    "train_classifier",
    because="The stamps are shuffled and the labels are not, so that a stamp is taught the class of another one.",
)
def shuffles_the_stamps_alone(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, shuffle_labels=False)


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
    because="These are the steps of plain gradient descent, torch.optim.SGD. Adam is asked for.",
)
def plain_gradient_descent(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, adam=torch.optim.SGD)


@wrong(
    "train_classifier",
    because="These are the steps of AdamW, which also shrinks every weight a little. Adam is asked for, without "
    "weight decay.",
)
def with_weight_decay(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, adam=torch.optim.AdamW)


@wrong(
    "train_classifier",
    because="nll_loss takes log-probabilities and has been given logits, so the loss is minus the true logit and "
    "can fall for ever. cross_entropy takes the logits: it is log_softmax and nll_loss in one.",
)
def nll_of_logits(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, loss_of=nll_loss)


@wrong(
    "train_classifier",
    because="The model that was handed in is as it was: what has been trained is a copy of it. Train in place.",
)
def trains_a_copy(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    before = {name: value.clone() for name, value in model.state_dict().items()}
    history = train(model, stamps, labels, epochs, batch_size, learning_rate, seed)
    model.load_state_dict(before)
    return history


@wrong(
    "train_classifier",
    because="The stamps are scaled in place, so the caller's images are changed, and a second call scales them "
    "again. Work on a copy, or leave the scaling to the caller.",
)
def scales_the_stamps_in_place(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    right._same_length(right._with_channels(stamps), labels)
    stamps -= stamps.mean()
    stamps /= stamps.std()
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed)


@wrong(
    "train_classifier",
    because="The history averages the batches as if they were of one size. The last batch is smaller, and its "
    "examples would count more than the others: weigh each batch by its size.",
)
def averages_over_the_batches(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, weigh=False)


@wrong(
    "train_classifier",
    because="The history holds tensors instead of floats. A loss that has not been detached keeps the graph of its "
    "batch alive, so memory fills up from epoch to epoch; .item() makes a number of it.",
)
def keeps_the_tensors(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    history = train(model, stamps, labels, epochs, batch_size, learning_rate, seed)
    return {**history, "loss": [torch.tensor(loss, dtype=torch.float64) for loss in history["loss"]]}


@wrong(
    "train_classifier",
    because="The loss is computed once more after the step. That doubles the forward passes, and the history "
    "should hold what the training itself saw, each batch before its step.",
)
def looks_again_after_the_step(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    return train(model, stamps, labels, epochs, batch_size, learning_rate, seed, after=True)


@wrong(
    "train_classifier",
    because="An axis of channels is added to stamps that have one already, as colour images do. Add it to (N, H, "
    "W) only.",
)
def adds_an_axis_always(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    def insert(module, inputs):
        return inputs[0].unsqueeze(1) if stamps.ndim == 4 else None

    hook = model.register_forward_pre_hook(insert, prepend=True)
    try:
        return right.train_classifier(model, stamps, labels, epochs, batch_size, learning_rate, seed)
    finally:
        hook.remove()


@wrong(
    "predict",
    because="The model predicts in the mode in which it came. In training mode dropout still drops and batch norm "
    "looks at its neighbours in the batch: switch to evaluation mode first.",
)
def predicts_in_training_mode(model, stamps, batch_size=256):
    if not model.training:
        return right.predict(model, stamps, batch_size)
    stamps = right._with_channels(stamps)
    right.predict(torch.nn.Flatten(), stamps, batch_size)
    device = next(model.parameters()).device
    with torch.no_grad():
        return torch.cat(
            [model(batch.to(device)).argmax(dim=1).to(stamps.device) for batch in stamps.split(batch_size)]
        )


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
    "predict",
    because="The model is put into training mode afterwards, whatever mode it came in. Remember the mode and "
    "restore it.",
)
def always_back_to_training(model, stamps, batch_size=256):
    predicted = right.predict(model, stamps, batch_size)
    model.train()
    return predicted


@wrong(
    "predict",
    because="Gradients are recorded while predicting: the activations of every batch are kept for a backward pass "
    "that never comes. Use torch.no_grad or torch.inference_mode.",
)
def records_gradients(model, stamps, batch_size=256):
    return right.predict.__wrapped__(model, stamps, batch_size)


@wrong(
    "predict",
    because="batch_size is ignored and all stamps go through the model at once: a survey does not fit into memory.",
)
def all_at_once(model, stamps, batch_size=256):
    right.predict(torch.nn.Flatten(), stamps, batch_size)
    return right.predict(model, stamps, len(stamps))


@wrong(
    "accuracy",
    because="This is the mean of the batches' accuracies. A smaller last batch then counts as much as a full one: "
    "count the right ones and divide by all.",
)
def averages_the_batches(model, stamps, labels, batch_size=256):
    right._same_length(stamps, labels)
    parts = zip(stamps.split(batch_size), labels.split(batch_size), strict=True)
    return float(np.mean([right.accuracy(model, x, y) for x, y in parts]))


@wrong(
    "accuracy",
    because="Labels of shape (N, 1) must be refused: compared with N predictions they broadcast to N x N, and the "
    "share is that of random pairs.",
)
def compares_all_with_all(model, stamps, labels, batch_size=256):
    predicted = right.predict(model, stamps, batch_size).to(labels.device)
    return (predicted == labels).double().mean().item()


@wrong("accuracy", because="This is how many are right. The share of them is asked for: divide by N.")
def counts_the_right_ones(model, stamps, labels, batch_size=256):
    return right.accuracy(model, stamps, labels, batch_size) * len(labels)


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


@wrong(
    "confusion_matrix",
    because="The matrix is only as large as the classes that occur. With a class that happens to be missing it "
    "has another shape: make it classes x classes.",
)
def only_what_occurs(labels, predicted, classes):
    right.confusion_matrix(labels, predicted, classes)
    return right.confusion_matrix(labels, predicted, int(max(labels.max(), predicted.max())) + 1)


@wrong(
    "confusion_matrix",
    because="A class that does not exist must be refused: numbered row by row, its count lands in another row.",
)
def counts_in_the_next_row(labels, predicted, classes):
    if predicted.shape != labels.shape:
        raise ValueError("predicted")
    counts = torch.bincount(classes * labels + predicted, minlength=classes**2)
    return counts[: classes**2].reshape(classes, classes)

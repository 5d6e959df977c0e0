"""Wrong turns of day07/loss_balance."""

import torch

from grader.mutants import lenient, wrong
from solutions.day07 import loss_balance as right


@wrong(
    "loss_share",
    because="These are the shares of the root mean squares. The optimiser minimises the squares: a label with "
    "four times the error takes sixteen times the loss.",
)
def shares_the_roots(prediction, target):
    root = torch.sqrt(right.loss_share(prediction, target))
    return root / root.sum()


@wrong(
    "loss_share",
    because="These are the shares of the absolute errors. The loss is squared, which favours the large error more.",
)
def takes_absolute_errors(prediction, target):
    size = torch.mean(torch.abs(prediction - target), dim=0)
    return size / size.sum()


@wrong(
    "loss_share",
    because="These are the mean squares themselves, not yet shares: divided by their sum they add up to 1.",
)
def forgets_to_divide(prediction, target):
    return torch.mean((prediction - target) ** 2, dim=0)


@wrong(
    "loss_share",
    because="The errors are averaged over the labels, so there is one number for each galaxy. The average runs "
    "over the galaxies, the first axis, and leaves one for each label.",
)
def averages_the_labels(prediction, target):
    squares = torch.mean((prediction - target) ** 2, dim=1)
    return squares / squares.sum()


@wrong(
    "loss_share",
    because="This is the variance of the errors: their mean has been taken off. A bias is an error too, and its "
    "square is in the loss.",
)
def takes_the_variance(prediction, target):
    variance = torch.var(prediction - target, dim=0, correction=0)
    return variance / variance.sum()


@wrong(
    "loss_share",
    because="Each label's error is measured in units of its own spread. That is the cure; the loss in question is the "
    "unscaled one, which adds squares of flux to squares of shear.",
)
def standardises(prediction, target):
    term = torch.mean((prediction - target) ** 2, dim=0) / torch.var(target, dim=0, correction=0)
    return term / term.sum()


def gradients(model, x, target):
    """Return the gradients of every label's term, one list for each label, zeros where there is none."""
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    prediction, found = model(x), []
    for term in torch.mean((prediction - target) ** 2, dim=0):
        parts = torch.autograd.grad(term, trained, retain_graph=True, allow_unused=True)
        found.append([torch.zeros_like(p) if g is None else g for p, g in zip(trained, parts, strict=True)])
    return found


def divided(lengths):
    lengths = torch.stack(lengths)
    return lengths / lengths.sum()


def length(parts):
    return torch.sqrt(sum((part**2).sum() for part in parts))


@wrong(
    "gradient_share",
    because="The gradients of one label are still there when the next one's are added: backward() accumulates. The "
    "second length is that of the first two labels together, and so on.",
)
def accumulates_over_the_labels(model, x, target):
    so_far, lengths = None, []
    for parts in gradients(model, x, target):
        so_far = parts if so_far is None else [a + b for a, b in zip(so_far, parts, strict=True)]
        lengths.append(length(so_far))
    return divided(lengths)


@wrong(
    "gradient_share",
    because="The network came with gradients in its .grad, from a batch before, and they are counted in: "
    "backward() adds to what is there. Zero them first and put them back afterwards, or use "
    "torch.autograd.grad, which leaves .grad alone.",
)
def counts_in_what_was_held(model, x, target):
    found = gradients(model, x, target)
    held = [p.grad for p in model.parameters() if p.requires_grad]
    if all(h is None for h in held):
        return divided([length(parts) for parts in found])
    lengths = [
        length([g + h for g, h in zip(parts, held, strict=True)]) if k == 0 else length(parts)
        for k, parts in enumerate(found)
    ]
    for parameter, part in zip((p for p in model.parameters() if p.requires_grad), found[-1], strict=True):
        parameter.grad = part
    return divided(lengths)


@wrong(
    "gradient_share",
    because="The shares are right, but the network's .grad is wiped or filled on the way: a training step that "
    "follows would go elsewhere. A measurement leaves what it measures as it was: torch.autograd.grad "
    "returns gradients without storing them.",
)
def leaves_its_traces(model, x, target):
    share = right.gradient_share(model, x, target)
    for parameter in model.parameters():
        parameter.grad = None
    for term in torch.mean((model(x) - target) ** 2, dim=0):
        model.zero_grad()
        term.backward(retain_graph=True)
    return share


@wrong(
    "gradient_share",
    because="The network is put into eval mode, where dropout and batch norm do other things than in the training that "
    "is being measured. Use it in the mode it is in.",
)
def switches_to_eval_mode(model, x, target):
    model.eval()
    return right.gradient_share(model, x, target)


@wrong(
    "gradient_share",
    because="These are shares of the squared lengths. What counts here is the length of each gradient itself: take the "
    "root before you divide.",
)
def shares_the_squares(model, x, target):
    return divided([length(parts) ** 2 for parts in gradients(model, x, target)])


@wrong(
    "gradient_share",
    because="Only the last layer's gradients are counted. The labels compete for the layers that they share, "
    "further down: take all parameters.",
)
def last_layer_only(model, x, target):
    return divided([length(parts[-2:]) for parts in gradients(model, x, target)])


@wrong(
    "gradient_share",
    because="The lengths of the layers are added. All parameters together are one long vector, whose length is "
    "the root of the sum of all squares.",
)
def adds_lengths_of_layers(model, x, target):
    return divided([sum(length([part]) for part in parts) for parts in gradients(model, x, target)])


@wrong(
    "gradient_share",
    because="This is the share of the loss once more. How strongly a label pulls on the parameters is the length "
    "of its gradient, and that grows with the error, not with its square.",
)
def returns_the_loss_share(model, x, target):
    return right.loss_share(model(x).detach(), target)


@lenient(
    "loss_share",
    because="A target of another shape is broadcast: every galaxy is held against the same labels, or every label "
    "against the same number. Ask for the shape of the predictions first.",
)
def broadcasts(prediction, target):
    term = torch.mean((prediction - target) ** 2, dim=0)
    return term / term.sum()

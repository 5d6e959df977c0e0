"""Wrong turns of day05/regression_head."""

import copy

import torch
from torch import nn

from grader.mutants import lenient, wrong
from solutions.day05 import regression_head as right


def head_of(model):
    """Return the path of the last linear layer."""
    return [path for path, module in model.named_modules() if path and isinstance(module, nn.Linear)][-1]


@wrong(
    "to_regressor",
    because="The classifier's softmax (or log-softmax, sigmoid) is still behind the new head: after a softmax two "
    "outputs lie between 0 and 1 and add up to 1, so g1 decides g2 and neither can be negative.",
)
def keeps_the_softmax(classifier, outputs, freeze=False):
    regressor = right.to_regressor(classifier, outputs, freeze)
    for path, module in classifier.named_modules():
        if isinstance(module, (nn.Softmax, nn.LogSoftmax, nn.Sigmoid)):
            right._replace(regressor, path, copy.deepcopy(module))
    return regressor


@wrong(
    "to_regressor",
    because="Every tanh, sigmoid and softmax of the network is taken out, those before the head too. They are the "
    "activations of its features; only what comes behind the head squeezes the outputs.",
)
def takes_out_the_activations(classifier, outputs, freeze=False):
    regressor = right.to_regressor(classifier, outputs, freeze)
    for path, module in classifier.named_modules():
        if path and isinstance(module, right.SQUASHING):
            right._replace(regressor, path, nn.Identity())
    return regressor


@wrong(
    "to_regressor",
    because="Everything behind the head is taken out. Only what squeezes the outputs goes: softmax, log-softmax, "
    "sigmoid, tanh. A dropout or a normalisation that stood there still stands there.",
)
def empties_what_is_behind(classifier, outputs, freeze=False):
    regressor, paths = right.to_regressor(classifier, outputs, freeze), [p for p, _ in classifier.named_modules()]
    for path in paths[paths.index(head_of(classifier)) + 1 :]:
        if not list(regressor.get_submodule(path).children()):
            right._replace(regressor, path, nn.Identity())
    return regressor


@wrong(
    "to_regressor",
    because="The new layer comes after the classifier's head instead of in its place: all it sees of a galaxy is "
    "its few class probabilities.",
)
def comes_after_the_classes(classifier, outputs, freeze=False):
    old = classifier.get_submodule(head_of(classifier))
    return nn.Sequential(copy.deepcopy(classifier), nn.Linear(old.out_features, outputs).to(old.weight))


@wrong(
    "to_regressor",
    because="The classifier that was handed in has got the new head itself, and cannot classify any more. Work on "
    "copy.deepcopy(classifier).",
)
def changes_the_classifier(classifier, outputs, freeze=False):
    made = right.to_regressor(classifier, outputs, freeze)
    for path in [path for path, _ in classifier.named_modules()]:
        if path == head_of(classifier) or isinstance(made.get_submodule(path), nn.Identity):
            right._replace(classifier, path, made.get_submodule(path))
    return classifier.requires_grad_(not freeze)


@wrong(
    "to_regressor",
    because="The result shares its layers with the classifier: training one changes the other. A new container is "
    "not a copy of what is in it; copy.deepcopy is.",
)
def shares_the_layers(classifier, outputs, freeze=False):
    regressor = right.to_regressor(classifier, outputs, freeze)
    for path, parameter in classifier.named_parameters():
        owner, _, name = path.rpartition(".")
        if owner != head_of(classifier):
            setattr(regressor.get_submodule(owner), name, parameter.requires_grad_(not freeze))
    return regressor


@wrong(
    "to_regressor",
    because="What was frozen in the classifier is still frozen in the regressor. With freeze=False everything can "
    "be trained.",
)
def keeps_the_old_flags(classifier, outputs, freeze=False):
    regressor = right.to_regressor(classifier, outputs, freeze)
    for path, parameter in classifier.named_parameters():
        if not freeze and not path.startswith(head_of(classifier)):
            regressor.get_parameter(path).requires_grad_(parameter.requires_grad)
    return regressor


@wrong("to_regressor", because="freeze=True has frozen the new head as well: nothing is left that could be trained.")
def freezes_the_head_too(classifier, outputs, freeze=False):
    return right.to_regressor(classifier, outputs, freeze).requires_grad_(not freeze)


@wrong(
    "shear_to_class",
    because="The classes are rounded to the nearest edge, not cut at the edges: bin k begins at its edge k, so "
    "take the floor.",
)
def rounds_to_an_edge(g, bins, limit):
    return ((g + limit) / (2 * limit / bins)).round().long().clamp(max=bins - 1)


@wrong(
    "shear_to_class",
    because="The last edge belongs to the last bin. With g equal to limit this gives the class `bins`, which does "
    "not exist, and a loss would fail on it.",
)
def one_class_too_many(g, bins, limit):
    return ((g + limit) / (2 * limit / bins)).floor().long()


@lenient(
    "shear_to_class",
    because="A shear outside the bins is given a class without a word: the last one, or a negative number. Such a "
    "label is wrong by more than any bin.",
)
def lets_in_what_is_outside(g, bins, limit):
    return ((g + limit) / (2 * limit / bins)).floor().long().clamp(max=bins - 1)


@wrong(
    "expected_shear",
    because="This is the centre of the most likely bin. It throws away how sure the classifier is of the bins "
    "beside it, and no gradient flows through argmax.",
)
def takes_the_most_likely(logits, limit):
    bins = logits.shape[-1]
    return ((2 * logits.argmax(dim=-1) + 1 - bins) * (limit / bins)).to(logits.dtype)


@wrong(
    "expected_shear",
    because="Each bin is given its lower edge and not its centre: every shear comes out half a bin too small.",
)
def at_the_lower_edges(logits, limit):
    return right.expected_shear(logits, limit) - limit / logits.shape[-1]


@wrong(
    "expected_shear",
    because="The bins are spread from -limit to limit as if those were centres. They are the outermost edges; the "
    "centres begin half a bin further in.",
)
def centres_on_the_limits(logits, limit):
    g, bins = right.expected_shear(logits, limit), logits.shape[-1]
    return g * bins / max(bins - 1, 1)


@wrong(
    "quantisation_error",
    because="This is the largest error, half a bin. The root mean square is smaller: the errors are spread evenly "
    "between minus and plus half a bin.",
)
def half_a_bin(bins, limit):
    return limit / bins


@wrong(
    "turned_signal",
    because="The stamps are turned by 180 degrees, which leaves an elliptical galaxy as it was: shear is a spin-2 "
    "quantity. A quarter turn changes its sign.",
)
def half_a_turn(features, stamps):
    return signal(features, stamps, lambda x: torch.rot90(x, 2, (-2, -1)))


def signal(features, stamps, turn, axes=(-2, -1)):
    """Compare feature maps of stamps and of changed stamps."""
    maps, turned = features(stamps[:, None]), features(turn(stamps)[:, None])
    return right._relative(turned, maps), right._relative(turned.mean(dim=axes), maps.mean(dim=axes))

"""Wrong turns of day05/regression_head."""

import copy

import torch
from torch import nn

from grader.mutants import wrong
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
    because="A tanh behind the head squeezes the outputs between -1 and 1, and hardly passes a gradient near the "
    "ends. A shear fits in there, a standardised label or a flux does not: the head of a regressor is "
    "linear.",
)
def puts_a_tanh_behind(classifier, outputs, freeze=False):
    regressor = right.to_regressor(classifier, outputs, freeze)
    for path, module in classifier.named_modules():
        behind = isinstance(module, (*right.SQUASHING, nn.Identity))
        if behind and isinstance(regressor.get_submodule(path), nn.Identity):
            right._replace(regressor, path, nn.Tanh())
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
    because="The new layer comes after the classifier's head instead of in its place: all it sees of a galaxy is "
    "its few class probabilities.",
)
def comes_after_the_classes(classifier, outputs, freeze=False):
    right.to_regressor(classifier, outputs, freeze)
    old = classifier.get_submodule(head_of(classifier))
    return nn.Sequential(copy.deepcopy(classifier), nn.Linear(old.out_features, outputs).to(old.weight))


@wrong(
    "to_regressor",
    because="The features are drawn anew: what the classifier has learned about galaxies is thrown away. Copy its "
    "weights and replace the head alone.",
)
def draws_the_features_anew(classifier, outputs, freeze=False):
    regressor = right.to_regressor(classifier, outputs, freeze)
    for module in regressor.modules():
        if hasattr(module, "reset_parameters"):
            module.reset_parameters()
    return regressor


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
    because="The features stay frozen though freeze is False: only what is linear in the class features can then "
    "be learned, and those were made to tell classes apart.",
)
def freezes_always(classifier, outputs, freeze=False):
    return right.to_regressor(classifier, outputs, freeze=True)


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
    "to_regressor",
    because="The head starts with all weights zero. It sends no gradient back to the features until it has moved, "
    "and all outputs start alike: leave it as nn.Linear draws it.",
)
def starts_at_zero(classifier, outputs, freeze=False):
    regressor = right.to_regressor(classifier, outputs, freeze)
    nn.init.zeros_(regressor.get_submodule(head_of(classifier)).weight)
    return regressor


@wrong(
    "to_regressor",
    because="The new head is in torch's default dtype on the CPU. Make it where the old one is, in its dtype, or "
    "the first batch fails.",
)
def head_of_another_dtype(classifier, outputs, freeze=False):
    regressor = right.to_regressor(classifier, outputs, freeze)
    path = head_of(classifier)
    right._replace(regressor, path, nn.Linear(regressor.get_submodule(path).in_features, outputs))
    return regressor


@wrong(
    "to_regressor",
    because="This is a row of the old head kept for each output. A row that recognises discs is no start for g1: "
    "the head is a new layer.",
)
def keeps_rows_of_the_head(classifier, outputs, freeze=False):
    regressor = right.to_regressor(classifier, outputs, freeze)
    old, new = (model.get_submodule(head_of(classifier)) for model in (classifier, regressor))
    rows = torch.arange(outputs, device=old.weight.device) % len(old.weight)
    new.weight.data[:] = old.weight.data[rows]
    return regressor


@wrong(
    "shear_to_class",
    because="The classes are rounded to the nearest edge, not cut at the edges: bin k begins at its edge k, so "
    "take the floor.",
)
def rounds_to_an_edge(g, bins, limit):
    right.shear_to_class(g, bins, limit)
    return ((g + limit) / (2 * limit / bins)).round().long().clamp(max=bins - 1)


@wrong(
    "shear_to_class",
    because="The last edge belongs to the last bin. With g equal to limit this gives the class `bins`, which does "
    "not exist, and a loss would fail on it.",
)
def one_class_too_many(g, bins, limit):
    right.shear_to_class(g, bins, limit)
    return ((g + limit) / (2 * limit / bins)).floor().long()


@wrong(
    "shear_to_class",
    because="Conversion to whole numbers cuts towards zero, so the two bins about zero become one, and negative "
    "shears get negative classes. Count from -limit.",
)
def counts_from_zero(g, bins, limit):
    right.shear_to_class(g, bins, limit)
    return (g / (2 * limit / bins)).long().clamp(max=bins - 1)


@wrong(
    "shear_to_class",
    because="A shear outside the bins is put into the first or last one without a word. Its label is wrong by "
    "more than any bin: refuse it.",
)
def clamps_what_is_outside(g, bins, limit):
    return right.shear_to_class(g.clamp(-limit, limit) if limit > 0 else g, bins, limit)


@wrong(
    "expected_shear",
    because="This is the centre of the most likely bin. It throws away how sure the classifier is of the bins "
    "beside it, and no gradient flows through argmax.",
)
def takes_the_most_likely(logits, limit):
    right.expected_shear(logits, limit)
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
    "expected_shear",
    because="The softmax is taken over another axis than the bins: the probabilities of one galaxy do not add up to 1.",
)
def softmax_over_the_galaxies(logits, limit):
    right.expected_shear(logits, limit)
    bins = logits.shape[-1]
    centres = (2 * torch.arange(bins, device=logits.device) + 1 - bins).to(logits.dtype) * (limit / bins)
    return logits.softmax(dim=0) @ centres


@wrong(
    "expected_shear",
    because="The centres are in torch's default dtype, float32: whole numbers times a Python float are. Given "
    "logits in float64, eight digits are left. Make them in the dtype of the logits.",
)
def centres_in_float32(logits, limit):
    right.expected_shear(logits, limit)
    bins = logits.shape[-1]
    centres = (2 * torch.arange(bins, device=logits.device) + 1 - bins) * (limit / bins)
    return (logits.softmax(dim=-1) * centres).sum(dim=-1)


@wrong(
    "expected_shear",
    because="exp of a large logit is infinite, and infinite over infinite is nan. Subtract the largest logit "
    "first, as softmax does.",
)
def overflows(logits, limit):
    right.expected_shear(logits, limit)
    bins, share = logits.shape[-1], logits.exp()
    centres = (2 * torch.arange(bins, device=logits.device) + 1 - bins).to(logits.dtype) * (limit / bins)
    return (share * centres).sum(dim=-1) / share.sum(dim=-1)


@wrong(
    "quantisation_error",
    because="This is the largest error, half a bin. The root mean square is smaller: the errors are spread evenly "
    "between minus and plus half a bin.",
)
def half_a_bin(bins, limit):
    right.quantisation_error(bins, limit)
    return limit / bins


@wrong(
    "quantisation_error",
    because="The range is taken to be `limit` wide. It goes from -limit to limit, so a bin is 2 limit / bins wide.",
)
def half_the_range(bins, limit):
    return right.quantisation_error(bins, limit) / 2


@wrong(
    "quantisation_error",
    because="This is the variance, w^2 / 12. The RMS error is its root.",
)
def the_variance(bins, limit):
    return right.quantisation_error(bins, limit) ** 2


@wrong(
    "turned_signal",
    because="The stamps are turned by 180 degrees, which leaves an elliptical galaxy as it was: shear is a spin-2 "
    "quantity. A quarter turn changes its sign.",
)
def half_a_turn(features, stamps):
    return signal(features, stamps, lambda x: torch.rot90(x, 2, (-2, -1)))


@wrong(
    "turned_signal",
    because="The stamps are mirrored and not turned: that keeps g1 (or, over the diagonal, g2) as it is.",
)
def mirrored(features, stamps):
    return signal(features, stamps, lambda x: x.flip(-1))


@wrong(
    "turned_signal",
    because="The ratio is taken stamp by stamp and then averaged. Each norm is over all elements, the stamps too, and "
    "there is one ratio of the two.",
)
def averages_over_the_stamps(features, stamps):
    right.turned_signal(lambda x: x, stamps)
    maps, turned = features(stamps[:, None]), features(torch.rot90(stamps, 1, (-2, -1))[:, None])

    def ratio(turned, maps):
        return ((turned - maps).flatten(1).norm(dim=1) / maps.flatten(1).norm(dim=1)).mean().item()

    return ratio(turned, maps), ratio(turned.mean(dim=(-2, -1)), maps.mean(dim=(-2, -1)))


@wrong(
    "turned_signal",
    because="The difference is divided by the norm of F', the turned stamps' maps. It is relative to F.",
)
def relative_to_the_turned(features, stamps):
    right.turned_signal(lambda x: x, stamps)
    maps, turned = features(stamps[:, None]), features(torch.rot90(stamps, 1, (-2, -1))[:, None])
    return right._relative(maps, turned), right._relative(maps.mean(dim=(-2, -1)), turned.mean(dim=(-2, -1)))


@wrong(
    "turned_signal",
    because="The difference is pooled over the channels as well. Global pooling keeps one number a channel.",
)
def pools_the_channels(features, stamps):
    return signal(features, stamps, lambda x: torch.rot90(x, 1, (-2, -1)), axes=(1, 2, 3))


@wrong(
    "turned_signal",
    because="The feature maps are turned, not the stamps: pooling sees the same numbers in another order, so "
    "nothing is left whatever the features are.",
)
def turns_the_maps(features, stamps):
    right.turned_signal(lambda x: x, stamps)
    maps = features(stamps[:, None])
    square = maps if maps.shape[-1] == maps.shape[-2] else maps[..., : min(maps.shape[-2:]), : min(maps.shape[-2:])]
    turned = torch.rot90(square, 1, (-2, -1))
    return right._relative(turned, square), right._relative(turned.mean(dim=(-2, -1)), square.mean(dim=(-2, -1)))


def signal(features, stamps, turn, axes=(-2, -1)):
    """Compare feature maps of stamps and of changed stamps."""
    right.turned_signal(lambda x: x, stamps)
    maps, turned = features(stamps[:, None]), features(turn(stamps)[:, None])
    return right._relative(turned, maps), right._relative(turned.mean(dim=axes), maps.mean(dim=axes))

"""Wrong turns of day05/initialisation."""

import math

import torch
from torch import nn

from grader.mutants import lenient, wrong
from solutions.day05 import initialisation as right

LAYERS = (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d)


@wrong(
    "fans",
    because="The kernel's area is forgotten. One output of a 5 x 5 convolution is a sum over 25 pixels of each "
    "channel, not over the channels alone.",
)
def forgets_the_kernel(weight_shape, groups=1):
    return right.fans(weight_shape[:2], groups)


@wrong(
    "fans",
    because="fan_in and fan_out are exchanged. torch stores a weight with its outputs first and its inputs second; "
    "fan_in keeps the signal's size on the way forward, fan_out the gradients' on the way back.",
)
def exchanges_the_fans(weight_shape, groups=1):
    return right.fans(weight_shape, groups)[::-1]


@wrong(
    "fans",
    because="fan_out takes all filters, whatever the groups. An input channel is seen by the filters of its own group "
    "only. (torch's own initialisers make this slip: they are not told of groups.)",
)
def all_filters_see_an_input(weight_shape, groups=1):
    return right.fans(weight_shape, groups)[0], right.fans(weight_shape)[1]


@lenient(
    "fans",
    because="Groups that do not divide the filters are rounded away: six filters cannot be dealt out to four groups.",
)
def rounds_the_groups(weight_shape, groups=1):
    outputs, inputs, *kernel = weight_shape
    return inputs * math.prod(kernel), outputs // groups * math.prod(kernel)


@wrong("xavier_std", because="This is the variance, 2 / (fan_in + fan_out); the standard deviation is its square root.")
def variance_of_xavier(fan_in, fan_out, gain=1.0):
    return right.xavier_std(fan_in, fan_out, gain) ** 2


@wrong(
    "xavier_std",
    because="This is the bound of the uniform distribution, sqrt(6 / (fan_in + fan_out)). Numbers uniform in (-a, a) "
    "have the standard deviation a / sqrt(3).",
)
def bound_of_xavier(fan_in, fan_out, gain=1.0):
    return right.xavier_std(fan_in, fan_out, gain) * math.sqrt(3)


@wrong(
    "xavier_std",
    because="The 2 is missing: the variance is one over the *mean* of the two fans, not over their sum.",
)
def over_the_sum(fan_in, fan_out, gain=1.0):
    return right.xavier_std(fan_in, fan_out, gain) / math.sqrt(2)


@wrong(
    "kaiming_std",
    because="This is 1 / sqrt(fan_in), which keeps the signal through linear layers. A ReLU cuts half of it away, and "
    "the weights must make up for that.",
)
def for_linear_layers(fan_in, negative_slope=0.0):
    return right.kaiming_std(fan_in, 1.0)


@wrong(
    "kaiming_std",
    because="The slope is not squared. What a leaky ReLU lets through of a negative input is slope times its value, "
    "and the variance takes the square of that.",
)
def slope_not_squared(fan_in, negative_slope=0.0):
    return math.sqrt(2 / ((1 + abs(negative_slope)) * fan_in))


def _initialise(model, generator, draw, bias=lambda layer: layer.bias.zero_()):
    """Do as the reference does, but for how weights are drawn and biases are set."""
    right.initialise(model, generator)
    with torch.no_grad():
        for layer in model.modules():
            if isinstance(layer, LAYERS):
                layer.weight.copy_(draw(layer))
                if layer.bias is not None:
                    bias(layer)
    return model


@wrong(
    "initialise",
    because="The weights are uniform between minus and plus the standard deviation, so their own is smaller by "
    "sqrt(3). A normal distribution is asked for.",
)
def bound_for_deviation(model, generator):
    def draw(layer):
        std = right.kaiming_std(right.fans(layer.weight.shape)[0])
        return std * (2 * torch.rand(layer.weight.shape, generator=generator, device=generator.device) - 1)

    return _initialise(model, generator, draw)


@wrong("initialise", because="The biases are left as they were; they are to start at 0.")
def leaves_the_biases(model, generator):
    kept = {
        layer: layer.bias.detach().clone()
        for layer in model.modules()
        if isinstance(layer, LAYERS) and layer.bias is not None
    }
    return _initialise(model, generator, lambda layer: layer.weight, lambda layer: layer.bias.copy_(kept[layer]))


@wrong(
    "initialise",
    because="Only the model's own children are visited, and layers inside a block are missed. model.modules() goes all "
    "the way down.",
)
def children_only(model, generator):
    right.initialise(nn.ModuleList(child for child in model.children() if not list(child.children())), generator)
    return model


@wrong(
    "initialise",
    because="The numbers come from torch's global generator instead of the one that was handed in, so a seed decides "
    "nothing.",
)
def ignores_the_generator(model, generator):
    return right.initialise(model, torch.default_generator)


@wrong(
    "activation_variances",
    because="The outputs are kept and their variance taken at the end. By then a ReLU in place has overwritten them: "
    "take the variance inside the hook, while the layer's output is what it was.",
)
def measures_too_late(model, x):
    outputs = {}
    hooks = [
        layer.register_forward_hook(lambda _, inputs, output, name=name: outputs.update({name: output}))
        for name, layer in model.named_modules()
        if isinstance(layer, LAYERS)
    ]
    with torch.no_grad():
        model(x)
    for hook in hooks:
        hook.remove()
    return {name: output.var(correction=0).item() for name, output in outputs.items()}


def _measured(model, x, measure, remove=True, what=LAYERS):
    """Measure each layer's input and output otherwise than asked for."""
    found, hooks = {}, []
    for name, layer in model.named_modules():
        if isinstance(layer, what):
            hook = lambda _, inputs, output, name=name: found.update({name: measure(inputs[0], output).item()})  # noqa: E731
            hooks.append(layer.register_forward_hook(hook))
    with torch.no_grad():
        model(x)
    for hook in hooks if remove else []:
        hook.remove()
    return found


@wrong(
    "activation_variances",
    because="This is the mean of the squares. The variance is taken about the mean, which is not 0 where there are "
    "biases.",
)
def mean_of_squares(model, x):
    return _measured(model, x, lambda _, output: output.square().mean())


@wrong(
    "activation_variances",
    because="The sum is divided by the number of elements less one, which is what torch's var does unless it is told "
    "correction=0.",
)
def divides_by_one_less(model, x):
    return _measured(model, x, lambda _, output: output.var())

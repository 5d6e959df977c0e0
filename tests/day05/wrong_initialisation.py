"""Wrong turns of day05/initialisation."""

import math

import torch
from torch import nn

from grader.mutants import wrong
from solutions.day05 import initialisation as right

LAYERS = (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d)


@wrong(
    "fans",
    because="The kernel's area is forgotten. One output of a 5 x 5 convolution is a sum over 25 pixels of each "
    "channel, not over the channels alone.",
)
def forgets_the_kernel(weight_shape, groups=1):
    right.fans(weight_shape, groups)
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
    because="The kernel is taken to be square, its area as one side squared. Multiply all its sizes, of which there "
    "may be one, two or three.",
)
def squares_one_side(weight_shape, groups=1):
    fan_in, fan_out = right.fans(weight_shape, groups)
    if len(weight_shape) == 2:
        return fan_in, fan_out
    return right.fans((*weight_shape[:2], weight_shape[2] ** 2), groups)


@wrong(
    "fans",
    because="fan_out takes all filters, whatever the groups. An input channel is seen by the filters of its own group "
    "only. (torch's own initialisers make this slip: they are not told of groups.)",
)
def all_filters_see_an_input(weight_shape, groups=1):
    return right.fans(weight_shape, groups)[0], right.fans(weight_shape)[1]


@wrong(
    "fans",
    because="The groups are divided out of fan_in a second time. weight_shape[1] counts the channels of one group "
    "already.",
)
def divides_the_inputs_again(weight_shape, groups=1):
    fan_in, fan_out = right.fans(weight_shape, groups)
    return fan_in // groups, fan_out


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


@wrong("xavier_std", because="The gain is not used: it multiplies the standard deviation.")
def without_the_gain(fan_in, fan_out, gain=1.0):
    return right.xavier_std(fan_in, fan_out)


@wrong(
    "xavier_std",
    because="The gain stands under the square root. It multiplies the standard deviation, and so its square the "
    "variance.",
)
def gain_under_the_root(fan_in, fan_out, gain=1.0):
    return right.xavier_std(fan_in, fan_out) * math.sqrt(gain)


@wrong(
    "kaiming_std",
    because="This is 1 / sqrt(fan_in), which keeps the signal through linear layers. A ReLU cuts half of it away, and "
    "the weights must make up for that.",
)
def for_linear_layers(fan_in, negative_slope=0.0):
    return right.kaiming_std(fan_in, 1.0)


@wrong("kaiming_std", because="This is the variance; the standard deviation is its square root.")
def variance_of_kaiming(fan_in, negative_slope=0.0):
    return right.kaiming_std(fan_in, negative_slope) ** 2


@wrong(
    "kaiming_std",
    because="This is the bound of the uniform distribution. Numbers uniform in (-a, a) have the standard deviation "
    "a / sqrt(3).",
)
def bound_of_kaiming(fan_in, negative_slope=0.0):
    return right.kaiming_std(fan_in, negative_slope) * math.sqrt(3)


@wrong(
    "kaiming_std",
    because="The slope is not squared. What a leaky ReLU lets through of a negative input is slope times its value, "
    "and the variance takes the square of that.",
)
def slope_not_squared(fan_in, negative_slope=0.0):
    right.kaiming_std(fan_in, negative_slope)
    return math.sqrt(2 / ((1 + abs(negative_slope)) * fan_in))


@wrong("kaiming_std", because="The slope is ignored: a leaky ReLU lets more through than a ReLU.")
def ignores_the_slope(fan_in, negative_slope=0.0):
    return right.kaiming_std(fan_in)


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
    because="fan_in counts all channels of a grouped convolution (in_channels). A filter sees its own group's only, "
    "and those are what weight.shape[1] counts.",
)
def all_groups_count(model, generator):
    return _initialise(model, generator, lambda layer: layer.weight / math.sqrt(getattr(layer, "groups", 1)))


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


@wrong(
    "initialise",
    because="The spread is right, but the weights are uniform and not normal. It hardly matters to a network, but the "
    "docstring says normal.",
)
def uniform(model, generator):
    def draw(layer):
        std = right.kaiming_std(right.fans(layer.weight.shape)[0])
        return std * 3**0.5 * (2 * torch.rand(layer.weight.shape, generator=generator, device=generator.device) - 1)

    return _initialise(model, generator, draw)


@wrong(
    "initialise",
    because="All weights are zero. Then all units of a layer are alike and get the same gradient, here none at all.",
)
def all_zero(model, generator):
    return _initialise(model, generator, lambda layer: torch.zeros_like(layer.weight))


@wrong(
    "initialise",
    because="Transposed convolutions are drawn anew as well. They are not in the list, and every other layer stays as "
    "it is.",
)
def transposed_convolutions_too(model, generator):
    right.initialise(model, generator)
    with torch.no_grad():
        for layer in model.modules():
            if isinstance(layer, nn.ConvTranspose2d):
                std = right.kaiming_std(right.fans(layer.weight.shape)[0])
                layer.weight.copy_(torch.randn(layer.weight.shape, generator=generator) * std)
                layer.bias.zero_()
    return model


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
    because="Batch normalisation is left as it was. It starts with weight 1 and bias 0.",
)
def leaves_batch_norm(model, generator):
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    kept = [(norm.weight.detach().clone(), norm.bias.detach().clone()) for norm in norms]
    right.initialise(model, generator)
    with torch.no_grad():
        for norm, (weight, bias) in zip(norms, kept, strict=True):
            norm.weight.copy_(weight)
            norm.bias.copy_(bias)
    return model


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


@wrong("initialise", because="The model is changed, but not returned.")
def returns_nothing(model, generator):
    right.initialise(model, generator)


@wrong(
    "initialise",
    because="The layers are given new parameters. An optimiser that was made before still holds the old ones, and "
    "would train what nobody uses. Fill the old ones, within torch.no_grad().",
)
def new_parameters(model, generator):
    right.initialise(model, generator)
    for layer in model.modules():
        if isinstance(layer, LAYERS):
            layer.weight = nn.Parameter(layer.weight.detach().clone())
    return model


@wrong(
    "activation_variances",
    because="The outputs are kept and their variance taken at the end. By then a ReLU in place has overwritten them: "
    "take the variance inside the hook, while the layer's output is what it was.",
)
def measures_too_late(model, x):
    right.activation_variances(model, x)
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
    right.activation_variances(model, x)
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
    because="This is the standard deviation; the variance is its square.",
)
def standard_deviations(model, x):
    return _measured(model, x, lambda _, output: output.std(correction=0))


@wrong(
    "activation_variances",
    because="The sum is divided by the number of elements less one, which is what torch's var does unless it is told "
    "correction=0.",
)
def divides_by_one_less(model, x):
    return _measured(model, x, lambda _, output: output.var())


@wrong(
    "activation_variances",
    because="The variance is taken within each unit over the batch and then averaged. It is to be taken over all "
    "elements together, so that differences between the units count too.",
)
def within_each_unit(model, x):
    return _measured(model, x, lambda _, output: output.var(dim=0, correction=0).mean())


@wrong(
    "activation_variances",
    because="This is the variance of what goes into each layer. Asked for is that of what comes out.",
)
def of_the_inputs(model, x):
    return _measured(model, x, lambda inputs, _: inputs.var(correction=0))


@wrong(
    "activation_variances",
    because="The hooks stay in the model after the call, and go on measuring at every later pass.",
)
def leaves_the_hooks(model, x):
    return _measured(model, x, lambda _, output: output.var(correction=0), remove=False)


@wrong(
    "activation_variances",
    because="Convolutions are left out: they are layers with weights as much as nn.Linear is.",
)
def dense_layers_only(model, x):
    return _measured(model, x, lambda _, output: output.var(correction=0), what=nn.Linear)


@wrong(
    "activation_variances",
    because="Layers inside a block are missed: named_children() lists the model's own parts only, named_modules() "
    "goes all the way down.",
)
def own_layers_only(model, x):
    return {name: value for name, value in right.activation_variances(model, x).items() if "." not in name}


@wrong(
    "activation_variances",
    because="Activations and other layers without weights are measured as well. Asked for are dense layers and "
    "convolutions.",
)
def every_module(model, x):
    leaves = (*LAYERS, nn.ReLU, nn.Flatten)
    return _measured(model, x, lambda _, output: output.var(correction=0), what=leaves)


@wrong(
    "activation_variances",
    because="The model is left in eval mode. Whoever was training it goes on without dropout and with frozen batch "
    "norms, and wonders why.",
)
def leaves_it_in_eval_mode(model, x):
    found = right.activation_variances(model, x)
    model.eval()
    return found

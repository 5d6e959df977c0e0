"""Wrong turns of day07/layer_table."""

import torch
from torch import nn

from grader.mutants import wrong
from solutions.day07 import layer_table as right

WINDOWS = (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)


def rows_and_layers(model, input_shape):
    """Return the right rows, and beside each its layer."""
    rows, modules = right.layer_table(model, input_shape), dict(model.named_modules())
    return rows, [modules[row["name"]] for row in rows]


def with_fields(model, input_shape, step, clip=True, dense=True):
    """Return the table with receptive fields by another rule: step(kernel, stride, dilation, size, jump)."""
    rows, layers = rows_and_layers(model, input_shape)
    image, field, jump = tuple(input_shape[-2:]), (1, 1), (1, 1)
    for row, layer in zip(rows, layers, strict=True):
        if isinstance(layer, nn.Linear) and dense:
            field = image
        elif isinstance(layer, WINDOWS):
            window = [right._pair(getattr(layer, key, 1)) for key in ("kernel_size", "stride", "dilation")]
            both = [step(layer, k, s, d, f, j) for k, s, d, f, j in zip(*window, field, jump, strict=True)]
            field, jump = (tuple(values) for values in zip(*both, strict=True))
        row["receptive_field"] = tuple(map(min, field, image)) if clip else field
    return rows


def usual(layer, kernel, stride, dilation, size, jump):
    return size + dilation * (kernel - 1) * jump, jump * stride


@wrong(
    "layer_table",
    because="The rows stand in the order in which the layers were defined. A network is free to call them in another "
    "order, or one twice: let a forward hook write each row when its layer is called.",
)
def lists_layers_as_defined(model, input_shape):
    rows = right.layer_table(model, input_shape)
    return [next(row for row in rows if row["name"] == name) for name, _ in model.named_modules() if named(rows, name)]


def named(rows, name):
    return any(row["name"] == name for row in rows)


@wrong(
    "layer_table",
    because="Modules that hold other modules have rows too, the model itself among them. A layer is a module without "
    "modules inside: hook those alone.",
)
def lists_containers(model, input_shape):
    rows = right.layer_table(model, input_shape)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    return [*rows, {**rows[-1], "name": "", "kind": type(model).__name__, "parameters": parameters, "macs": 0}]


@wrong(
    "layer_table",
    because="Each kernel adds kernel - 1 pixels, whatever came before. Behind a stride of 2 a step of the next layer "
    "is two input pixels long: multiply by the jump, the product of the strides so far.",
)
def forgets_the_jump(model, input_shape):
    return with_fields(model, input_shape, lambda _, k, s, d, f, j: (f + d * (k - 1), 1))


@wrong(
    "layer_table",
    because="The poolings were left out of the receptive field. A pooling is a window with a stride, like a "
    "convolution: it widens the field and doubles the jump.",
)
def leaves_poolings_out(model, input_shape):
    return with_fields(
        model, input_shape, lambda x, k, s, d, f, j: usual(x, k, s, d, f, j) if isinstance(x, nn.Conv2d) else (f, j)
    )


@wrong(
    "layer_table",
    because="The dilation is missing from the receptive field: a dilated kernel reaches over dilation * (kernel - 1) "
    "steps. Poolings can be dilated too.",
)
def forgets_the_dilation(model, input_shape):
    return with_fields(model, input_shape, lambda x, k, s, d, f, j: usual(x, k, s, 1, f, j))


@wrong(
    "layer_table",
    because="Behind a dense layer the field is still that of the last window. Each of its units has a weight for "
    "every number that comes in, and so sees the whole input.",
)
def keeps_the_field_behind_dense_layers(model, input_shape):
    return with_fields(model, input_shape, usual, dense=False)


@wrong(
    "layer_table",
    because="The receptive field is larger than the image. The formula knows no edges; cut its result at the input's "
    "size.",
)
def sees_beyond_the_image(model, input_shape):
    return with_fields(model, input_shape, usual, clip=False)


@wrong(
    "layer_table",
    because="The output shapes have the batch axis. The table is about one example: leave the first axis out.",
)
def keeps_the_batch_axis(model, input_shape):
    return [{**row, "output_shape": (1, *row["output_shape"])} for row in right.layer_table(model, input_shape)]


@wrong(
    "layer_table",
    because="Only the weights are counted. Biases are parameters too, and so are a batch normalisation's scale and "
    "shift.",
)
def counts_weights_only(model, input_shape):
    rows, layers = rows_and_layers(model, input_shape)
    for row, layer in zip(rows, layers, strict=True):
        row["parameters"] = row["parameters"] and layer.weight.numel()
    return rows


@wrong(
    "layer_table",
    because="A layer that is called twice has its parameters counted twice. It shares them with itself: the later "
    "row has 0, so that the column adds up to what the model holds.",
)
def counts_shared_parameters_twice(model, input_shape):
    rows, layers = rows_and_layers(model, input_shape)
    for row, layer in zip(rows, layers, strict=True):
        row["parameters"] = sum(parameter.numel() for parameter in layer.parameters())
    return rows


@wrong(
    "layer_table",
    because="The MACs of a convolution were counted as if every filter saw all channels. In groups it sees "
    "in_channels / groups of them, as the shape of its weight says.",
)
def ignores_the_groups(model, input_shape):
    rows, layers = rows_and_layers(model, input_shape)
    for row, layer in zip(rows, layers, strict=True):
        row["macs"] *= getattr(layer, "groups", 1)
    return rows


@wrong(
    "layer_table",
    because="The hooks are never removed. They fire at every later call of the model and keep what they hold alive: "
    "remove each by the handle that register_forward_hook returned.",
)
def leaves_its_hooks(model, input_shape):
    rows = right.layer_table(model, input_shape)
    for module in model.children():
        module.register_forward_hook(lambda *_: None)
    return rows


@wrong(
    "layer_table",
    because="Where the model raises, the hooks stay. Remove them in a finally, which runs on the way out of an error "
    "too.",
)
def leaves_its_hooks_after_an_error(model, input_shape):
    try:
        return right.layer_table(model, input_shape)
    except RuntimeError:
        for module in model.children():
            module.register_forward_hook(lambda *_: None)
        raise


@wrong(
    "layer_table",
    because="The model is left in evaluation mode: whoever goes on training it trains without dropout and with "
    "frozen statistics.",
)
def leaves_the_model_in_eval(model, input_shape):
    rows = right.layer_table(model, input_shape)
    model.eval()
    return rows


@wrong(
    "layer_table",
    because="model.train() at the end puts all modules into training mode, frozen ones too. Note each module's own "
    "flag before, and give it back.",
)
def wakes_frozen_modules(model, input_shape):
    training = model.training
    rows = right.layer_table(model, input_shape)
    model.train(training)
    return rows


@wrong(
    "layer_table",
    because="The model ran in training mode. There batch normalisation takes the zeros into its running statistics, "
    "and behind a dense layer it refuses a single example. Look at a model in evaluation mode.",
)
def runs_in_training_mode(model, input_shape):
    rows = right.layer_table(model, input_shape)
    parameter = next(model.parameters())
    model(torch.zeros(1, *input_shape, dtype=parameter.dtype, device=parameter.device))
    return rows

"""Wrong turns of day04/feature_maps."""

from grader.mutants import lenient, wrong
from solutions.day04 import feature_maps as right


def capture(
    model, x, layers, kept=lambda inputs, output: output.detach().clone(), remove=True, run=None, put=dict.__setitem__
):
    """Do as the solution does, but for what is kept and how, whether hooks are removed, and how the model is run."""
    import torch

    modules, maps, hooks = dict(model.named_modules()), {}, []
    for name in layers:
        hooks.append(
            modules[name].register_forward_hook(
                lambda module, inputs, output, name=name: put(maps, name, kept(inputs, output))
            )
        )
    try:
        with torch.no_grad():
            (run or (lambda: model(x)))()
    finally:
        for hook in hooks if remove else []:
            hook.remove()
    return maps


def recorded(model, x):
    """Run the network while torch records gradients."""
    import torch

    with torch.enable_grad():
        model(x)


@wrong(
    "capture_feature_maps",
    because="The map was kept without a copy. A ReLU with inplace=True then writes into the very tensor you hold, and"
    " you see its output under the name of the layer before it.",
)
def keeps_the_tensor_itself(model, x, layers):
    return capture(model, x, layers, lambda inputs, output: output.detach())


@wrong(
    "capture_feature_maps",
    because="All maps ended up under the last name. A function made in a loop looks the loop's variable up when it is "
    "called, and by then the loop is over: make each hook in a function that is given the name.",
)
def binds_the_name_too_late(model, x, layers):
    outputs = []
    capture(model, x, layers, lambda inputs, output: outputs.append(output.detach().clone()))
    return {layers[-1]: outputs[-1]}


@wrong(
    "capture_feature_maps",
    because="This is what went into the layer. A forward hook is called with (module, inputs, output): the map is the"
    " last of the three.",
)
def captures_the_input(model, x, layers):
    return capture(model, x, layers, lambda inputs, output: inputs[0].detach().clone())


@wrong(
    "capture_feature_maps",
    because="The maps still hang on the graph: as long as you hold one, all that led to it is held in memory too. "
    "Detach what you keep.",
)
def keeps_the_graph(model, x, layers):
    return capture(model, x, layers, lambda inputs, output: output.clone(), run=lambda: recorded(model, x))


@wrong(
    "capture_feature_maps",
    because="The hooks are still on the model. Each later run of it calls them again, and calling this function again"
    " adds more: keep the handles and remove them.",
)
def leaves_the_hooks(model, x, layers):
    return capture(model, x, layers, remove=False)


@wrong(
    "capture_feature_maps",
    because="torch.set_grad_enabled(False) stays switched off after the function has returned: no training works from"
    " then on. torch.no_grad() as a context ends where its block ends.",
)
def switches_gradients_off_for_good(model, x, layers):
    import torch

    maps = right.capture_feature_maps(model, x, layers)
    torch.set_grad_enabled(False)
    return maps


@wrong(
    "capture_feature_maps",
    because="torch.set_grad_enabled(True) at the end switches recording on, also where whoever called had switched it "
    "off. torch.no_grad() as a context puts back what was.",
)
def switches_gradients_on_for_good(model, x, layers):
    import torch

    maps = right.capture_feature_maps(model, x, layers)
    torch.set_grad_enabled(True)
    return maps


@wrong(
    "capture_feature_maps",
    because="The network was put into eval mode for the run. Batch norm then uses its running statistics, and what "
    "you see is not what the network does in training. There is no need to touch the mode at all.",
)
def runs_in_eval_mode(model, x, layers):
    return right.capture_feature_maps(model.eval(), x, layers)


@wrong(
    "capture_feature_maps",
    because="Where the model raises, the lines that remove the hooks are never reached. Put them where they run "
    "whatever happens: try ... finally.",
)
def leaves_the_hooks_after_a_failure(model, x, layers):
    try:
        return right.capture_feature_maps(model, x, layers)
    except RuntimeError:
        capture(model, x, layers, remove=False)
        raise


@wrong(
    "capture_feature_maps",
    because="The network ran once for every layer. In train mode each run moves the running statistics of batch norm "
    "and draws other dropout masks: put all hooks on, then run it once.",
)
def runs_for_every_layer(model, x, layers):
    return {name: right.capture_feature_maps(model, x, [name])[name] for name in layers}


@lenient(
    "capture_feature_maps",
    because="A name that is not in the model, or whose layer did not run, is passed over in silence: a typing error "
    "looks like an empty result. Refuse it, naming layers.",
)
def passes_over_missing_layers(model, x, layers):
    modules = dict(model.named_modules())
    return capture(model, x, [name for name in layers if name in modules])


# -- map_statistics


def statistics(maps, mean=None, sd=None, sparsity=None):
    """Return the right statistics, with what is given computed otherwise."""
    found = right.map_statistics(maps)
    for name, values in maps.items():
        for key, function in (("mean", mean), ("sd", sd), ("sparsity", sparsity)):
            if function:
                found[name][key] = function(values)
    return found


def channels(values):
    return values.movedim(1, 0).flatten(1)


@wrong(
    "map_statistics",
    because="These are statistics of each image, over its channels: axis 0 is the batch, and axis 1 the channels, "
    "which are wanted one by one.",
)
def over_the_channels(maps):
    return right.map_statistics({name: values.movedim(0, 1) for name, values in maps.items()})


@wrong(
    "map_statistics",
    because="The standard deviation was computed for each image and then averaged: what varies from image to image is"
    " lost. Take it over batch and pixels at once.",
)
def averages_the_spread_of_images(maps):
    return statistics(
        maps,
        sd=lambda v: v.flatten(2).std(dim=2, correction=0).mean(dim=0) if v.ndim == 4 else v.std(dim=0, correction=0),
    )


@wrong(
    "map_statistics",
    because="This sd divides by n - 1, torch's own default. Here it is the root of the mean squared distance: "
    "correction=0.",
)
def divides_by_one_less(maps):
    return statistics(maps, sd=lambda values: channels(values).std(dim=1))


@wrong(
    "map_statistics",
    because="Negative values were counted as well. Before a ReLU a map has many of those and hardly a zero; only "
    "exact zeros count.",
)
def counts_negative_values(maps):
    return statistics(maps, sparsity=lambda values: (channels(values) <= 0).to(values.dtype).mean(dim=1))


@wrong("map_statistics", because="This is the variance; sd is its root.")
def forgets_the_root(maps):
    return statistics(maps, sd=lambda values: channels(values).var(dim=1, correction=0))

"""Wrong turns of day04/feature_maps."""

from grader.mutants import wrong
from solutions.day04 import feature_maps as right


def capture(
    model, x, layers, kept=lambda inputs, output: output.detach().clone(), remove=True, run=None, put=dict.__setitem__
):
    """Do as the solution does, but for what is kept and how, whether hooks are removed, and how the model is run."""
    import torch

    modules, maps = dict(model.named_modules()), {}
    if any(name not in modules for name in layers):
        return right.capture_feature_maps(model, x, layers)  # for what it refuses
    hooks = [
        modules[name].register_forward_hook(
            lambda module, inputs, output, name=name: put(maps, name, kept(inputs, output))
        )
        for name in layers
    ]
    try:
        with torch.no_grad():
            (run or (lambda: model(x)))()
    finally:
        for hook in hooks if remove else []:
            hook.remove()
    if any(name not in maps for name in layers):
        raise ValueError("layers did not all run")
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
    because="What the hook was given was kept as it is. It hangs on the graph, which stays in memory with it, and a "
    "ReLU with inplace=True writes into it, so that you see its output under the name of the layer before it.",
)
def keeps_what_it_is_given(model, x, layers):
    return capture(model, x, layers, lambda inputs, output: output, run=lambda: recorded(model, x))


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
    because="Only the first image of the batch was kept. A map is (N, C, H, W), and all N are wanted.",
)
def keeps_the_first_image(model, x, layers):
    return capture(model, x, layers, lambda inputs, output: output[:1].detach().clone())


@wrong(
    "capture_feature_maps",
    because="The network was put into eval mode for the run. Batch norm then uses its running statistics, and what "
    "you see is not what the network does in training; run it in the mode it is in.",
)
def runs_in_eval_mode(model, x, layers):
    modes = {module: module.training for module in model.modules()}
    try:
        return capture(model.eval(), x, layers)
    finally:
        for module, mode in modes.items():
            module.training = mode


@wrong(
    "capture_feature_maps",
    because="Where a layer runs twice its first output was kept. The last one is wanted.",
)
def keeps_the_first_run(model, x, layers):
    def put(maps, name, values):
        maps.setdefault(name, values)

    return capture(model, x, layers, put=put)


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
    because="All hooks were cleared, those of others among them. Remove the ones you registered, by their handles.",
)
def removes_the_hooks_of_others(model, x, layers):
    maps = right.capture_feature_maps(model, x, layers)
    for module in model.modules():
        module._forward_hooks.clear()
    return maps


@wrong(
    "capture_feature_maps",
    because="Where the model raises, the lines that remove the hooks are never reached. Put them where they run "
    "whatever happens: try ... finally.",
)
def leaves_the_hooks_after_a_failure(model, x, layers):
    failed = []

    def run():
        try:
            model(x)
        except RuntimeError as error:
            failed.append(error)

    if set(layers) - set(dict(model.named_modules())):
        return right.capture_feature_maps(model, x, layers)
    try:
        maps = capture(model, x, layers, run=run)
    except ValueError:
        if not failed:
            raise
    if failed:
        modules = dict(model.named_modules())
        for name in layers:
            modules[name].register_forward_hook(lambda *_: None)
        raise failed[0]
    return maps


@wrong(
    "capture_feature_maps",
    because="What the model raised was swallowed. Whoever called wants to know that it failed: use finally, not "
    "except.",
)
def swallows_the_failure(model, x, layers):
    try:
        return right.capture_feature_maps(model, x, layers)
    except RuntimeError:
        return {}


@wrong(
    "capture_feature_maps",
    because="The network ran once for every layer. In train mode each run moves the running statistics of batch norm "
    "and draws other dropout masks: put all hooks on, then run it once.",
)
def runs_for_every_layer(model, x, layers):
    if not layers:
        return right.capture_feature_maps(model, x, layers)
    right_names = set(dict(model.named_modules()))
    if set(layers) - right_names:
        return right.capture_feature_maps(model, x, layers)
    return {name: right.capture_feature_maps(model, x, [name])[name] for name in layers}


@wrong(
    "capture_feature_maps",
    because="The network is left in eval mode. Whoever was training it goes on without knowing, with batch norm and "
    "dropout switched off.",
)
def leaves_it_in_eval_mode(model, x, layers):
    try:
        return right.capture_feature_maps(model, x, layers)
    finally:
        model.eval()


@wrong(
    "capture_feature_maps",
    because="model.train() at the end puts every part into train mode, also those that were frozen in eval mode. "
    "There is no need to touch the mode at all.",
)
def puts_all_into_train_mode(model, x, layers):
    try:
        return right.capture_feature_maps(model, x, layers)
    finally:
        model.train()


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
    because="The model's gradients were cleared. In the middle of a training step they are still needed; nothing here"
    " computes any.",
)
def clears_the_gradients(model, x, layers):
    maps = right.capture_feature_maps(model, x, layers)
    model.zero_grad()
    return maps


@wrong(
    "capture_feature_maps",
    because="The parameters were told to ask for no gradient, and still do not. That freezes the network for good; "
    "torch.no_grad() concerns one run only.",
)
def freezes_the_parameters(model, x, layers):
    maps = right.capture_feature_maps(model, x, layers)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return maps


@wrong(
    "capture_feature_maps",
    because="A name that is not in the model is passed over in silence, and a typing error looks like an empty "
    "result. Refuse it, naming layers.",
)
def passes_over_unknown_layers(model, x, layers):
    modules = dict(model.named_modules())
    known = [name for name in layers if name in modules and name != "spare"]
    return right.capture_feature_maps(model, x, known)


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
    because="Only the last image of the batch went into the statistics. A channel's values are those of all images "
    "and all pixels.",
)
def last_image_only(maps):
    right.map_statistics(maps)
    return right.map_statistics({name: values[-1:] for name, values in maps.items()})


@wrong(
    "map_statistics",
    because="These are statistics of each image, over its channels: axis 0 is the batch, and axis 1 the channels, "
    "which are wanted one by one.",
)
def over_the_channels(maps):
    right.map_statistics(maps)
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


@wrong("map_statistics", because="This is the variance; sd is its root.")
def forgets_the_root(maps):
    return statistics(maps, sd=lambda values: channels(values).var(dim=1, correction=0))


@wrong(
    "map_statistics",
    because="This counts what is not zero. Sparsity is the fraction that is.",
)
def counts_what_is_active(maps):
    return statistics(maps, sparsity=lambda values: (channels(values) != 0).to(values.dtype).mean(dim=1))


@wrong(
    "map_statistics",
    because="Negative values were counted as well. Before a ReLU a map has many of those and hardly a zero; only "
    "exact zeros count.",
)
def counts_negative_values(maps):
    return statistics(maps, sparsity=lambda values: (channels(values) <= 0).to(values.dtype).mean(dim=1))


@wrong(
    "map_statistics",
    because="Small values were counted as zeros. How small is small depends on the units; only exact zeros count, as a "
    "ReLU makes them.",
)
def counts_small_values(maps):
    return statistics(maps, sparsity=lambda values: (channels(values).abs() < 1e-6).to(values.dtype).mean(dim=1))


@wrong("map_statistics", because="This is the number of zeros, not their fraction of all values.")
def counts_instead_of_fraction(maps):
    return statistics(maps, sparsity=lambda values: (channels(values) == 0).to(values.dtype).sum(dim=1))


@wrong(
    "map_statistics",
    because="The sparsity is that of the whole map, the same for all channels. It is wanted for each channel: one "
    "dead channel must show.",
)
def sparsity_of_the_whole_map(maps):
    return statistics(maps, sparsity=lambda values: (values == 0).to(values.dtype).mean().repeat(values.shape[1]))

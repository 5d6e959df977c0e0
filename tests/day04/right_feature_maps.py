"""Other right ways to write day04/feature_maps."""

from contextlib import ExitStack

from grader.mutants import right


@right("capture_feature_maps")
def with_an_exit_stack(model, x, layers):
    import torch

    maps = {}
    with ExitStack() as stack:
        for name in layers:
            try:
                layer = model.get_submodule(name)
            except AttributeError:
                raise ValueError(f"layers: the model has no {name}") from None

            def hook(module, inputs, output, name=name):
                maps[name] = torch.clone(output).detach()

            stack.callback(layer.register_forward_hook(hook).remove)
        model(x)
    if len(maps) < len(set(layers)):
        raise ValueError("layers: some did not run")
    return {name: maps[name] for name in layers}


@right("capture_feature_maps")
def by_wrapping_forward(model, x, layers):
    import torch

    modules, maps = dict(model.named_modules()), {}
    if not set(layers) <= set(modules):
        raise ValueError(f"layers not in the model: {set(layers) - set(modules)}")

    def keep(name, forward):
        def wrapped(*args, **kwargs):
            output = forward(*args, **kwargs)
            maps[name] = torch.empty_like(output, requires_grad=False).copy_(output.detach())
            return output

        return wrapped

    try:
        for name in layers:
            modules[name].forward = keep(name, modules[name].forward)
        with torch.inference_mode(False), torch.no_grad():
            model(x)
    finally:
        for name in layers:
            del modules[name].forward
    if set(maps) != set(layers):
        raise ValueError("one of the layers did not run")
    return maps


@right("map_statistics")
def by_moments(maps):
    found = {}
    for name, values in maps.items():
        axes = [axis for axis in range(values.ndim) if axis != 1]
        mean = values.mean(axes)
        centred = values - mean.reshape(1, -1, *[1] * (values.ndim - 2))
        total = values.numel() / values.shape[1]
        zeros = (values == 0).sum(axes) / total
        found[name] = {"mean": mean, "sd": (centred**2).mean(axes).sqrt(), "sparsity": zeros.to(values)}
    return found


@right("map_statistics")
def channel_by_channel(maps):
    import torch

    found = {}
    for name, values in maps.items():
        those = [values[:, channel].reshape(-1) for channel in range(values.shape[1])]
        found[name] = {
            "sparsity": torch.stack([(each == 0).to(values).mean() for each in those]),
            "sd": torch.stack([each.var(unbiased=False).sqrt() for each in those]),
            "mean": torch.stack([each.sum() / len(each) for each in those]),
        }
    return found

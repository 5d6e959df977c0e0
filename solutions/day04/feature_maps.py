"""What the layers inside a network make of an image."""

import torch


def capture_feature_maps(model, x, layers):
    """Run a network once and return what the layers of the given names put out.

    Parameters
    ----------
    model : torch.nn.Module
        The network. It runs in the mode it is in (train or eval), and what it raises is passed on. Afterwards no
        hook of ours is left on it, even where it raised, but those of others are; modes, parameters and gradients
        are untouched, and torch records gradients as it did before.
    x : Tensor
        What the network is called with.
    layers : sequence of str
        Names of layers, as in model.named_modules(): "conv1", "features.0".

    Returns
    -------
    maps : dict
        The output of each layer by its name, for the whole batch: a copy, on the same device and cut off from the
        graph, of what the layer returned at the moment it did so (a later in-place operation must not show in
        it). A layer that runs several times gives its last output.

    Raises
    ------
    ValueError
        Naming `layers` if the model has no layer of that name, or if one of them did not run.

    Notes
    -----
    torch.nn.Module.register_forward_hook(hook) has hook(module, inputs, output) called after each run of the module,
    and returns a handle with remove().

    Examples
    --------
    >>> model = torch.nn.Sequential(torch.nn.Identity(), torch.nn.ReLU(inplace=True))
    >>> capture_feature_maps(model, torch.tensor([[-1.0, 2.0]]), ["0", "1"])
    {'0': tensor([[-1.,  2.]]), '1': tensor([[0., 2.]])}
    """
    modules = dict(model.named_modules())
    if unknown := [name for name in layers if name not in modules]:
        raise ValueError(f"layers must be among {', '.join(modules)}; unknown: {', '.join(unknown)}")
    maps = {}

    def keep_as(name):
        def hook(module, inputs, output):
            maps[name] = output.detach().clone()

        return hook

    hooks = [modules[name].register_forward_hook(keep_as(name)) for name in layers]
    try:
        with torch.no_grad():
            model(x)
    finally:
        for hook in hooks:
            hook.remove()
    if idle := [name for name in layers if name not in maps]:
        raise ValueError(f"layers did not all run: {', '.join(idle)}")
    return maps


def map_statistics(maps):
    """Return what each channel of each feature map is like, over the batch and all pixels.

    Parameters
    ----------
    maps : dict
        A Tensor of shape (N, C, H, W), or (N, C) as a dense layer has it, for each name; N at least 1.

    Returns
    -------
    statistics : dict
        For each name a dictionary of Tensors of shape (C,), in the dtype of the map: "mean"; "sd", the root of the mean
        squared distance from the mean; "sparsity", the fraction of the values that are exactly zero.

    Raises
    ------
    ValueError
        Naming `maps` if one has neither two nor four axes, or is empty.

    Notes
    -----
    A channel whose sparsity is 1 behind a ReLU answers to nothing it was shown: a dead unit.

    Examples
    --------
    >>> maps = {"relu": torch.tensor([[[[0.0, 2.0], [0.0, 6.0]]]])}
    >>> map_statistics(maps)["relu"]
    {'mean': tensor([2.]), 'sd': tensor([2.4495]), 'sparsity': tensor([0.5000])}
    """
    statistics = {}
    for name, values in maps.items():
        if values.ndim not in (2, 4) or values.numel() == 0:
            raise ValueError(
                f"maps must have two or four axes and not be empty; {name} has shape {tuple(values.shape)}"
            )
        channels = values.movedim(1, 0).flatten(1)  # (C, N H W)
        statistics[name] = {
            "mean": channels.mean(dim=1),
            "sd": channels.std(dim=1, correction=0),
            "sparsity": (channels == 0).to(values.dtype).mean(dim=1),
        }
    return statistics

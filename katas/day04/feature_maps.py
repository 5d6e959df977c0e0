"""What the layers inside a network make of an image."""

import torch


def capture_feature_maps(model, x, layers):
    """Run a network once on a Tensor and return what the layers of the given names put out, in a dictionary by name.

    `layers` holds names as in model.named_modules(): "conv1", "features.0". A map is a copy, for the whole batch, on
    the same device and cut off from the graph, of what the layer returned at the moment it did so (a later in-place
    operation must not show in it). A layer that runs several times gives its last output.

    The network runs in the mode it is in, and what it raises is passed on. Afterwards no hook of ours is left on it,
    even where it raised, but those of others are. Modes, parameters and gradients are untouched, and torch records
    gradients as it did before. A name that is not in the model, or whose layer did not run, raises a ValueError that
    names layers.

    >>> model = torch.nn.Sequential(torch.nn.Identity(), torch.nn.ReLU(inplace=True))
    >>> capture_feature_maps(model, torch.tensor([[-1.0, 2.0]]), ["0", "1"])
    {'0': tensor([[-1.,  2.]]), '1': tensor([[0., 2.]])}
    """
    raise NotImplementedError


def map_statistics(maps):
    """Return what each channel of each map is like, over the batch and all pixels.

    `maps` has for each name a Tensor of shape (N, C, H, W), or (N, C) as a dense layer puts it out. The result has for
    each name a dictionary of Tensors of shape (C,), in the dtype of the map: "mean"; "sd", the root of the mean squared
    distance from the mean; "sparsity", the fraction of the values that are exactly zero.

    >>> maps = {"relu": torch.tensor([[[[0.0, 2.0], [0.0, 6.0]]]])}
    >>> map_statistics(maps)["relu"]
    {'mean': tensor([2.]), 'sd': tensor([2.4495]), 'sparsity': tensor([0.5000])}
    """
    raise NotImplementedError

"""day13/multi_scale: several scales at once."""

from grader.checks import expect
from grader.modules import count_parameters, output_shape


def test_published_inception(kata):
    """Block 3a of GoogLeNet makes 256 channels of 192, with 163,696 parameters."""
    kwargs = {"channels": 192, "widths": (64, 96, 128, 16, 32, 32)}
    shape = kata.probe(output_shape, "Inception", kwargs, (1, 192, 28, 28))
    expect(tuple(shape), "the output's shape").equals((1, 256, 28, 28))
    expect(kata.probe(count_parameters, "Inception", kwargs), "parameters").equals(163_696)


def test_maps_stay_as_they_were_given(kata, rng):
    """The list of maps holds the same tensors afterwards."""
    expect(kata.probe(maps_after_a_call, "FeaturePyramid"), "the shapes of the maps afterwards").equals([8, 4, 2])


def maps_after_a_call(submission, name):
    import torch

    maps = [torch.zeros(1, 3, size, size) for size in (8, 4, 2)]
    submission_module = getattr(submission, name)((3, 3, 3), 2)
    kept = list(maps)
    submission_module(maps)
    return [m.shape[2] if m is k and m.shape[1] == 3 else 0 for m, k in zip(maps, kept, strict=True)]


def test_reach_of_each_branch(kata):
    """One bright pixel is seen by a branch of the dilated pyramid at its own spacing and nowhere between."""
    for dilation in (1, 2, 5):
        rows = kata.probe(rows_that_see, "DilatedPyramid", dilation)
        expect(list(rows), f"rows that see row 10 at dilation {dilation}").equals([10 - dilation, 10, 10 + dilation])


def rows_that_see(submission, name, dilation):
    """Return the rows that change with one pixel, the mean over the map and the branch 1 x 1 switched off."""
    import torch

    net = getattr(submission, name)(1, 1, (dilation,)).double()
    for key, parameter in net.named_parameters():
        parameter.data.fill_(0.0 if "bias" in key or key.startswith(("one", "pooled")) else 1.0)
    x = torch.zeros(1, 1, 21, 21, dtype=torch.float64)
    x[0, 0, 10, 10] = 1.0
    return [int(row) for row in torch.nonzero(net.to(x.device)(x)[0, 0, :, 10].detach())[:, 0]]

"""day07/layer_table: every layer of a network in a row."""

import pytest

from grader.checks import each_case, expect
from grader.placement import ELSEWHERE

COLUMNS = ["name kind", "output_shape", "parameters", "macs", "receptive_field"]
SMALL = {
    "layers": [
        ("conv", "Conv2d", {"in_channels": 1, "out_channels": 3, "kernel_size": 3}),
        ("norm", "BatchNorm2d", {"num_features": 3}),
        ("flat", "Flatten", {}),
        ("dense", "Linear", {"in_features": 3 * 4 * 5, "out_features": 2}),
        ("last", "BatchNorm1d", {"num_features": 2}),
    ],
    "calls": ["conv", "norm", "flat", "dense", "last"],
    "dtype": "float32",
}


@pytest.mark.parametrize("column", COLUMNS)
@each_case("layer_table")
def test_layer_table(kata, case, column):
    network, shape = case.args
    found = kata.probe(read_column, "layer_table", column, network, shape, kata.device)
    kinds = {name: kind for name, kind, _ in network["layers"]}
    words = f"{', '.join(kinds[name] for name in network['calls'])} on {'x'.join(map(str, shape))}"
    rows = case.expected
    expect(len(found) == len(rows)).holds(f"{words}: {len(found)} rows for {len(rows)} calls of layers")
    for number, (values, row) in enumerate(zip(found, rows, strict=True)):
        for key in column.split():
            expect(values[key], f'{words}: "{key}" of row {number} ({row["kind"]})').equals(row[key])


def read_column(submission, function, column, network, shape, device):
    """Return one column of the table of a network, or two."""
    rows = getattr(submission, function)(built(network, device), shape)
    return [{key: row[key] for key in column.split()} for row in rows]


def built(network, device):
    """Return the module that a network told as data stands for."""
    import torch
    from torch import nn

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            for name, kind, kwargs in network["layers"]:
                *path, last = name.split(".")
                parent = self
                for part in path:
                    if part not in dict(parent.named_children()):
                        parent.add_module(part, nn.Sequential())
                    parent = getattr(parent, part)
                parent.add_module(last, getattr(nn, kind)(**kwargs))

        def forward(self, x):
            if x.ndim == 3:
                x = x[:, None]  # a stamp's channel
            for name in network["calls"]:
                x = self.get_submodule(name)(x)
            return x

    with torch.device("meta"):  # weights are not drawn: zeros serve as well here
        model = Network().to(getattr(torch, network["dtype"]))
    model.to_empty(device=device)
    for value in model.state_dict().values():
        value.zero_()
    for name in network.get("frozen", []):
        model.get_submodule(name).requires_grad_(False)
    return model


def test_hooks_are_removed(kata):
    """Afterwards no module of the model has a hook."""
    expect(kata.probe(hooks_left, "layer_table", SMALL, (1, 6, 7), kata.device), "hooks left behind").equals(0)


def test_hooks_of_others_stay(kata):
    """A hook that somebody else had registered is still there."""
    left = kata.probe(hooks_left, "layer_table", SMALL, (1, 6, 7), kata.device, True)
    expect(left >= 1).holds("a hook that the model had before the call is gone")


def test_hooks_are_removed_when_the_model_raises(kata):
    """Also where the input does not fit the model, whose own error comes out, no hook is left behind."""
    left = kata.probe(hooks_left, "layer_table", SMALL, (2, 6, 7), kata.device)
    expect(left is not None).holds(
        "the model's own error, for an input of two channels instead of one, does not come out"
    )
    expect(left, "hooks left behind").equals(0)


def hooks_left(submission, function, network, shape, device, others=False):
    """Return how many hooks the model has after the call; None where it should have raised and did not."""
    model, raised = built(network, device), False
    if others:
        model.norm.register_forward_hook(lambda *_: None)
    try:
        getattr(submission, function)(model, shape)
    except RuntimeError as error:
        raised = True
        if isinstance(error, NotImplementedError) or shape[0] == 1:
            raise
    hooks = [module._forward_hooks | module._forward_pre_hooks for module in model.modules()]
    return sum(map(len, hooks)) if raised == (shape[0] != 1) else None


def test_modes_are_restored(kata):
    """Every module is in the mode that it was in: here the model trains, but its first normalisation is frozen."""
    changed = kata.probe(modes_changed, "layer_table", SMALL, (1, 6, 7), kata.device)
    expect(not changed).holds(f"these modules are left in another mode: {', '.join(changed)}")


def modes_changed(submission, function, network, shape, device):
    """Return the modules whose training flag is not what it was."""
    model = built(network, device).train()
    model.norm.eval()
    before = {name: module.training for name, module in model.named_modules()}
    getattr(submission, function)(model, shape)
    return [name or "the model" for name, module in model.named_modules() if module.training != before[name]]


def test_weights_and_buffers_are_unchanged(kata):
    """The running statistics of a model in training mode are those it had, and so are its weights."""
    changed = kata.probe(state_changed, "layer_table", SMALL, (1, 6, 7), kata.device)
    expect(not changed).holds(f"these are not what they were: {', '.join(changed)}")


def state_changed(submission, function, network, shape, device):
    """Return the names of the parameters and buffers that are not what they were."""
    network = {**network, "layers": network["layers"][:4], "calls": network["calls"][:4]}
    model = built(network, device).train()
    before = {key: value.clone() for key, value in model.state_dict().items()}
    getattr(submission, function)(model, shape)
    return [key for key, value in model.state_dict().items() if not value.equal(before[key])]


def test_on_another_device(kata):
    """A network on a GPU is described like one on the CPU."""
    kata.stays_in_place(moved, ELSEWHERE)


def moved(submission, device):
    """Describe a network that was built on the CPU and moved to the device."""
    from torch import nn

    model = nn.Sequential(nn.Conv2d(1, 3, 3), nn.BatchNorm2d(3), nn.Flatten(), nn.Linear(60, 2)).to(device)
    return [row["output_shape"] for row in submission.layer_table(model, (1, 6, 7))]

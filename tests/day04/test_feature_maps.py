"""day04/feature_maps: what the layers inside a network make of an image.

The network is made on the bench from weights that are plain data. The probes return the maps beside what they look
for, so that one slip can be told from another.
"""

import numpy as np
import pytest

from grader.checks import each_case, expect, refusal
from grader.plain import Tensor

LAYERS = ["body.conv", "body.norm", "head"]


def network(submission, state, training=False):
    """Return a small network with the given weights; its ReLU overwrites what batch norm put out."""
    import torch
    from torch import nn

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Sequential()
            self.body.add_module("conv", nn.Conv2d(2, 3, 3, bias=False))
            self.body.add_module("norm", nn.BatchNorm2d(3))
            self.body.add_module("relu", nn.ReLU(inplace=True))
            self.pool = nn.AvgPool2d(2)
            self.head = nn.Linear(18, 4, bias=False)
            self.twice = nn.Tanh()
            self.spare = nn.Tanh()
            self.runs = 0

        def forward(self, x):
            self.runs += 1
            return self.twice(self.twice(self.head(self.pool(self.body(x)).flatten(1))))

    model = Network().to(state["conv"])
    body = model.body
    places = [body.conv.weight, body.norm.weight, body.norm.bias, body.norm.running_mean, body.norm.running_var]
    with torch.no_grad():
        names = ("conv", "gain", "shift", "mean", "variance", "head")
        for place, name in zip([*places, model.head.weight], names, strict=True):
            place.copy_(state[name])
    return model.train(training)


def weights(rng):
    """Return weights for the network: what they are does not matter."""
    shapes = {"conv": (3, 2, 3, 3), "gain": 3, "shift": 3, "mean": 3, "variance": 3, "head": (4, 18)}
    return {name: Tensor(rng.uniform(0.1, 1.0, shape), "float64") for name, shape in shapes.items()}


def images(rng, *shape):
    return Tensor(rng.normal(size=shape or (2, 2, 6, 9)), "float64")


@each_case("captured")
def test_capture_feature_maps(kata, case):
    """What each layer put out, at the moment it did so."""
    _, training, x, layers = case.args
    found = kata.probe(captured, *case.args)
    mode = "train" if training else "eval"
    words = f"{', '.join(layers) or 'no layer'} for {len(x.array)} images in {mode} mode"
    expect(brought_home(found, kata.device), words).equals(case.expected)


def captured(submission, state, training, x, layers):
    """Return what the network's layers put out."""
    return submission.capture_feature_maps(network(submission, state, training), x, layers)


def brought_home(value, device):
    """Return what a probe returned with the tensors that are on `device` said to be on the CPU, as the truth is."""
    if isinstance(value, dict):
        return {key: brought_home(item, device) for key, item in value.items()}
    here = isinstance(value, Tensor) and value.device == device
    return Tensor(value.array, value.dtype, "cpu", value.grad) if here else value


def test_maps_stay_on_the_device(kata, rng):
    """A map is where the network is."""
    maps = kata.probe(captured, weights(rng), False, images(rng), LAYERS)
    expect({name: values.device for name, values in maps.items()}, "devices").equals(dict.fromkeys(LAYERS, kata.device))


def test_maps_are_cut_off(kata, rng):
    """No map carries the graph with it."""
    found, _ = kata.probe(carrying_gradients, weights(rng), images(rng), LAYERS)
    expect(found, "maps that gradients flow through").equals([])


def carrying_gradients(submission, state, x, layers):
    """Return the names of the maps that gradients can flow through, and the maps."""
    maps = submission.capture_feature_maps(network(submission, state), x, layers)
    return sorted(layer for layer, values in maps.items() if values.requires_grad), maps


@pytest.mark.parametrize("own", [0, 3])
def test_hooks_are_removed(kata, rng, own):
    """As many hooks are on the network afterwards as before."""
    found, _ = kata.probe(hooks_left, weights(rng), images(rng), LAYERS, own)
    expect(found, f"hooks on the network, {own} of them from before").equals(own)


def hooks_on(model):
    """Count the hooks on all modules."""
    kinds = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks")
    return sum(len(getattr(module, kind)) for module in model.modules() for kind in kinds)


def hooks_left(submission, state, x, layers, own):
    """Return how many hooks are on the network afterwards, `own` of them having been there before, and the maps."""
    model = network(submission, state)
    for module in list(model.modules())[1 : 1 + own]:
        module.register_forward_hook(lambda *_: None)
    maps = submission.capture_feature_maps(model, x, layers)
    return hooks_on(model), maps


def test_hooks_are_removed_after_a_failure(kata, rng):
    """Where the network raises, the hooks are removed all the same, and the error is passed on."""
    sizes = images(rng), images(rng, 2, 2, 9, 9)
    before, after, raised = kata.probe(hooks_left_by_a_failure, weights(rng), *sizes, LAYERS)
    expect(after - before, "hooks left on the network").equals(0)
    expect(raised, "what came out of a network that raises RuntimeError").equals("RuntimeError")


def hooks_left_by_a_failure(submission, state, x, too_large, layers):
    """Return how many hooks are on the network after a run that went well and one that failed, and what it raised."""
    model, raised = network(submission, state), "nothing"
    submission.capture_feature_maps(model, x, layers)
    before = hooks_on(model)
    try:
        submission.capture_feature_maps(model, too_large, layers)
    except NotImplementedError:
        raise
    except RuntimeError:
        raised = "RuntimeError"
    except ValueError:
        raised = "ValueError"
    return before, hooks_on(model), raised


def test_network_runs_once(kata, rng):
    """However many layers are looked at, the network runs once."""
    found, _ = kata.probe(runs, weights(rng), images(rng), LAYERS)
    expect(found, "runs").equals(1)


def runs(submission, state, x, layers):
    """Return how often the network was run, and the maps."""
    model = network(submission, state)
    maps = submission.capture_feature_maps(model, x, layers)
    return model.runs, maps


def test_modes_are_as_they_were(kata, rng):
    """A network in training, a part of it frozen, is so afterwards."""
    found, _ = kata.probe(modes_afterwards, weights(rng), images(rng), LAYERS, "body.norm")
    expected = ["body", "body.conv", "body.relu", "pool", "head", "twice", "spare"]
    expect(found, "modules in train mode").equals(expected)


def modes_afterwards(submission, state, x, layers, frozen):
    """Return which modules are in train mode afterwards, `frozen` having been put into eval, and the maps."""
    model = network(submission, state, training=True)
    model.get_submodule(frozen).eval()
    maps = submission.capture_feature_maps(model, x, layers)
    return [module for module, found in model.named_modules() if module and found.training], maps


@pytest.mark.parametrize("recording", [True, False])
def test_gradients_are_as_they_were(kata, rng, recording):
    """Gradients that were there are there, and torch records as it did before."""
    state = weights(rng)
    found = kata.probe(gradients_afterwards, state, images(rng), LAYERS, recording)
    does = "records" if found["recording"] else "does not record"
    expect(found["recording"] == recording).holds(f"torch {does} gradients afterwards, other than before")
    expect(found["asked for"], "parameters that ask for a gradient").equals(
        ["body.conv.weight", "body.norm.weight", "body.norm.bias"]
    )
    gone = sum(value is None for value in found["gradients"])
    expect(gone, "gradients that are None afterwards").equals(0)
    held = [getattr(value, "array", value) for value in found["gradients"]]
    expect(held, "gradients").equals([state[name].array for name in ("conv", "gain", "shift", "head")])


def gradients_afterwards(submission, state, x, layers, recording):
    """Return every parameter's gradient, which was its own value, whether torch records gradients, and the maps."""
    import torch

    model = network(submission, state)
    for parameter in model.parameters():
        parameter.grad = parameter.detach().clone()
    model.head.weight.requires_grad_(False)
    with torch.set_grad_enabled(recording):
        maps = submission.capture_feature_maps(model, x, layers)
        afterwards = torch.is_grad_enabled()
    asked = [key for key, value in model.named_parameters() if value.requires_grad]
    gradients = [value.grad for value in model.parameters()]
    return {"gradients": gradients, "asked for": asked, "recording": afterwards, "maps": maps}


def test_negative_values_are_not_sparse(kata):
    """Only an exact zero counts: not a small value, nor a negative one."""
    values = np.array([[[[0.0, -1.0, -2.0, 1e-30], [2.0, 3.0, 4.0, 5.0]]]])
    found = kata.map_statistics({"conv": Tensor(values, "float64")})
    sparsity = brought_home(found["conv"]["sparsity"], kata.device)
    expect(sparsity, "sparsity").equals(Tensor(np.array([0.125]), "float64"), rtol=1e-6)


@refusal("capture_feature_maps")
@pytest.mark.parametrize("layers", [["head", "hat"], ["conv"], ["spare", "head"]])
def test_layers_that_put_nothing_out(kata, rng, layers):
    """A layer that the model does not have, or that did not run, is refused by name."""
    kata.refuses(captured, weights(rng), False, images(rng), layers, naming="layers")


def test_network_on_another_device(kata, rng):
    """A network on a GPU is looked into like one on the CPU."""
    kata.stays_in_place(captured, weights(rng), False, images(rng), LAYERS)

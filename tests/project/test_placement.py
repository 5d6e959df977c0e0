"""Where tensors are made: a GPU's refusals are found without one, and nothing else is refused."""

import numpy as np
import pytest

from grader import ROOT
from grader.bench.messages import Call, Load, Recipe
from grader.bench.process import Bench
from grader.bench.workbench import Workbench, captured
from grader.cases import Case, read_cases
from grader.course.catalogue import read_course
from grader.judge import handle
from grader.judge.gathering import Listener
from grader.judge.places import MOST, jobs_of
from grader.judge.runner import grade
from grader.mutants import variants
from grader.placement import on_another_device
from grader.plain import Tensor

pytestmark = pytest.mark.torch

COURSE = read_course(ROOT)
X = Tensor(np.random.default_rng(0).normal(size=(2, 4)), "float64")

HEAD = """
import math
from copy import deepcopy
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

K = torch.ones(4)
"""

WRONG = {
    "return x + torch.arange(4)": "torch.arange(4) is made on the CPU; give it device=x.device",
    "return x + torch.zeros(4)": "torch.zeros(4) is made on the CPU; give it device=x.device",
    "return x @ torch.eye(4, dtype=x.dtype)": "torch.eye(4, dtype=x.dtype) is made on the CPU; give it device=x.device",
    "y = x * 2\n    return y + torch.randn(2, 4)": "torch.randn(2, 4) is made on the CPU; give it device=x.device",
    "return x + torch.tensor([1.0, 2, 3, 4])": "torch.tensor([1.0, 2, 3, 4]) is made on the CPU",
    "return x * torch.linspace(0, 1, 4)": "torch.linspace(0, 1, 4) is made on the CPU; give it device=x.device",
    "return x.masked_fill(torch.ones(2, 4) > 0, 0.0)": "torch.ones(2, 4) is made on the CPU",
    "mask = torch.ones(4)\n    mask[0] = 0\n    return x * mask[None]": "torch.ones(4) is made on the CPU",
    "return torch.where(torch.arange(4) > 1, x, 0.0)": "torch.arange(4) is made on the CPU",
    "return x + torch.full_like(x, 2.0, device='cpu')": "torch.full_like(x, 2.0, device='cpu') is made on the CPU",
    "return torch.cat([x, torch.zeros(1, 4)])": "torch.zeros(1, 4) is made on the CPU",
    "return x.gather(1, torch.zeros(2, 1, dtype=torch.long))": "torch.zeros(2, 1, dtype=torch.long) is made on the CPU",
    "return F.one_hot(torch.arange(4)) * x[:, None]": "is on the CPU, and what it meets is not; .to(x.device) moves it",
    "return x + torch.from_numpy(np.ones(4))": "torch.from_numpy(np.ones(4)) is on the CPU",
    "return x + x.to('cpu')": "x.to('cpu') is on the CPU, and what it meets is not; .to(x.device) moves it",
    "return x + nn.Linear(4, 4)(x.float())": "nn.Linear(4, 4) is on the CPU",
    "return x + K": "K is on the CPU, and what it meets is not",
    "return x.cpu() * 2": "the result is on the CPU, and what it is made of is not: x.cpu() is made there",
    "out = torch.zeros(2, 4)\n    out[0] = x[0]\n    return out": "the result is on the CPU",
    "return torch.stack([torch.tensor(r).mean() for r in x.tolist()])": "torch.tensor(r) is made there",
    "total = torch.zeros(())\n    total += x.sum()\n    return total": "torch.zeros(()) is made on the CPU",
    "return torch.zeros(4)[x[0].long() * 0]": "torch.zeros(4) is made on the CPU",
    "y = x.clone()\n    y[torch.tensor([0])] = torch.ones(1, 4).to(y.dtype)\n    return y": "torch.ones(1, 4)",
    "return x + torch.as_tensor(np.sin(x)).to(x)": "NumPy reads tensors on the CPU alone",
    "return x + torch.tensor(x.numpy().sum())": "NumPy reads tensors on the CPU alone",
    "return x + torch.randn(4, generator=torch.Generator(), device=x.device)": "the generator is on the CPU",
    "return x.clone().normal_(generator=torch.Generator())": "the generator is on the CPU",
    "return torch.func.vmap(lambda r: r + torch.arange(4))(x)": "torch.arange(4) is made on the CPU",
}

RIGHT = (
    "return x + torch.arange(4, device=x.device)",
    "return x + torch.arange(4, device=x.device.type)",
    "return x + torch.tensor([1.0, 2, 3, 4], device=x.device)",
    "return x * x.new_tensor([1, 2, 3, 4]) + x.new_zeros(4)",
    "return x + torch.tensor(3.0) + 2 * math.pi",
    "return torch.where(x > 0, x, torch.tensor(0.0, dtype=x.dtype))",
    "return x[:, torch.tensor([0, 1])] + x[:, [0, 1]]",
    "y = x.clone()\n    y[0] = torch.arange(4.0)\n    y[1, :2] = 0\n    return y",
    "y = x.clone()\n    y[torch.tensor([0])] = torch.ones(1, 4).to(y)\n    return y",
    "return torch.from_numpy(x.detach().cpu().numpy()).to(x.device)",
    "return torch.as_tensor(np.ones(4)).to(x) + x",
    "return x + torch.randn(4, generator=torch.Generator(x.device).manual_seed(3), device=x.device)",
    "return x + torch.randn(4, generator=torch.Generator().manual_seed(3)).to(x.device)",
    "assert isinstance(torch.default_generator, torch.Generator)\n    return x",
    "return x + x.sum().item() + sum(x[0].tolist()) + float(x[0, 0])",
    "print(f'{x.mean():.3f}', x)\n    return x if x.sum() > 0 else -x",
    "w = x.clone().requires_grad_()\n    (w**2).sum().backward()\n    return w.grad",
    "with torch.device(x.device):\n        return x + torch.arange(4)",
    "return torch.func.vmap(lambda r: r + torch.arange(4, device=r.device))(x)",
    "return torch.func.jacrev(lambda v: (v**2).sum(1))(x)",
    "return torch.func.hessian(lambda v: (v**2).sum())(x)",
    "return torch.func.jvp(lambda v: v**2, (x,), (torch.ones_like(x),))[1]",
    "return torch.autograd.functional.jacobian(lambda v: v**2, x)",
    "return torch.linalg.solve(x @ x.T + torch.eye(2, dtype=x.dtype, device=x.device), x)",
    "return torch.fft.ifft2(torch.fft.fft2(x)).real",
    "return torch.quantile(x, torch.tensor([0.1, 0.5], device=x.device, dtype=x.dtype), dim=1)",
    "return torch.unique(x), torch.histc(x, 4), torch.multinomial(x.abs() + 1, 2), x.sort().indices",
    "return F.interpolate(x[None, None], scale_factor=2, mode='bilinear'), F.unfold(x[None, None], 2)",
    "return F.one_hot(torch.arange(4, device=x.device)) * x[:, None]",
    "return nn.MultiheadAttention(4, 2, batch_first=True).to(x)(x[None], x[None], x[None])[0]",
    "y = x.clone()\n    y.data.mul_(2)\n    return y.t_().unsqueeze_(0)",
    "return torch.stack([torch.tensor(float(v.sum())) for v in x]).to(x.device)",
    "w = nn.Parameter(x.clone())\n    o = torch.optim.Adam([w], lr=0.1)\n    for _ in range(3):\n"
    "        o.zero_grad()\n        (w**2).sum().backward()\n        o.step()\n    return w.detach()",
    "m = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4), nn.Dropout()).to(x.device, x.dtype)\n    n = deepcopy(m)\n"
    "    n.load_state_dict(m.state_dict())\n    m(x).sum().backward()\n"
    "    nn.utils.clip_grad_norm_(m.parameters(), 1.0)\n    return n(x)",
    "try:\n        return x + torch.arange(4)\n    except RuntimeError:\n"
    "        return x + torch.arange(4, device=x.device)",
)


def said(folder, body, target="f", job=((X,), False, True)):
    """Return what is said of a function with this body, its line left out."""
    file = folder / "submission.py"
    source = body if target != "f" else f"{HEAD}\n\ndef f(x):\n    {body}\n"
    file.write_text(source, encoding="utf-8")
    bench = Workbench(captured)
    assert bench.answer(Load(Recipe("day05/lenet", str(file)))).error is None
    outcome = bench.answer(Call("day05/lenet", on_another_device, (target, (job,))))
    assert outcome.error is None, outcome.error
    return outcome.value


@pytest.mark.parametrize("body", WRONG)
def test_what_a_gpu_would_refuse(tmp_path, body):
    words, line = said(tmp_path, body)
    assert WRONG[body] in words
    assert 13 <= line <= 15


@pytest.mark.parametrize("body", RIGHT)
def test_what_a_gpu_would_take(tmp_path, body):
    assert said(tmp_path, body) == ("", 0)


MOVE = "is on the CPU, and what it meets is not"
HANDED_OVER = {
    "return x + y": f"a tensor of shape (4,) {MOVE}; move it there first",
    "return x + y[torch.arange(4)]": f"y[torch.arange(4)] {MOVE}; .to(x.device) moves it",
    "z = 2 * y\n    return x + z": f"2 * y {MOVE}",
    "z = torch.arange(4) * y\n    return x + z": f"torch.arange(4) * y {MOVE}",
    "return x + torch.zeros_like(y)": f"torch.zeros_like(y) {MOVE}",
    "return x + torch.arange(4)[y.long() * 0]": "torch.arange(4) is made on the CPU; give it device=x.device",
    "return x + y.to(x.device)": "",
    "return x[:, y.long()]": "",
}


@pytest.mark.parametrize("body", HANDED_OVER)
def test_what_was_handed_over_on_the_cpu_is_not_called_made_there(tmp_path, body):
    words, line = said(tmp_path, f"{HEAD}\n\ndef f(x, y):\n    {body}\n", with_data_on_the_cpu, ((X,), False, False))
    assert HANDED_OVER[body] in words and bool(words) == bool(HANDED_OVER[body])
    assert 12 < line < 15 if words else line == 0


def with_data_on_the_cpu(submission, x):
    import torch

    return submission.f(x, torch.ones(4, dtype=torch.float64))


MODULES = {
    "self.kernel = torch.ones(4)": "torch.ones(4) is made in __init__ and stays on the CPU",
    "self.register_buffer('kernel', torch.ones(4))": "",
    "self.register_buffer('kernel', torch.ones(4), persistent=False)": "",
    "self.kernel = nn.Parameter(torch.ones(4))": "",
    "self.kernel = nn.Parameter(torch.ones(4)).data": "torch.ones(4) is made in __init__ and stays on the CPU",
    "self.kernel = [torch.ones(4)][0] * 2": "torch.ones(4) is made in __init__ and stays on the CPU",
}


@pytest.mark.parametrize("made", MODULES)
def test_a_tensor_of_a_module_that_is_not_its_own(tmp_path, made):
    source = f"{HEAD}\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        {made}\n"
    source += "\n    def forward(self, x):\n        return x * self.kernel\n"
    words, line = said(tmp_path, source, "Net", (({}, {}, (X,), "eval"), True, True))
    assert MODULES[made] in words and bool(words) == bool(MODULES[made])
    assert line == (15 if words else 0)


def test_layers_in_a_plain_list(tmp_path):
    source = f"{HEAD}\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    source += "        self.layers = [nn.Linear(4, 4).double()]\n\n"
    source += "    def forward(self, x):\n        return self.layers[0](x)\n"
    words, _ = said(tmp_path, source, "Net", (({}, {}, (X,), "eval"), True, True))
    assert "is made in __init__ and stays on the CPU: the module knows it neither as a parameter" in words


def test_what_fails_on_the_cpu_too_is_another_matter(tmp_path):
    with pytest.raises(AssertionError, match="arange"):
        said(tmp_path, "x + torch.arange(4)\n    raise KeyError('arange')")


def test_what_takes_long_is_let_be(tmp_path, monkeypatch):
    from grader import elsewhere

    monkeypatch.setattr(elsewhere, "SECONDS", 0.0)
    assert said(tmp_path, "return x + torch.arange(4)")[0] == "cannot tell"


def test_torch_is_left_as_it_was(tmp_path):
    import torch

    generator = torch.Generator
    said(tmp_path, "return x + torch.arange(4)")
    assert torch.Generator is generator
    assert torch.tensor([1.0]).device.type == "cpu"


# -- as a learner meets it


def test_the_learner_reads_what_to_do(tree):
    """The words, the line, and the command for the check alone; right values are no help."""
    tree.solve("day13/soft_argmax", ("device=like.device", "device='cpu'"))
    source = (tree.root / "day13/soft_argmax.py").read_text(encoding="utf-8")
    report = tree.grade("day13/soft_argmax").kata("day13/soft_argmax")
    wrong = [check for check in report["checks"] if check["status"] != "passed"]
    assert [check["name"] for check in wrong] == ["on_another_device"]
    assert "this runs on the CPU and would fail on a GPU: torch." in wrong[0]["message"]
    assert "is made on the CPU; give it device=" in wrong[0]["message"]
    line = int(wrong[0]["where"].rpartition(":")[2])
    assert "device='cpu'" in source.splitlines()[line - 1]
    assert wrong[0]["diagnosis"] == ""


# -- which katas have the check

UNCOVERED = {
    "day08/experiment": "no tensor goes in: settings, names of files, versions",
}


def with_torch():
    return [kata for kata in COURSE.katas() if "import torch" in kata.solution.read_text(encoding="utf-8")]


def checks_placement(kata):
    return "stays_in_place" in kata.checks.read_text(encoding="utf-8") or bool(jobs_of(read_cases(kata.cases)[0]))


def test_every_kata_of_torch_is_covered():
    assert {kata.id for kata in with_torch() if not checks_placement(kata)} == set(UNCOVERED)


@pytest.mark.parametrize("kata", with_torch(), ids=lambda kata: kata.id)
def test_every_right_way_is_told_to_be_right(kata):
    """Of every function that takes tensors, by the solution and by every other right way."""
    graded = set(direct(kata))
    for recipe in (Recipe(kata.id, str(kata.solution)), *(variant.recipe(kata) for variant in variants(kata))):
        bench = Workbench(captured)
        bench.answer(Load(recipe))
        for function, jobs in jobs_of(read_cases(kata.cases)[0]).items():
            if function in graded:
                outcome = bench.answer(Call(kata.id, on_another_device, (function, tuple(jobs))))
                assert (outcome.value, outcome.error) == (("", 0), None), (recipe.replacing, function)


def direct(kata):
    """Return the functions whose cases are checked as they stand."""
    text = kata.checks.read_text(encoding="utf-8")
    return [case.function for case in read_cases(kata.cases)[0] if f'each_case("{case.function}")' not in text]


MADE_BY_HAND = ("on_another_device", "network_on_another_device", "networks_on_another_device")


def test_the_solutions_are_told_to_be_right(monkeypatch):
    """Where torch goes a way on which nothing can be told, the check is let be: of no solution is it."""
    monkeypatch.setattr(handle, "UNTOLD", "")
    katas = [kata for kata in with_torch() if "stays_in_place" in kata.checks.read_text(encoding="utf-8")]
    bench = Bench()
    try:
        report = grade(COURSE, katas, bench, lambda kata: Recipe(kata.id, str(kata.solution)), Listener())
    finally:
        bench.close()
    checks = [(kata.id, check) for kata in report.katas for check in kata.checks if check.name in MADE_BY_HAND]
    assert {kata for kata, _ in checks} == {kata.id for kata in katas}
    assert [(kata, check.explanation) for kata, check in checks if check.status != "passed"] == []


def test_a_few_cases_of_each_kind_are_run():
    def case(mode, size):
        return Case("f", Tensor(np.ones(size), "float64"), mode, expected=Tensor(np.ones(size), "float64"))

    jobs = jobs_of([case("a", 3), case("a", 4), case("b", 3), *(case(mode, 2) for mode in "cdef")])
    assert [args[1] for args, _, _ in jobs["f"]] == ["a", "b", "c", "d"][:MOST]
    assert jobs["f"][0][0][0].array.shape == (3,)
    assert jobs_of([Case("f", np.ones(3), expected=1.0)]) == {}

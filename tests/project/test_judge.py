"""What is said of a wrong submission: never a reason that is not so, the explained failure first, one cause once."""

import subprocess
import sys

import pytest

from grader import ROOT


def told(tree, kata, *options):
    """Return what the learner reads of one kata."""
    return " ".join(tree.show(kata, *options).out.split())


def checks(tree, kata):
    return tree.grade(kata).kata(kata)["checks"]


# -- never a reason that is not so


def test_a_turn_that_agrees_now_and_then_is_no_reason(tree):
    """Right weights whose mistakes start at -1 are not told that they count epochs."""
    tree.solve("day01/perceptron", ("np.zeros(np.shape(x)[1]), 0.0, 0", "np.zeros(np.shape(x)[1]), 0.0, -1"))
    assert {check["diagnosis"] for check in checks(tree, "day01/perceptron")} == {""}


def test_a_turn_that_fails_where_the_submission_is_right_is_no_reason(tree):
    """A shift that is wrong for steps to the left alone did not move the other way."""
    tree.solve("day02/equivariance", ("_reached(width, -dx)]", "_reached(width, -abs(dx))]"))
    assert "other way" not in " ".join(check["diagnosis"] for check in checks(tree, "day02/equivariance"))


@pytest.mark.torch
def test_running_statistics_that_stay_are_no_other_slip(tree):
    """A batch_norm that never updates running_var does normalise by the batch."""
    tree.solve("day06/batch_norm", ("        self.running_var.lerp_(var * n / (n - 1), self.momentum)\n", ""))
    said = " ".join(check["diagnosis"] for check in checks(tree, "day06/batch_norm"))
    assert "running statistics" not in said.replace("running_var", "")


# -- what failing cases share


@pytest.mark.torch
def test_what_the_failing_cases_share_is_said(tree):
    tree.solve("day06/batch_norm", ("(var * n / (n - 1), self.momentum)", "(var * n / (n - 1), self.momentum / 2)"))
    assert 'whenever mode="train"' in told(tree, "day06/batch_norm")


def test_other_parts_that_are_right_are_said(tree):
    tree.solve("day01/perceptron", ("np.zeros(np.shape(x)[1]), 0.0, 0", "np.zeros(np.shape(x)[1]), 0.0, -1"))
    assert "weight and bias are right in every case" in told(tree, "day01/perceptron", "--all")


def test_how_far_off_is_said_in_the_values_own_size(tree):
    tree.solve("day03/padding", ("(size - 1) - np.abs((size - 1) - np.abs(index))", "np.abs(index) % size"))
    words = told(tree, "day03/padding", "--all")
    assert "times the tolerance" not in words
    assert "where values are about" in words


# -- the explained failure first, one cause once


def test_the_explained_failure_speaks_first(tree):
    """The example fails first in the file, without a diagnosis; a case of the same function has one."""
    tree.solve("day03/padding", ("(size - 1) - np.abs((size - 1) - np.abs(index))", SYMMETRIC))
    assert "repeating the edge pixel" in told(tree, "day03/padding")


SYMMETRIC = "np.where(index < 0, -1 - index, np.where(index >= size, 2 * size - 1 - index, index))"


def test_one_cause_is_one_block(tree):
    tree.solve("day03/padding", ("return total // 2, total - total // 2", "return total / 2, total - total / 2"))
    words = told(tree, "day03/padding", "--all")
    assert words.count("a whole number (int) is expected") == 1
    assert "the same in" in words


# -- refusals


def test_right_numbers_without_refusals_keep_four_fifths(tree):
    tree.solve(
        "day03/padding",
        ("    _check_pad2d(image, pad, mode)\n", ""),
        ("    _check_same_padding(kernel, dilation)\n", ""),
    )
    ran = tree.grade("day03/padding").kata("day03/padding")
    assert (ran["points"], ran["max_points"]) == (4, 5)
    assert "The numbers are right; what is left is to refuse" in told(tree, "day03/padding")


def test_refusing_everything_earns_nothing(tree):
    refusing = 'def pad2d(image, pad, mode):\n    raise ValueError("image pad mode")\n\n'
    refusing += 'def same_padding(kernel, dilation=1):\n    raise ValueError("kernel dilation")\n'
    tree.write("day03/padding", refusing)
    assert tree.grade("day03/padding").kata("day03/padding")["points"] == 0


# -- stubs, examples, imports


@pytest.mark.torch
def test_a_library_that_is_not_implemented_is_no_stub(tree):
    """torch raises NotImplementedError for a dtype that it lacks an operation for."""
    tree.solve(
        "day06/batch_norm", ("        mean, var = ", "        x.to(torch.complex64).median()\n        mean, var = ")
    )
    failed = [check for check in checks(tree, "day06/batch_norm") if check["message"]]
    assert failed
    assert {check["status"] for check in failed} <= {"failed", "unchecked"}


def test_the_stubs_own_examples_are_checks(tree):
    tree.solve("day03/padding", ("total // 2, total - total // 2", "total - total // 2, total // 2"))
    example = next(check for check in checks(tree, "day03/padding") if check["name"] == "same_padding-example")
    assert example["status"] == "failed"
    assert "where the docstring says ((1, 1), (1, 2))" in example["message"]


@pytest.mark.parametrize(
    "use",
    [
        "np.pad(image, pad)",
        "n.pad(image, pad)",
        "getattr(np, 'pad')(image, pad)",
        "pad_it(image, pad)",
        "_helper(image, pad)",
        "list(map(np.pad, [image], [pad]))[0]",
    ],
)
def test_what_is_forbidden_is_found_as_a_thing_and_costs_its_function(tree, use):
    head = "import numpy as np\nimport numpy as n\nfrom numpy import pad as pad_it\nfrom numpy import *\n"
    source = (ROOT / "solutions/day03/padding.py").read_text(encoding="utf-8")
    helper = "def _helper(*a):\n    return np.pad(*a)\n"
    tree.write("day03/padding", f"{head}{source}\n\n{helper}\n\ndef pad2d(image, pad, mode):\n    return {use}\n")
    graded = checks(tree, "day03/padding")
    assert "numpy.pad is not allowed here: padding is what this kata builds" in graded[0]["message"]
    assert all(check["status"] == "passed" for check in graded if check["name"].startswith("same_padding"))


@pytest.mark.parametrize("module", ["doctest", "time", "warnings", "cmath", "fractions", "re"])
def test_the_harmless_standard_library_may_be_imported(tree, module):
    tree.solve("day03/padding", ("import numpy as np\n", f"import {module}\nimport numpy as np\n"))
    assert tree.grade("day03/padding").code == 0


def test_what_is_forbidden_stands_in_the_stub():
    stub = (ROOT / "katas/day03/padding.py").read_text(encoding="utf-8")
    assert "Not allowed here: numpy.pad (padding is what this kata builds)." in stub


@pytest.mark.torch
@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("numpy.finfo", "numpy.finfo(float)"),
        ("torch.finfo", "torch.finfo(torch.half)"),
        ("torch.nn.ReLU", "torch.nn.ReLU()"),
    ],
)
def test_a_class_is_kept_from_a_file_and_from_nobody_else(name, use):
    """numpy.finfo makes its objects in __new__, torch.finfo is of C and cannot be changed."""
    code = f"""
import numpy, torch
from grader.bench.fence import NotAllowed, fence
fence("submission.py", {{{name!r}: "it is what this kata builds"}})
print(numpy.array([1.5]), numpy.finfo(float).eps, torch.finfo(torch.half).eps, torch.nn.ReLU())
try:
    exec(compile("import numpy, torch; {use}", "submission.py", "exec"))
except NotAllowed as refused:
    print(refused)
"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert f"{name} is not allowed here: it is what this kata builds" in ran.stdout, ran.stderr

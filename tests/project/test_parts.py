"""The grader's parts, one by one: comparison, imports, stubs, results, and pytest by itself."""

import ast
import json
import shutil
import subprocess
import sys
import tomllib

import numpy as np
import pytest

from grader import ROOT
from grader.cases import Case, read_cases, write_cases
from grader.comparison import Comparison, shown
from grader.course.catalogue import as_name, read_course
from grader.course.faults import BrokenCourse
from grader.course.stubs import stub_of
from grader.judge.imports import violations
from grader.judge.results import CheckResult, KataResult, Status
from grader.plain import Tensor

IMAGE = np.arange(12.0).reshape(3, 4) + 1


def what(got, expected, **settings):
    difference = Comparison(**settings).difference(got, expected)
    return Comparison(**settings).words(difference) if difference else ""


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (IMAGE.copy(), IMAGE),
        (IMAGE.astype(np.float32), IMAGE),
        (np.asfortranarray(IMAGE), IMAGE),
        (IMAGE.astype(int), IMAGE),
        (IMAGE * (1 + 1e-12), IMAGE),
        (np.float64(2.0), 2.0),
        (np.array(2.0), 2.0),
        (2, 2.0),
        (np.int64(3), 3),
        ([1, 2], (1, 2)),
        (np.bool_(True), True),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        (np.array([1e-17]), np.array([0.0])),
        (Tensor(IMAGE, "float64"), Tensor(IMAGE, "float64")),
    ],
)
def test_right_results_are_right(got, expected):
    assert what(got, expected) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.array("spiral"), '"spiral"'),
        (np.array(True), "True"),
        (np.array(1 / 3), "0.333333"),
        (Tensor(np.array(3), "int64"), "3"),
        (IMAGE, "3x4"),
    ],
)
def test_arrays_without_axes_are_shown_by_their_value(value, words):
    assert shown(value) == words


@pytest.mark.parametrize(
    ("got", "expected", "words"),
    [
        (None, IMAGE, "it returned None"),
        (IMAGE.tolist(), IMAGE, "a list where an array is expected"),
        (IMAGE.T, IMAGE, "the axes are the other way round"),
        (IMAGE[:2], IMAGE, "shape (2, 4) where (3, 4) is expected"),
        (-IMAGE, IMAGE, "first at row 0, column 0; 12 of 12 differ"),
        (IMAGE + 1e-7, IMAGE, "wrong values"),
        ((IMAGE * 1.5).astype(int), IMAGE * 1.5, "fractions were cut off"),
        (IMAGE.astype(np.float16), IMAGE, "too coarse"),
        (IMAGE.astype(complex), IMAGE, "complex numbers (complex128) where real numbers"),
        (IMAGE > 3, IMAGE, "booleans"),
        (np.where(IMAGE == 3, np.nan, IMAGE), IMAGE, "not finite: nan, first at row 0, column 2"),
        (np.array([1.0]), np.array([np.inf]), "wrong values"),
        (2.5, 2, "a whole number (int) is expected"),
        (2.0, 2, "2 is a floating-point number"),
        (True, 1, "where a number is expected"),
        (1, True, "where True or False is expected"),
        ((1,), (1, 2), "1 results where 2 are expected"),
        (IMAGE, (IMAGE, IMAGE), "where 2 results are expected"),
        (np.array("spiral"), "spiral", "an array of shape () where text is expected"),
        (np.array(True), 2.0, "where a number is expected"),
        ({"a": 1}, {"a": 1, "b": 2}, 'the key "b" is missing'),
        ({"a": None}, {"a": IMAGE}, '"a": nothing (None) where an array of shape (3, 4) is expected'),
        ({"a": IMAGE, "b": -IMAGE}, {"a": IMAGE, "b": IMAGE}, '"b": right shape, wrong values'),
        (IMAGE, Tensor(IMAGE, "float64"), "where a torch tensor is expected"),
        (Tensor(IMAGE, "float32"), Tensor(IMAGE, "float64"), "dtype float32"),
        (Tensor(IMAGE, "float64"), Tensor(IMAGE, "float64", grad=True), "no gradient can flow"),
        (Tensor(IMAGE, "float64", "cuda"), Tensor(IMAGE, "float64"), "the result is on cuda"),
    ],
)
def test_wrong_results_are_named(got, expected, words):
    assert words in what(got, expected)


def test_parts_are_called_by_their_names():
    words = what((IMAGE, -IMAGE), (IMAGE, IMAGE), parts=("grad_x", "grad_bias"))
    assert words.startswith("grad_bias: right shape, wrong values")


def test_elementwise_minds_small_elements():
    small = np.array([1.0, 1e-12])
    assert what(np.array([1.0, 2e-12]), small) == ""
    assert "wrong values" in what(np.array([1.0, 2e-12]), small, elementwise=True)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import scipy.signal", "import scipy"),
        ("from os import path", "import os"),
        ("def f():\n    import torch", "import torch"),
        ("import numpy as np\nimport subprocess", "import subprocess"),
        ("__import__('os')", "__import__()"),
        ("eval('1')", "eval()"),
    ],
)
def test_what_is_not_allowed_is_found(source, name):
    assert name in [violation.name for violation in violations(ast.parse(source), ("numpy",))]


@pytest.mark.parametrize(
    "source",
    ["import numpy as np\nimage = np.zeros(3)\npad = 2\nimage.pad = 1", "import math, itertools", "model.eval()"],
)
def test_what_is_allowed_is_not_found(source):
    assert violations(ast.parse(source), ("numpy",)) == []


SOLUTION = '''"""Title."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

KERNEL = 3
# how the trick is done
_TABLE = {1: 2}


def area(x, *, scale=1.0):
    """Return the area."""
    # a reason
    return _help(x) * scale


# a private matter
def _help(x):
    return np.sum(sliding_window_view(x, 2))


class Layer:
    """A layer."""

    def __init__(self, size):
        self.size = size

    def forward(self, x):
        """Apply it."""
        return self._apply(x)

    def _apply(self, x):
        return x
'''

STUB = '''"""Title."""

import numpy as np

KERNEL = 3


def area(x, *, scale=1.0):
    """Return the area."""
    raise NotImplementedError


class Layer:
    """A layer."""

    def __init__(self, size):
        raise NotImplementedError

    def forward(self, x):
        """Apply it."""
        raise NotImplementedError
'''


def test_a_stub_is_its_solution_without_bodies():
    assert stub_of(SOLUTION) == STUB
    assert stub_of(STUB) == STUB


def test_a_stub_imports_what_its_examples_use():
    source = '"""Title."""\n\nfrom torch import nn\nfrom torch.nn import functional as F\n\n\ndef f(x):\n'
    source += '    """Return x.\n\n    >>> f(nn.Linear(1, 2))\n    3\n    """\n    return F.relu(x)\n'
    stub = stub_of(source)
    assert "from torch import nn" in stub
    assert "functional" not in stub


def test_points_are_earned_by_share_and_full_only_for_all():
    kata = KataResult("day01/x", 6, [CheckResult("a", Status.PASSED), CheckResult("b", Status.FAILED)])
    assert (kata.points, kata.status) == (3, Status.FAILED)
    assert KataResult("day01/x", 6, []).status is Status.ERROR
    nearly = [CheckResult(str(i), Status.PASSED) for i in range(99)] + [CheckResult("z", Status.TODO)]
    assert (KataResult("day01/x", 6, nearly).points, KataResult("day01/x", 6, nearly).status) == (5, Status.TODO)


def test_cases_are_stored_without_pickle_and_alike(tmp_path):
    cases = [Case("f", IMAGE, [1, (2, "three")], None, expected={"a": IMAGE}, name="one", rtol=1e-3)]
    for name in ("a.npz", "b.npz"):
        write_cases(tmp_path / name, cases, seed=5)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    (case,), seed = read_cases(tmp_path / "a.npz")
    assert (seed, case.function, case.args[1:], case.rtol) == (5, "f", ([1, (2, "three")], None), 1e-3)
    assert np.array_equal(case.expected["a"], IMAGE)
    with pytest.raises(BrokenCourse, match=r"gone\.npz is missing"):
        read_cases(tmp_path / "gone.npz")


@pytest.mark.parametrize(
    "text",
    [
        "day03/padding",
        "katas/day03/padding.py",
        "./katas/day03/padding.py",
        "tests/day03/test_padding.py",
        "katas\\day03\\padding.py",
        "/home/me/course/katas/day03/padding.py",
    ],
)
def test_a_kata_is_known_by_its_files_too(text):
    assert as_name(text) == "day03/padding"
    assert read_course().kata(text).id == "day03/padding"


def test_plain_pytest_grades_the_same_way(tool, tree):
    tree.solve("day03/padding", ("return total // 2, total - total // 2", "return total // 2, total // 2"))
    ran = tool("pytest", "tests/day03/test_padding.py", "-q", "--against", tree.root)
    graded = tree.grade("day03/padding").kata("day03/padding")["checks"]
    failed = [check for check in graded if check["status"] == "failed"]
    assert f"{len(failed)} failed, {len(graded) - len(failed)} passed" in ran.out
    (diagnosis, *_) = [check["diagnosis"] for check in failed if check["diagnosis"]]
    assert diagnosis[:40] in ran.out
    assert "Traceback" not in ran.out


def test_plain_pytest_skips_what_is_not_started(tool, tree):
    tree.write("day03/padding", stub_of((ROOT / "solutions/day03/padding.py").read_text()))
    ran = tool("pytest", "tests/day03/test_padding.py", "-q", "-rs", "--against", tree.root)
    assert ran.code == 0
    assert "not started" in ran.out
    assert "passed" not in ran.out


def test_in_process_says_so_and_grades_alike(tree):
    tree.solve("day03/padding")
    ran = tree.grade("day03/padding", "--in-process")
    assert ran.code == 0
    assert "--in-process" in ran.err


def test_json_is_the_one_schema(tree, tmp_path):
    tree.solve("day03/padding")
    path = tmp_path / "report.json"
    ran = tree.show("day03/padding", "--seed", "7", "--json", str(path))
    report = json.loads(path.read_text())
    assert ran.out.startswith("Day 3")
    of_schema_1 = {"schema", "device", "seed", "seconds", "katas", "unchecked"}
    assert of_schema_1 | {"course", "submission"} == set(report)
    assert (report["schema"], report["device"], report["seed"]) == (2, "cpu", 7)
    (kata,) = report["katas"]
    assert {"id", "status", "points", "max_points", "checks"} | {"title", "hash"} == set(kata)
    of_schema_1 = {"name", "status", "message", "diagnosis", "seconds"}
    assert of_schema_1 | {"title", "where", "again", "misconception"} == set(kata["checks"][0])


@pytest.mark.torch
def test_fresh_cases_are_new_and_pass(tree):
    tree.solve("day03/padding")
    frozen = tree.grade("day03/padding").kata("day03/padding")["checks"]
    fresh = tree.grade("day03/padding", "--fresh", "2", "--seed", "3").kata("day03/padding")["checks"]
    assert {check["status"] for check in fresh} == {"passed"}
    assert len(fresh) > len(frozen)
    assert any(check["name"] == "pad2d-1-fresh-2" for check in fresh)


HEAVY = "sorted({'torch', 'scipy', 'galsim', 'matplotlib', 'rich'} & set(sys.modules))"


def test_a_numpy_day_imports_nothing_heavy_into_the_grader(tool):
    code = f"import sys; from grader.cli import main; main(['day03', '--against', 'solutions']); print({HEAVY})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip().endswith("[]")


def test_a_numpy_day_imports_nothing_heavy_into_the_bench(tree):
    heavy = HEAVY.replace("sys.", "np.testing._private.utils.sys.")
    tree.solve("day03/padding", ("    total = dil", f"    print({heavy})\n    return None\n    total = dil"))
    (failed, *_) = [c for c in tree.grade("day03/padding").kata("day03/padding")["checks"] if c["message"]]
    assert "it printed:\n  []" in failed["message"]


def test_plain_pytest_remembers_too(course_copy, tool):
    shutil.copy(course_copy / "solutions/day03/padding.py", course_copy / "katas/day03/padding.py")
    arguments = ["pytest", "-q", "tests/day03/test_padding.py"]
    tool(*arguments, "-k", "same_padding", cwd=course_copy, PYTHONPATH=str(course_copy))
    assert not (course_copy / ".grader").exists()
    tool(*arguments, cwd=course_copy, PYTHONPATH=str(course_copy))
    assert "1 of" in tool("grader", cwd=course_copy, PYTHONPATH=str(course_copy)).out


def test_conda_and_pip_bring_the_same():
    """environment.yml asks for what pyproject.toml asks for, in the same versions, under conda's names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    conda = (ROOT / "environment.yml").read_text(encoding="utf-8")
    names = {"torch": "pytorch", "matplotlib": "matplotlib-base"}
    for needed in project["dependencies"]:
        name, _, version = needed.partition(">=")
        assert f"  - {names.get(name, name)}>={version}\n" in conda


def test_the_least_versions_are_those_that_are_promised():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [needed for name, more in project["optional-dependencies"].items() if name != "dev" for needed in more]
    promised = [needed.replace(">=", "==") for needed in [*project["dependencies"], *extras]]
    pinned = (ROOT / "lowest.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in pinned if not line.startswith("#")] == promised


# -- diagnosis


def first_diagnosis(tree, kata):
    checks = tree.grade(kata).kata(kata)["checks"]
    return next((check["diagnosis"] for check in checks if check["diagnosis"]), "")


def test_the_first_of_two_slips_is_diagnosed(tree):
    kata = "day02/conv_backward"
    tree.solve(kata, ("weight[:, :, ::-1, ::-1]", "weight"), ("grad_out.sum(axis=(0, 2, 3))", "grad_out.mean()"))
    assert "turned by 180 degrees" in first_diagnosis(tree, kata)


def test_a_refusal_in_the_learners_own_words_is_diagnosed(tree):
    """The wrong turn raises as well, with other words that name the same argument."""
    source = """
def output_size(size, kernel, stride=1, padding=0, dilation=1):
    for name, value, least in (
        ("size", size, 1), ("kernel", kernel, 1), ("stride", stride, 1), ("padding", padding, 0),
        ("dilation", dilation, 1),
    ):
        if value < least:
            raise ValueError(f"{name} is too small")
    extent = dilation * (kernel - 1) + 1
    if extent > size:
        raise ValueError("my kernel does not fit")
    return (size + 2 * padding - extent) // stride + 1
"""
    tree.write("day03/output_size", source)
    assert "padding is left out" in first_diagnosis(tree, "day03/output_size")

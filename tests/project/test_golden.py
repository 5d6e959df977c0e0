"""What the tool prints for the submissions there are: golden outputs, rewritten with REWRITE_GOLDEN=1."""

import os
from pathlib import Path

import pytest

from grader import ROOT
from grader.course.stubs import stub_of

GOLDEN = Path(__file__).parent / "golden"
KATA = "day03/padding"


def failing(tree):
    tree.solve(KATA, ("return (size - 1) - np.abs((size - 1) - np.abs(index))", "return np.abs(index) % size"))


def erroring(tree):
    tree.solve(KATA, ("height, width = image.shape", "height, width = image[0].shape"))


def todo(tree):
    tree.solve(
        KATA,
        ("    total = dilation * (kernel - 1)", "    raise NotImplementedError\n    total = dilation * (kernel - 1)"),
    )


def untouched(tree):
    tree.write(KATA, stub_of((ROOT / "solutions" / f"{KATA}.py").read_text(encoding="utf-8")))


def hung(tree):
    tree.solve(KATA, ("    total = dilation", "    while True:\n        pass\n    total = dilation"))


def crashed(tree):
    tree.solve(KATA, ("    total = dilation", "    np.ctypeslib.ctypes.string_at(0)\n    total = dilation"))


def passing(tree):
    tree.solve(KATA)


def in_place(tree):
    tree.solve(KATA, ("    height, width = image.shape", "    height, width = image.shape\n    image -= image.mean()"))


def syntax_error(tree):
    tree.solve(KATA, ('if mode == "zeros":', 'if mode == "zeros"'))


def forbidden_import(tree):
    tree.solve(KATA, ("import numpy as np", "import numpy as np\nfrom scipy import ndimage"))


def forbidden_function(tree):
    tree.solve(KATA, extra="\n\ndef pad2d(image, pad, mode):\n    return np.pad(image, pad)\n")


def missing_function(tree):
    tree.solve(KATA, ("def same_padding", "def samePadding"))


def returns_nothing(tree):
    tree.solve(KATA, ("        return padded\n", "        pass\n"))


@pytest.mark.parametrize(
    "submission",
    [
        failing,
        erroring,
        todo,
        untouched,
        hung,
        crashed,
        passing,
        in_place,
        syntax_error,
        forbidden_import,
        forbidden_function,
        missing_function,
        returns_nothing,
    ],
    ids=lambda function: function.__name__,
)
def test_output(tree, submission):
    submission(tree)
    # Wide: where a command breaks would depend on how long the path of the submission is.
    ran = tree.show("day03/padding", "--limit", "2", COLUMNS="400")
    shown = f"{ran.out}{ran.err}exit status {ran.code}\n".replace(str(tree.root), "SUBMISSION")
    path = GOLDEN / f"{submission.__name__}.txt"
    if os.environ.get("REWRITE_GOLDEN"):
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")

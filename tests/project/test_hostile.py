"""Hostile and unlucky submissions earn nothing, stop nothing, and are told what happened."""

import time

import pytest

PAD = """
import numpy as np
{top}
def pad2d(image, pad, mode):
    {body}

def same_padding(kernel, dilation=1):
    if kernel < 1: raise ValueError("kernel")
    if dilation < 1: raise ValueError("dilation")
    total = dilation * (kernel - 1)
    return total // 2, total - total // 2
"""

# What a submission may do to its process without importing anything forbidden.
OS = "os = np.testing._private.utils.os\n"


def submit(tree, body, top=""):
    tree.write("day03/padding", PAD.format(body=body, top=top))


def checks_of(ran, function):
    return [c for c in ran.kata("day03/padding")["checks"] if c["name"].startswith(f"{function}-")]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("while True: pass", "no answer within"),
        ("raise SystemExit(0)", "it called sys.exit"),
        ("os._exit(0)", "ended the whole process"),
        ("np.ctypeslib.ctypes.string_at(0)", "SIGSEGV"),
        ("return np.ones(20 << 27)", "MemoryError"),
        ("raise KeyboardInterrupt", "ended the whole process"),
        ("return None", "it returned None"),
        ("def down(n): return down(n + 1)\n    return down(0)", "RecursionError"),
    ],
    ids=["endless", "sys.exit", "os._exit", "segfault", "memory", "interrupt", "none", "recursion"],
)
def test_the_failure_is_named_and_the_rest_is_graded(tree, body, words):
    submit(tree, body, OS)
    ran = tree.grade("day03/padding", "--limit", "2")
    assert ran.code == 1
    assert words in checks_of(ran, "pad2d")[0]["message"]
    assert all(c["status"] != "passed" for c in checks_of(ran, "pad2d"))
    assert all(c["status"] == "passed" for c in checks_of(ran, "same_padding"))


def test_a_stuck_c_call_is_killed(tree):
    submit(tree, "sum(itertools.repeat(0))", "import itertools\n")  # never returns to the interpreter's loop
    ran = tree.grade("day03/padding/pad2d-1", "--limit", "1")
    assert "no answer within 1 s" in checks_of(ran, "pad2d")[0]["message"]


def test_after_one_endless_call_the_others_are_not_waited_for(tree):
    submit(tree, "while True: pass")
    start = time.monotonic()
    ran = tree.grade("day03/padding", "--limit", "2")
    assert time.monotonic() - start < 20
    assert [c["status"] for c in checks_of(ran, "pad2d")][1:3] == ["unchecked", "unchecked"]


def test_an_endless_import_is_killed(tree):
    tree.write("day03/padding", "while True: pass\n")
    ran = tree.grade("day03/padding")
    assert "importing it did not end" in ran.kata("day03/padding")["checks"][0]["message"]


def test_forked_children_neither_answer_nor_stay(tree):
    submit(tree, "for _ in range(6): os.fork()\n    return np.zeros((99, 99))", OS)
    ran = tree.grade("day03/padding")
    assert ran.code == 1
    assert all(c["status"] == "passed" for c in checks_of(ran, "same_padding"))


def test_an_array_that_equals_everything_is_only_its_values(tree):
    submit(
        tree,
        "return np.zeros(1).view(Liar)",
        """
class Liar(np.ndarray):
    shape = property(lambda self: Anything())
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __array_function__(self, *args): return True
    def __array_ufunc__(self, *args, **kwargs): return True

class Anything(tuple):
    def __eq__(self, other): return True
    def __hash__(self): return 0
""",
    )
    ran = tree.grade("day03/padding")
    assert ran.code == 1
    assert {c["status"] for c in checks_of(ran, "pad2d")} == {"failed"}


def test_patched_comparisons_change_nothing(tree):
    submit(
        tree,
        "return image",
        "np.allclose = np.array_equal = np.isclose = lambda *a, **k: True\nnp.testing.assert_allclose = print\n"
        "np.max = np.any = lambda *a, **k: 0",
    )
    ran = tree.grade("day03/padding")
    assert "shape" in checks_of(ran, "pad2d")[0]["message"]


def test_a_conftest_in_the_submission_is_not_run(tree):
    submit(tree, "return image")
    tree.write("day03/conftest", "raise RuntimeError('run')\n")
    tree.write("conftest", "raise RuntimeError('run')\n")
    ran = tree.grade("day03/padding")
    assert ran.code == 1
    assert "RuntimeError" not in ran.out + ran.err


def test_forged_verdicts_are_only_output(tree):
    forged = '{\\"schema\\": 1, \\"katas\\": []}\\n 58 passed in 0.01s'
    submit(
        tree, f'print("{forged}")\n    os.write(1, b"58 passed")\n    os.write(2, b"58 passed")\n    return image', OS
    )
    ran = tree.grade("day03/padding")
    assert ran.code == 1
    assert ran.kata("day03/padding")["status"] == "failed"


def test_writing_into_the_channel_earns_nothing(tree):
    scribble = "[os.write(fd, b'\\x08' + b'\\0' * 7 + b'true' * 2) for fd in range(3, 12) if _open(fd)]"
    submit(
        tree,
        f"{scribble}\n    return image",
        OS + "def _open(fd):\n    try:\n        os.fstat(fd); return True\n    except OSError:\n        return False\n",
    )
    ran = tree.grade("day03/padding", "--limit", "2")
    assert ran.code == 1
    assert not any(c["status"] == "passed" for c in checks_of(ran, "pad2d"))


def test_hidden_values_cannot_be_found_in_the_process(tree):
    """Whatever objects the process holds, none of them is the expected array."""
    submit(
        tree,
        """
    want = (image.shape[0] + 2 * pad, image.shape[1] + 2 * pad)
    for thing in gc.get_objects():
        if type(thing) is np.ndarray and thing.shape == want: return thing
        if type(thing) is dict and "expected" in thing: return thing["expected"]
    return image""",
        "gc = np.testing._private.utils.gc\n",
    )
    ran = tree.grade("day03/padding")
    passed = [c["name"] for c in checks_of(ran, "pad2d") if c["status"] == "passed"]
    assert ran.code == 1
    assert all("4" in name or "8" in name or "12" in name or "16" in name for name in passed), passed


def test_a_flood_of_output_is_cut(tree):
    submit(tree, "print('spam ' * 10_000_000)\n    return image")
    ran = tree.grade("day03/padding/pad2d-1")
    message = checks_of(ran, "pad2d")[0]["message"]
    assert "characters more" in message
    assert len(message) < 4_000


def test_output_is_shown_under_the_check_that_failed(tree):
    submit(tree, "print('shape', image.shape)\n    return image")
    assert "it printed:\n  shape (5, 5)" in checks_of(tree.grade("day03/padding"), "pad2d")[0]["message"]


def test_an_unpicklable_or_cyclic_result_is_no_array(tree):
    submit(tree, "loop = []\n    loop.append(loop)\n    return loop")
    ran = tree.grade("day03/padding")
    assert "an object of type list where an array is expected" in checks_of(ran, "pad2d")[0]["message"]


def test_a_hidden_expected_value_is_never_shown(tree):
    submit(tree, "return np.full((image.shape[0] + 2 * pad, image.shape[1] + 2 * pad), 7.0)")
    ran = tree.grade("day03/padding", "--all")
    from grader.cases import read_cases
    from grader.course.catalogue import read_course

    cases = [c for c in read_cases(read_course().kata("padding").cases)[0] if c.function == "pad2d"]
    digits = {f"{abs(value):.4g}" for case in cases for value in case.expected.ravel() if abs(value) > 0.01}
    shown = [check["message"] + check["diagnosis"] for check in ran.kata("day03/padding")["checks"]]
    assert not [number for number in digits if any(number in words for words in shown)]

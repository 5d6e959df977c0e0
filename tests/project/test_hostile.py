"""Hostile and unlucky submissions earn nothing, stop nothing, and are told what happened."""

import ctypes
import os
import re
import sys
import time

import pytest

from grader.bench.process import Bench
from grader.cases import read_cases
from grader.course.catalogue import read_course
from grader.judge import budget
from grader.judge.gathering import Listener
from grader.judge.runner import grade
from grader.judge.submission import Submission

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
    """Return the checks of a function's hidden cases: its docstring's examples and its refusals are not among them."""
    checks = ran.kata("day03/padding")["checks"]
    return [c for c in checks if re.match(rf"{function}-(?!example|refuses)", c["name"])]


def messages_of(ran, function=""):
    checks = ran.kata("day03/padding")["checks"]
    return "\n".join(check["message"] for check in checks if check["name"].startswith(function))


def cases_of(function):
    return [case for case in read_cases(read_course().kata("padding").cases)[0] if case.function == function]


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
    assert words in messages_of(ran, "pad2d")
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
    passed = {c["name"].removesuffix("-view") for c in checks_of(ran, "pad2d") if c["status"] == "passed"}
    unpadded = {f"pad2d-{case.name}" for case in cases_of("pad2d") if case.args[1] == 0}  # which the image itself is
    assert ran.code == 1
    assert passed <= unpadded


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
    expected = [case.expected for case in cases_of("pad2d") if hasattr(case.expected, "ravel")]
    digits = {f"{abs(v):.4g}" for array in expected for v in array.ravel() if abs(v) > 0.01 and v % 1}
    assert digits
    shown = [check["message"] + check["diagnosis"] for check in ran.kata("day03/padding")["checks"]]
    assert not [number for number in digits if any(number in words for words in shown)]


# -- what comes back is bounded


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return [0] * 6_000_000", "the result has more than 100,000 parts: return an array"),
        ("return np.zeros((5000, 5000))", "the result takes more than 64 MB"),
        ("return 'a' * 10_000_000", "the result has more than 100,000 characters of text"),
    ],
    ids=["list", "array", "text"],
)
def test_too_large_a_result_is_one_sentence_and_the_rest_is_graded(tree, body, words):
    submit(tree, body)
    start = time.monotonic()
    ran = tree.grade("day03/padding")
    assert time.monotonic() - start < 60
    assert words in checks_of(ran, "pad2d")[0]["message"]
    assert "TooLarge" not in messages_of(ran)
    assert any(c["status"] == "passed" for c in checks_of(ran, "same_padding"))


# Finds the line to the grader among the frames that called it, and writes into it.
FORGERY = """
sys, plain = np.testing._private.utils.sys, np.testing._private.utils.sys.modules["grader.plain"]

def forge(*said, body=None):
    frame = sys._getframe()
    while "replies" not in frame.f_locals: frame = frame.f_back
    body = body or plain.dumps([frame.f_locals["number"], [*said], []])
    frame.f_locals["replies"].write(len(body).to_bytes(8, "little") + body)
    frame.f_locals["replies"].flush()
"""


@pytest.mark.parametrize(
    "forged",
    [
        "None, None, 7, (), (), ''", "None, None, [(1,), '', '', 0, False], (), (), ''",
        "None, None, None, (), ('x' * 90_000,), ''", "None, None, None, (), (), None",
        "None, None, None, (), (), '', 1", "None", "body=b'[' * 60_000_000", "body=b'no plain data'",
    ],
)  # fmt: skip
def test_a_forged_message_is_called_one_and_the_rest_is_graded(tree, forged):
    submit(tree, f"forge({forged})\n    return image", FORGERY)
    ran = tree.grade("day03/padding")
    assert ran.code == 1, ran.err
    assert "it wrote into the channel between the bench and the grader" in checks_of(ran, "pad2d")[0]["message"]
    assert any(c["status"] == "passed" for c in checks_of(ran, "same_padding"))


def test_a_function_that_ends_its_process_twice_is_not_called_again(tree):
    submit(tree, "os._exit(0)", OS)
    ran = tree.grade("day03/padding")
    ended = [c for c in ran.kata("day03/padding")["checks"] if "ended the whole process instead" in c["message"]]
    assert 1 <= sum(c["name"].startswith("pad2d-") for c in ended) <= 2
    assert "pad2d ended the whole process in 2 earlier checks, and is not called again" in messages_of(ran)
    assert any(c["status"] == "passed" for c in checks_of(ran, "same_padding"))


def test_a_kata_that_has_used_up_its_time_is_not_called_again(tree, monkeypatch):
    """Each call is within the limit of a check; all together are not within that of a kata."""
    monkeypatch.setattr(budget, "KATA", 0.5)
    submit(tree, "time.sleep(0.2)\n    return image", "import time\n")
    course, bench = read_course(), Bench()
    try:
        report = grade(course, [course.kata("padding")], bench, Submission(tree.root).recipe, Listener())
    finally:
        bench.close()
    (kata,) = report.katas
    called = [check for check in kata.checks if check.explanation and "refuses" not in check.name]
    words = [check.explanation.text() for check in called if check.name.startswith("pad2d")]
    assert 1 <= sum("used up" not in said for said in words) <= 6
    assert sum("the 0.5 s that a kata may take are used up" in said for said in words) >= 10


# -- the file itself


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_text(f"x = '{'a' * 10_000_000}'"), "larger than 1 MB"),
        (os.mkfifo, "not a regular file"),
        (lambda path: path.symlink_to("/dev/zero"), "not a regular file"),
        (lambda path: path.mkdir(), "Is a directory"),
    ],
    ids=["10 MB", "pipe", "zeros", "folder"],
)
def test_a_file_that_nobody_wrote_by_hand_is_one_line_at_once(tree, make, words):
    path = tree.write("day03/padding", "")
    path.unlink()
    make(path)
    start = time.monotonic()
    ran = tree.grade("day03/padding")
    assert time.monotonic() - start < 30
    first, *others = ran.kata("day03/padding")["checks"]
    assert words in first["message"]
    assert "\n" not in first["message"]
    assert {check["message"] for check in others} == {"the file cannot be run"}


# -- one kata's settings are not the next one's


SETTINGS = """
np.seterr(all="raise")
np.random.seed(0)
np.arange = np.abs = np.zeros = np.ndim = np.shape = np.pad = np.minimum = np.clip = None
os.environ["PATH"] = ""
os.chdir("/")
sys.setrecursionlimit(60)
"""


def test_what_one_kata_does_to_its_process_does_not_fail_the_next(tree):
    tree.solve("day03/output_size", extra="\nimport numpy as np\n" + OS + "import random\nsys = os.sys\n" + SETTINGS)
    tree.solve("day03/padding")
    ran = tree.grade("day03/output_size", "day03/padding")
    assert ran.kata("day03/padding")["status"] == "passed"


# -- the wall


def test_the_process_holds_nothing_of_what_it_is_graded_by(tree):
    """No test, case or solution is among its modules: the calls come with what they need."""
    ours = "grader", "tests", "fixtures", "solution", "solutions", "katas", "mutants", "test_padding", "wrong_padding"
    submit(
        tree,
        f"raise ValueError(' '.join(n for n in sorted(sys.modules) if n.partition('.')[0] in {ours}))",
        "sys = np.testing._private.utils.sys\n",
    )
    ran = tree.grade("day03/padding")
    message = next(c["message"] for c in reversed(checks_of(ran, "pad2d")) if "ValueError" in c["message"])
    held = {name for name in message.splitlines()[0].split() if name.partition(".")[0] in ours}
    below = {"grader.bench", "grader.course", "grader.examples", "grader.modules", "grader.comparison"}
    allowed = {"grader", "grader.plain", "grader.tolerances", "grader.placement", "grader.elsewhere", *below}
    assert "grader.plain" in held
    assert {name for name in held if ".".join(name.split(".")[:2]) not in allowed} == set()


PEEP = """
def lines(pid):
    with open(f"/proc/{pid}/status") as stream:
        return dict(line.split(":", 1) for line in stream)

def memory(pid):
    try:
        with open(f"/proc/{pid}/mem", "rb"):
            return "open"
    except PermissionError:
        return "closed"

def peep():
    own = lines("self")
    mother, grader = int(own["PPid"]), int(lines(int(own["PPid"]))["PPid"])
    root = "root" if int(own["CapEff"], 16) >> 19 & 1 else "user"  # whether it may trace any process
    return f"{root}; mother {memory(mother)}; grader {memory(grader)}"
"""


def without_root():
    """Give up what lets root look into any process, from the next program on; others have nothing to give up."""
    for capability in range(64):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a wall")
def test_a_submission_cannot_open_the_graders_memory(tree):
    submit(tree, "raise ValueError(peep())", PEEP)
    (check,) = checks_of(tree.grade("day03/padding/pad2d-1", before=without_root), "pad2d")
    seen = check["message"]
    if "root;" in seen:
        pytest.skip("this root cannot be given up, and root looks into any process")
    if "mother closed" in seen:
        pytest.skip("this system lets no process look into another, with or without the wall")
    assert "mother open; grader closed" in seen

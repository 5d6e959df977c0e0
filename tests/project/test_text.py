"""What reaches a terminal: nothing that moves its cursor, nothing that it cannot hold, no traceback."""

import json
import os
import re
import subprocess
import sys
import threading

import pytest

from grader.course.faults import UsageError
from grader.course.files import shown
from grader.course.text import printable
from grader.faces.output import PLAIN

KATA = "day03/padding"
TESTS = "tests/day03/test_padding.py"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")  # all but tab and newline
HOSTILE = """
Bad = type("Bad\\x1b[31mError", (Exception,), {})

def pad2d(image, pad, mode):
    print("\\x1b]0;title\\x07 \\x1b[2J\\b\\b \\x9b31m \\u202e\\r\\r\\nand more\\r")
    raise Bad("\\x1b[2Jcleared\\r\\b \\x9b1m \\x85 \\u2028 \\x7f")  # RAW

def same_padding(kernel, dilation=1):
    return {"\\x1b[1mkey\\r": "\\x1b[31mtext"}
""".replace("RAW", "\x1b[7m\x9b1m\x08")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("\x1b[31m\r\b\x07\x00\x7f", r"\x1b[31m\r\x08\x07\x00\x7f"),
        ("\x9b1m\x85", r"\x9b1m\x85"),
        ("\u202eabc\u2028", r"\u202eabc\u2028"),
        ("\udc9b", r"\udc9b"),
        ("one\ttwo\r\nthree\n", "one\ttwo\nthree\n"),
        ("σ · ✓ é 星 \\x1b", "σ · ✓ é 星 \\x1b"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(text, printed):
    assert printable(text) == printed


def test_a_name_and_a_fault_stay_one_line(tmp_path):
    assert shown(tmp_path / "a\x1b[2J\r\nb") == f"{tmp_path}/a\\x1b[2J\\nb"
    assert str(UsageError("no \x1b[2J\r\n ✓ such file")) == "no \\x1b[2J  ✓ such file"


@pytest.fixture
def hostile(course):
    (course.folder / f"katas/{KATA}.py").write_text(HOSTILE, encoding="utf-8")
    return course


NOTEBOOK = f"from grader.faces.notebook import grade; print(verdict := grade('{KATA}'))"
SOLUTION = f"""
import sys
from grader.course.catalogue import read_course
from grader.faces.aid import solution
from grader.faces.style import Style
from grader.study.progress import Progress
style = Style(sys.stdout)
style.terminal = True
solution(read_course().kata('{KATA}'), Progress(), style, anyway=True)
"""
FACES = {
    "terminal": ["-m", "grader", KATA, "--all"],
    "pytest": ["-m", "pytest", TESTS, "-q"],
    "notebook": ["-c", NOTEBOOK],
    "notebook's page": ["-c", f"{NOTEBOOK}; print(verdict._repr_html_())"],
    "watch": ["-m", "grader", "watch", KATA],
    "solution": ["-c", SOLUTION],  # as on a terminal: in a pipe it is the reference alone
    "picture": ["-m", "grader", "picture", KATA],
}


def all_that_is_shown(course, arguments, **env):
    """Return what a command shows on both streams; of watch mode, which does not end by itself, the first grading."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=course.folder,
        env={**os.environ, "PYTHONPATH": str(course.folder), "NO_COLOR": "1", **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    timer = threading.Timer(90, process.kill)
    timer.start()
    lines = []
    while line := process.stdout.readline():
        lines.append(line.decode("utf-8"))
        if "graded in" in lines[-1]:
            process.kill()
    process.communicate()
    timer.cancel()
    return "".join(lines)


@pytest.mark.parametrize("face", FACES)
def test_a_submission_writes_nothing_that_a_terminal_obeys(hostile, face):
    hostile.solve("day03/output_size", "day03/receptive_field")  # which the figure needs too
    out = all_that_is_shown(hostile, FACES[face])
    assert r"\x1b[" in out
    assert OBEYED.findall(out) == []


def test_a_page_of_the_log_and_the_report_hold_nothing_either(hostile):
    hostile(KATA)
    for verb in (["log", "day03"], ["report"]):
        page = hostile(*verb).out.strip()
        with open(page, encoding="utf-8") as stream:
            assert OBEYED.findall(stream.read()) == []


def test_json_keeps_what_was_written(hostile):
    out = hostile(KATA, "--json", "-").out
    assert OBEYED.findall(out) == []
    messages = [check["message"] for kata in json.loads(out)["katas"] for check in kata["checks"]]
    assert any("\x1b[2Jcleared\r" in message for message in messages)


@pytest.mark.parametrize("arguments", [[KATA], ["day03/none"], ["figure", "day03"]])
def test_the_name_of_a_folder_writes_nothing_either(tool, tree, arguments):
    folder = tree.root.with_name("my\x1b[31m\r\n ✓ tree")
    tree.root.mkdir(parents=True)
    os.rename(tree.root, folder)
    (folder / "day03").mkdir()
    (folder / f"{KATA}.py").write_text("def pad2d(:\n")
    ran = tool("grader", *arguments, "--against", folder)
    assert OBEYED.findall(ran.out + ran.err) == []
    assert "\n ✓ tree" not in ran.out + ran.err


# -- what an output cannot hold


@pytest.fixture(scope="module")
def solved(shared_course):
    """A copy of the course, for commands that spoil nothing, in which one kata has passed."""
    shared_course.solve(KATA)
    shared_course(KATA)
    return shared_course


COMMANDS = [[], [KATA, "day03/output_size", "day03/cost"], ["next"], ["log", "week1"], ["doctor"], ["--help"]]
COMMANDS += [["day03x"], ["solution", KATA, "--anyway"], ["hint", KATA], ["figure", "day03"]]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_output_that_cannot_hold_a_mark_gets_another(solved, command):
    code, shown = ended(solved, command, "utf-8")
    for encoding in ("ascii", "cp1252"):
        other_code, other = ended(solved, command, encoding)
        assert other_code == code
        if command[:1] not in (["solution"], ["hint"]):  # a table has other lines in ASCII, and each hint is another
            assert other == "".join(held(char, encoding) for char in shown)


def held(char, encoding):
    try:
        return char.encode(encoding).decode(encoding)
    except UnicodeEncodeError:
        return PLAIN[char]


def ended(course, command, encoding):
    """Return the exit status of a command and what it shows on both streams."""
    arguments = [sys.executable, "-m", "grader", *command]
    env = {**os.environ, "PYTHONPATH": str(course.folder), "PYTHONIOENCODING": encoding, "COLUMNS": "100"}
    done = subprocess.run(arguments, cwd=course.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert b"Traceback" not in done.stdout
    return done.returncode, done.stdout.decode(encoding)


@pytest.mark.parametrize("face", ["pytest", "watch", "notebook"])
def test_so_do_the_other_faces(hostile, face):
    out = all_that_is_shown(hostile, FACES[face], PYTHONIOENCODING="ascii")
    assert "Unicode" not in out
    assert r"\x1b[2Jcleared" in out


# -- outputs that are closed or full

FULL = "grader: standard output could not be written: No space left on device\n"


@pytest.mark.parametrize(
    ("redirection", "words"),
    [
        ("| head -n 1", ""),
        ("| true", ""),
        ("> /dev/full", FULL),
        (">&-", ""),
        (">&- 2>&-", ""),
        ("<&- >&- 2>&-", ""),
        ("> /dev/full 2> /dev/full", ""),
    ],
)
@pytest.mark.parametrize(
    ("command", "code"), [("", 1), (f"{KATA} day03/output_size", 1), (KATA, 0), ("next", 0), ("solution padding", 0)]
)
def test_an_output_that_is_closed_or_full_stops_nothing(solved, command, code, redirection, words):
    before = len(solved.remembered())
    ran = shell(solved, f"-m grader {command} {redirection}")
    assert (ran.returncode, ran.stderr) == (code, words)
    assert len(solved.remembered()) == before + command.count("day03/")


def test_a_report_that_goes_nowhere_is_a_fault(solved):
    ran = shell(solved, f"-m grader {KATA} --json - > /dev/full")
    assert ran.returncode == 3
    assert "the report could not be written to standard output" in ran.stderr.splitlines()[-1]
    assert "Traceback" not in ran.stderr


def shell(course, command):
    """Run Python with arguments and redirections; the exit status is Python's."""
    script = f'"{sys.executable}" {command}; exit ${{PIPESTATUS[0]}}'
    env = {**os.environ, "PYTHONPATH": str(course.folder)}
    return subprocess.run(
        ["bash", "-c", script], cwd=course.folder, env=env, capture_output=True, text=True, timeout=60
    )


# -- the tool's own faults

BOOM = 'raise RuntimeError("boom \x1b[2J\\n and more")'
SPOILT = {
    "a face": ("grader/faces/terminal.py", "def on_kata(", ["grader", KATA]),
    "a check's face": ("grader/faces/terminal.py", "def on_check(", ["grader", KATA]),
    "the end": ("grader/faces/terminal.py", "def finish(", ["grader", KATA]),
    "the overview": ("grader/faces/overview.py", "def overview(", ["grader"]),
    "a hook of the collection": ("grader/judge/grading.py", "def pytest_collection_finish(", ["grader", KATA]),
    "a hook at the end": ("grader/judge/grading.py", "def pytest_sessionfinish(", ["grader", KATA]),
    "a verdict": ("grader/judge/sitting.py", "def result(", ["grader", KATA]),
    "the gathering": ("grader/judge/gathering.py", "def add(", ["grader", KATA]),
    "a verb": ("grader/faces/aid.py", "def hint(", ["grader", "hint", KATA]),
    "watch": ("grader/faces/terminal.py", "def on_kata(", ["grader", "watch", KATA]),
    "a generator": ("fixtures/day01/perceptron.py", "def cases(", ["fixtures", "build", "day01/perceptron"]),
}


def spoil(course, file, function):
    """Have a function raise as the first thing it does."""
    path = course.folder / file
    text = path.read_text(encoding="utf-8")
    indent = re.search(rf"^( *){re.escape(function)}", text, re.MULTILINE)[1]
    head = rf"(^ *{re.escape(function)}(?:[^\n]*|[^:]*?\n *\)[^\n]*):\n)"
    path.write_text(re.sub(head, rf"\g<1>{indent}    BOOM\n", text, count=1, flags=re.MULTILINE).replace("BOOM", BOOM))


@pytest.mark.parametrize("what", SPOILT)
def test_a_fault_of_the_tools_own_is_one_line_and_never_a_verdict(course, what):
    file, function, command = SPOILT[what]
    course.solve(KATA)
    spoil(course, file, function)
    ran = course.python(*command)
    line = ran.one_line(3)
    assert "the grader itself failed, not your code: RuntimeError: boom" in line
    assert f"({file}:" in line
    assert "GRADER_TRACEBACK=1" in line
    assert OBEYED.findall(ran.err) == []
    told = course.python(*command, GRADER_TRACEBACK="1")
    assert told.code == 3
    assert "Traceback (most recent call last)" in told.err
    assert OBEYED.findall(told.err) == []


def test_a_face_that_fails_loses_no_verdict(course):
    course.solve(KATA)
    spoil(course, "grader/faces/terminal.py", "def on_kata(")
    assert course(KATA).code == 3
    assert course.remembered() == [(KATA, "passed")]


def test_pytests_own_face_fails_with_its_own_status(course):
    course.solve(KATA)
    spoil(course, "grader/judge/gathering.py", "def add(")
    ran = course.python("pytest", "-q", TESTS)
    assert ran.code == 3
    assert "INTERNALERROR" in ran.out + ran.err


def test_a_package_that_is_missing_is_named_with_the_mend(course):
    (course.folder / "pytest_timeout.py").write_text("raise ModuleNotFoundError('gone', name='pytest_timeout')")
    line = course(KATA).one_line(3)
    assert "pytest_timeout" in line
    assert "pip install -c constraints.txt -e ." in line

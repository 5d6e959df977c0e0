"""What a learner has reached: kept through edits, kills, locks and full disks, and never hidden without a word."""

import ctypes
import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time

import pytest

from grader.course.catalogue import read_course
from grader.judge.gathering import Listener
from grader.judge.results import CheckResult, KataResult, Status
from grader.judge.submission import Submission
from grader.study import progress, session
from grader.study.progress import Progress, State, home

KATA = "day03/padding"


def passed(kata=KATA):
    return KataResult(kata, 5, [CheckResult("a", Status.PASSED)], hash="of a file")


def start(course, *args, **more):
    """Start a grading that goes on beside the test, for a minute and a half at most."""
    env = {**os.environ, "PYTHONPATH": str(course.folder), "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "grader", *args]
    process = subprocess.Popen(command, cwd=course.folder, env=env, stdout=subprocess.PIPE, text=True, **more)
    kill_later(process, 90)
    return process


def kill_later(process, seconds):
    timer = threading.Timer(seconds, process.kill)
    timer.daemon = True
    timer.start()


@pytest.fixture
def graded(course):
    """A copy of the course in which one kata has passed."""
    course.solve(KATA)
    assert course(KATA).code == 0
    return course


def test_progress_is_kept_and_an_edit_shows(graded):
    assert "✓" in graded().out
    mine = graded.folder / f"katas/{KATA}.py"
    before = mine.read_bytes()
    mine.write_bytes(before + b"# thought better of it\n")
    assert f"changed since they were graded: {KATA}" in graded().out
    mine.write_bytes(before)
    assert "1 of" in graded().out


# -- several at once


def test_gradings_at_once_are_all_remembered(course):
    course.solve(KATA)
    running = [start(course, KATA) for _ in range(4)]
    assert [process.wait(timeout=60) for process in running] == [0] * 4
    assert course.remembered() == [(KATA, "passed")] * 4


WRITER = """
import sys
from pathlib import Path
from grader.judge.results import CheckResult, KataResult, Status
from grader.study.progress import Progress

sys.stdin.read()  # until all have been started
for n in range(10):
    Progress(Path(sys.argv[1])).record([KataResult(f"writer {sys.argv[2]}", n, [CheckResult("a", Status.PASSED)])])
"""


def test_ten_writers_at_once_lose_nothing(tmp_path):
    command = [sys.executable, "-c", WRITER, str(tmp_path / ".grader")]
    writers = [subprocess.Popen([*command, str(n)], stdin=subprocess.PIPE) for n in range(10)]
    for writer in writers:
        writer.stdin.close()
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 10
    with sqlite3.connect(tmp_path / ".grader/progress.sqlite") as store:
        rows = store.execute("select kata, max_points from gradings").fetchall()
    store.close()
    assert sorted(rows) == sorted((f"writer {n}", m) for n in range(10) for m in range(10))


# -- kills


def endless(course):
    """A kata that passes, and one whose grading does not end by itself."""
    course.solve("day03/output_size")
    source = "def pad2d(image, pad, mode):\n    while True: pass\ndef same_padding(kernel, dilation=1): return 0, 0\n"
    (course.folder / f"katas/{KATA}.py").write_text(source)


def test_ctrl_c_keeps_what_was_graded(course, heed_ctrl_c):
    endless(course)
    process = start(course, "day03/output_size", KATA, preexec_fn=heed_ctrl_c)
    while "output_size" not in process.stdout.readline():
        pass
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "stopped" in out
    assert course.remembered() == [("day03/output_size", "passed")]


def test_a_kill_keeps_what_was_graded(course):
    endless(course)
    process = start(course, "day03/output_size", KATA, "--limit", "3")
    while "output_size" not in process.stdout.readline():
        pass
    process.kill()
    process.communicate(timeout=20)
    assert course.remembered() == [("day03/output_size", "passed")]


HALF_WRITTEN = """
import os, signal, sqlite3, sys

store = sqlite3.connect(sys.argv[1], isolation_level=None)
store.execute("pragma cache_size = 1")  # what does not fit is written into the file before the transaction has ended
store.execute("begin immediate")
for n in range(200):
    store.execute("update gradings set status = 'lost', checks = ?", ("x" * 10_000 * (n % 2 + 1),))
    store.execute("insert into hints values (?, 1)", (str(n) * 3_000,))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def killed(graded):
    """A copy of the course in which a writer was killed in the middle of a transaction."""
    store = graded.folder / ".grader/progress.sqlite"
    whole = store.read_bytes()
    done = subprocess.run([sys.executable, "-c", HALF_WRITTEN, str(store)])
    assert done.returncode == -signal.SIGKILL
    assert store.read_bytes() != whole
    with pytest.raises(sqlite3.OperationalError):  # the journal is hot: who only reads is shown nothing
        sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True).execute("select * from gradings")
    return graded


def test_a_writer_killed_half_way_hides_nothing(killed):
    ran = killed()
    assert "1 of" in ran.out
    assert ran.err == ""
    assert killed.remembered() == [(KATA, "passed")]


def bound_by_permissions():
    """Make root, whom no permission stops, an ordinary user in this."""
    capability_dac_override, drop_from_bounding_set = 1, 24
    if os.geteuid() == 0:
        assert ctypes.CDLL(None).prctl(drop_from_bounding_set, capability_dac_override, 0, 0, 0) == 0


@pytest.fixture
def read_only():
    """Make a folder and what is in it read-only while the test lasts."""
    changed = []

    def close(folder):
        for path in (*folder.rglob("*"), folder):
            changed.append((path, path.stat().st_mode))
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)

    yield close
    for path, mode in reversed(changed):
        path.chmod(mode)


def test_half_written_progress_that_cannot_be_mended_is_said(killed, read_only):
    read_only(killed.folder / ".grader")
    ran = killed(before=bound_by_permissions)
    assert "the progress could not be read" in ran.one_line(1)
    assert "it is still there" in ran.err


def test_whole_progress_in_a_read_only_folder_is_shown(graded, read_only):
    read_only(graded.folder / ".grader")
    ran = graded(before=bound_by_permissions)
    assert ran.err == ""
    assert "1 of" in ran.out


# -- locks, damage, and what every face says of them


@pytest.fixture
def locked(tmp_path, monkeypatch):
    """A store that somebody else is writing to, and the way to end it."""
    monkeypatch.setattr(progress, "BUSY", 1.0)
    kept = Progress(tmp_path)
    kept.record([passed()])
    other = sqlite3.connect(kept.path, isolation_level=None)
    other.execute("begin exclusive")
    yield kept, lambda: other.execute("rollback")
    other.close()


def test_a_locked_store_is_said_and_no_longer_once_it_is_free(locked):
    kept, free = locked
    begin = time.perf_counter()
    assert kept.history().of(read_course().kata(KATA)) == []
    assert time.perf_counter() - begin < 1.8  # it is not waited for twice
    assert "locked" in kept.trouble
    free()
    (verdict,) = kept.history().of(read_course().kata(KATA))
    assert verdict.status is State.PASSED
    assert kept.trouble == ""


def test_verdicts_that_could_not_be_kept_are_kept_at_the_end(locked, monkeypatch):
    kept, free = locked
    course, shown = read_course(), []
    face = Listener()
    face.on_kata = lambda kata, result: shown.append(kata.id)
    keeper = session.Keeper(session.Session(course, Submission(session.ROOT / "katas"), kept), face)
    for name in (KATA, "day03/output_size"):
        keeper.on_kata(course.kata(name), passed(name))
    assert "locked" in keeper.close()
    free()
    assert keeper.close() == ""
    assert shown == [KATA, "day03/output_size"]
    assert len(kept.history().of(course.kata("day03/output_size"))) == 1


def test_other_peoples_trees_leave_no_trace(tmp_path):
    kept = Progress(tmp_path / ".grader")
    session.Session(read_course(), Submission(session.ROOT / "solutions"), kept).remember([passed()])
    assert not kept.path.exists()


def test_damaged_progress_is_set_aside(course):
    course.solve(KATA)
    (course.folder / ".grader").mkdir()
    (course.folder / ".grader/progress.sqlite").write_text("no database at all, but long enough to be read as one" * 9)
    assert "damaged" in course(KATA).one_line(0)
    assert (course.folder / ".grader/progress.damaged.sqlite").exists()
    assert course.remembered() == [(KATA, "passed")]


NOTEBOOK = f'from grader.faces.notebook import grade; print(grade("{KATA}"))'
FACES = {
    "overview": ("grader",),
    "next": ("grader", "next"),
    "hint": ("grader", "hint", KATA),
    "solution": ("grader", "solution", KATA),
    "log": ("grader", "log", "week1"),
    "report": ("grader", "report"),
    "grading": ("grader", KATA),
    "pytest": ("pytest", "-q", f"tests/{KATA.replace('/', '/test_')}.py"),
}


@pytest.fixture
def unreadable(course):
    """A copy of the course whose progress can be neither read nor written."""
    course.solve(KATA)
    (course.folder / ".grader/progress.sqlite").mkdir(parents=True)
    return course


@pytest.mark.parametrize("face", FACES)
def test_every_face_says_what_is_wrong_with_the_progress(unreadable, face):
    ran = unreadable.python(*FACES[face])
    (line,) = ran.err.strip().splitlines()
    assert line.startswith("grader: ")
    assert "progress.sqlite" in line
    assert ran.code == (1 if face in ("overview", "solution") else 0)


def test_a_notebook_shows_a_verdict_that_is_not_kept(unreadable):
    env = {**os.environ, "PYTHONPATH": str(unreadable.folder)}
    command = [sys.executable, "-c", NOTEBOOK]
    done = subprocess.run(command, cwd=unreadable.folder, env=env, capture_output=True, text=True, timeout=60)
    assert f"{KATA}: passed, 5/5" in done.stdout
    assert "the progress was not saved" in done.stdout


def test_watch_says_why_a_verdict_is_not_kept(unreadable):
    process = start(unreadable, "watch", KATA)
    lines = []
    while not any("progress" in line for line in lines):
        lines.append(process.stdout.readline())
        assert lines[-1], lines
    process.kill()
    process.communicate()
    assert "the progress was not saved" in lines[-1]
    assert any("5/5" in line for line in lines)


# -- full disks


def full_disk():
    """From here on, no file can be larger than what Python writes to see whether it may write at all."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (8, 8))


def contents(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and "pyc" not in path.name}


def test_a_full_disk_loses_the_memory_and_not_the_verdict(graded):
    ran = graded(KATA, before=full_disk)
    assert "the progress was not saved" in ran.one_line(0)
    assert graded.remembered() == [(KATA, "passed")]
    assert graded(KATA).code == 0
    assert graded.remembered() == [(KATA, "passed")] * 2


WRITING = {
    "log": ("grader", "log", "week1"),
    "report": ("grader", "report"),
    "notebook": ("grader", "notebook", "day04"),
    "json": ("grader", KATA, "--against", "solutions", "--json", "report.json"),
    "reset": ("grader", "reset", KATA),
    "figure": ("grader", "figure", "day01", "--against", "solutions"),
    "fixtures": ("fixtures", "build", "day01/convolution_matrix", "--seed", "5"),
}
REWRITTEN = ("log", "report", "json", "figure")  # what takes the place of an older one


@pytest.mark.parametrize("what", WRITING)
def test_a_full_disk_is_said_and_nothing_older_is_lost(graded, what):
    if what in REWRITTEN:
        assert graded.python(*WRITING[what]).code == 0
    before = contents(graded.folder)
    ran = graded.python(*WRITING[what], before=full_disk)
    assert ran.code == 3
    assert "could not be written: File too large" in ran.err.splitlines()[-1]
    assert "Traceback" not in ran.err
    assert contents(graded.folder) == before


# -- pytest


def test_a_single_check_run_by_an_editor_is_no_verdict_on_the_kata(course):
    """A test explorer runs one check by its id, and `pytest --lf` those that failed."""
    course.solve(KATA)
    file = f"tests/{KATA.replace('/', '/test_')}.py"
    listed = course.python("pytest", "-q", "--collect-only", file).out
    first = next(line for line in listed.splitlines() if "::" in line)
    assert course.python("pytest", "-q", first).code == 0
    assert not (course.folder / ".grader").exists()
    assert course.python("pytest", "-q", file).code == 0
    assert course.remembered() == [(KATA, "passed")]


# -- speed


def test_the_overview_imports_no_numpy_and_asks_once(graded):
    code = "\n".join(
        [
            "import sys, sqlite3",
            "asked, connect = [], sqlite3.connect",
            "def traced(*args, **more):",
            "    store = connect(*args, **more)",
            "    store.set_trace_callback(asked.append)",
            "    return store",
            "sqlite3.connect = traced",
            "from grader.cli import main",
            "main([])",
            "heavy = {'numpy', 'pytest', 'torch', 'rich', 'jinja2', 'matplotlib', 'scipy'} & set(sys.modules)",
            "print(len(asked), sorted(heavy))",
        ]
    )
    env = {**os.environ, "PYTHONPATH": str(graded.folder)}
    done = subprocess.run([sys.executable, "-c", code], cwd=graded.folder, env=env, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "1 []"


def test_a_course_that_nobody_may_write_keeps_its_progress_with_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    course = read_course()
    progress = Progress(home(tmp_path / "course"))
    progress.saw_hint(course.kata("day03/padding"))
    assert progress.path.is_relative_to(tmp_path / "state")
    assert Progress(home(tmp_path / "course")).hints_seen(course.kata("day03/padding")) == 1

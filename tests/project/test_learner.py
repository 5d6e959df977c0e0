"""The learner's day: watch, log, report, notebook, next."""

import html
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.course.catalogue import read_course

DAYS = [day.name for day in read_course().days]


def written(ran):
    """Return the file that a command says it wrote."""
    return Path(ran.out.strip())


# -- log


def test_a_log_is_written_with_results_and_questions(course):
    course.solve("day03/padding")
    course("day03/padding")
    page = written(course("log", "day03"))
    text = page.read_text(encoding="utf-8")
    assert page == course.folder / "logs/day03.md"
    assert "| [padding](../katas/day03/padding.py) | passed | 5/5 | 1 |" in text
    assert "## Open questions" in text
    assert "  log" in course().out


def test_a_log_refreshes_its_own_part_and_never_the_learners(course):
    page = written(course("log", "day03"))
    mine = "## Insights\nA kernel *is* an assumption.\n"
    text = page.read_text(encoding="utf-8").replace("## Insights\n", mine)
    page.write_text("my title\n" + text, encoding="utf-8")
    course.solve("day03/padding")
    course("day03/padding")
    course("log", "day03")
    fresh = page.read_text(encoding="utf-8")
    assert fresh.startswith("my title\n")
    assert mine in fresh
    assert "| passed | 5/5 |" in fresh


def test_a_log_without_its_marks_is_left_alone(course):
    page = written(course("log", "day03"))
    page.write_text("all mine now\n", encoding="utf-8")
    ran = course("log", "day03")
    assert ran.code == 2
    assert "left as it is" in ran.err
    assert page.read_text(encoding="utf-8") == "all mine now\n"


def test_a_week_gathers_the_days(course):
    page = written(course("log", "day03"))
    with open(page, "a", encoding="utf-8") as stream:
        stream.write("\nIt is the flux that takes the loss.\n")
    text = written(course("log", "week1")).read_text(encoding="utf-8")
    assert "[day03](day03.md)" in text
    assert "day03: It is the flux that takes the loss." in text
    assert course("log", "week9").code == 2


# -- report


def test_the_report_is_one_page_whole_in_itself(course):
    course.solve("day03/padding", "day03/output_size", "day03/receptive_field")
    course("day03")
    log = written(course("log", "day03"))
    with open(log, "a", encoding="utf-8") as stream:
        stream.write("\n<script>alert('no')</script> and **yes**\n")
        stream.write("\nWith $g_1$, $\\text{<script>}$ and the broken $\\frac$, for $5 or $6.\n")
    page = written(course("report"))
    text = page.read_text(encoding="utf-8")
    assert "data:image/png;base64," in text
    assert "<script" not in text
    assert "<strong>yes</strong>" in text
    assert "<msub><mi>g</mi><mn>1</mn></msub>" in text
    assert "for $5 or $6." in text
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", text)
    assert text.count("<h2>") == len(DAYS)


def test_the_report_says_in_one_line_why_a_kata_failed(course):
    solution = (course.folder / "solutions/day03/padding.py").read_text(encoding="utf-8")
    wrong = solution.replace(
        "def pad2d(", "def pad2d(*args, **kwargs):\n    return _pad2d(*args, **kwargs) + 1\n\n\ndef _pad2d("
    )
    (course.folder / "katas/day03/padding.py").write_text(wrong, encoding="utf-8")
    ran = course("day03/padding")
    text = Path(written(course("report"))).read_text(encoding="utf-8")
    (why,) = re.findall(r'failed</span><br><span class="soft">(.+?)</span>', text)
    assert html.unescape(why) in " ".join(ran.out.split())


def test_a_figure_is_drawn_again_when_a_kata_has_changed(course):
    course.solve("day03/padding", "day03/output_size", "day03/receptive_field")
    course("day03")
    figure, mine = course.folder / "figures/day03.png", course.folder / "katas/day03/padding.py"
    written(course("log", "day03"))
    first = figure.stat().st_mtime_ns
    written(course("log", "day03"))
    assert figure.stat().st_mtime_ns == first
    mine.write_text(mine.read_text() + "# changed\n")
    written(course("log", "day03"))
    assert figure.stat().st_mtime_ns != first


def test_a_report_that_cannot_be_written_is_one_line(course):
    ran = course("report", "--out", "/proc/no/report.html")
    assert ran.code == 3
    assert "could not be written" in ran.err


# -- next and notebook


def test_next_is_a_file_and_nothing_else(course):
    first = read_course().days[0].katas[0]
    assert course("next").out == f"{course.folder}/katas/{first.id}.py\n"


def test_a_notebook_is_never_overwritten(course):
    path = written(course("notebook", "day03"))
    path.write_text("mine", encoding="utf-8")
    ran = course("notebook", "day03")
    assert ran.code == 2
    assert "is yours" in ran.err
    assert path.read_text(encoding="utf-8") == "mine"


def test_every_day_has_a_notebook_with_its_pictures(course):
    import nbformat

    for day in read_course().days:
        notebook = nbformat.read(written(course("notebook", day.name)), as_version=4)
        drawn = sum(cell.source.startswith("notebook.picture(") for cell in notebook.cells)
        assert drawn == len(day.katas)


# The others' examples run in test_proof.py, and their katas are graded there.
@pytest.mark.parametrize("day", ["day03", pytest.param("day04", marks=pytest.mark.torch)])
def test_a_notebook_runs_and_grades(course, day):
    import nbformat
    from nbclient import NotebookClient

    shutil.copytree(course.folder / "solutions" / day, course.folder / "katas" / day, dirs_exist_ok=True)
    notebook = nbformat.read(written(course("notebook", day)), as_version=4)
    drawn = len(read_course().day(day).katas)
    if day != "day03":  # eight pictures a day take long, and are drawn elsewhere too
        notebook.cells = [cell for cell in notebook.cells if not cell.source.startswith("notebook.picture(")]
        drawn = 0
    os.environ["PYTHONPATH"] = str(course.folder)
    NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(course.folder)}}).execute()
    shown = [out["data"] for cell in notebook.cells for out in cell.get("outputs", []) if "data" in out]
    verdicts = [data["text/html"] for data in shown if "text/html" in data]
    assert len(verdicts) == len(read_course().day(day).katas)
    assert [verdict for verdict in verdicts if ">passed</b>" not in verdict] == []
    assert len([data for data in shown if "image/png" in data]) == drawn + 1
    failed = [out for cell in notebook.cells for out in cell.get("outputs", []) if out["output_type"] == "error"]
    assert failed == []


# -- watch


class Terminal:
    """Watch mode in a terminal of its own: what it shows, and keys to press."""

    def __init__(self, folder, *names):
        self._ours, theirs = pty.openpty()
        env = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "100", "TERM": "xterm"}
        command = [sys.executable, "-m", "grader", "watch", *names]
        self.process = subprocess.Popen(command, cwd=folder, env=env, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        self.text = ""

    def wait_for(self, words, seconds=60.0):
        """Read until the words appear, return what came before them, and forget it."""
        end = time.monotonic() + seconds
        while words not in self.text:
            ready, _, _ = select.select([self._ours], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"{words!r} did not appear in {self.text!r}"
            self.text += os.read(self._ours, 65536).decode(errors="replace")
        before, _, self.text = self.text.partition(words)
        return before

    def press(self, key):
        os.write(self._ours, key.encode())

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def watch(course):
    terminal = Terminal(course.folder, "day03/output_size", "day03/padding")
    yield terminal
    terminal.close()


def descendants(pid):
    found = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    children: dict[int, list[int]] = {}
    for line in found.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    below, todo = set(), [pid]
    while todo:
        new = children.get(todo.pop(), [])
        below |= set(new)
        todo += new
    return below


def test_watch_grades_saves_through_every_mishap(course, watch):
    mine = course.folder / "katas/day03/padding.py"
    solution = (course.folder / "solutions/day03/padding.py").read_text()
    watch.wait_for("q quit")
    watch.press("h")
    watch.wait_for("hint 1 of")
    watch.wait_for("q quit")

    mine.write_text(solution[: len(solution) // 2].rsplit("\n", 3)[0] + "\n    if (")  # half a file
    watch.wait_for("SyntaxError")
    watch.wait_for("q quit")

    mine.write_text(solution.replace("total // 2, total", "total // 2, 1 + total"))
    watch.wait_for("same_padding(")
    watch.wait_for("q quit")

    mine.write_text(solution + "\nnp.ctypeslib.ctypes.string_at(0)\n")  # a crash
    watch.wait_for("SIGSEGV")
    watch.wait_for("q quit")

    mine.write_text(solution + "\nwhile True:\n    pass\n")
    watch.wait_for("padding: grading")
    time.sleep(1.0)
    mine.unlink()  # a newer save does not wait for the loop's time to run out
    assert "never end" not in watch.wait_for("the file is missing")
    watch.wait_for("q quit")

    aside = mine.with_suffix(".tmp")  # the way editors save
    aside.write_text(solution)
    os.replace(aside, mine)
    watch.wait_for("5/5")
    watch.wait_for("next: katas/day03/output_size.py")
    watch.press("n")
    watch.wait_for("output_size")
    watch.wait_for("q quit")

    below = descendants(watch.process.pid)
    watch.press("q")
    assert watch.process.wait(timeout=20) == 0
    time.sleep(0.5)
    assert not below & descendants(1) or all(not alive(pid) for pid in below)


def test_watch_leads_through_the_day_by_keys(course, watch):
    watch.wait_for("q quit")
    watch.press("?")
    watch.wait_for("its section of the lesson")
    watch.wait_for("q quit")
    watch.press("k")
    watch.wait_for("▸ 1 ")
    watch.wait_for("q quit")
    watch.press("\x1b[3~")  # the key Delete is not the key 3
    watch.press("2")
    watch.wait_for("padding")
    watch.wait_for("q quit")
    watch.press("l")
    watch.wait_for("What surrounds an image")
    watch.wait_for("q quit")
    course.solve("day03/padding")
    watch.wait_for("padding")
    watch.wait_for("passed at attempt 1")
    assert "5 points earned: 5 of 43 of day 3" in watch.wait_for("figures/day03/padding.png")
    watch.wait_for("next: katas/day03/output_size.py")
    watch.wait_for("q quit")
    watch.press("b")
    watch.wait_for("output_size")
    watch.wait_for("q quit")
    watch.press("p")
    watch.wait_for("not started yet")


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stream:
            return stream.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_watch_without_a_terminal_prints_plain_lines_and_ends_on_ctrl_c(course, heed_ctrl_c):
    env = {**os.environ, "PYTHONPATH": str(course.folder)}
    command = [sys.executable, "-m", "grader", "watch", "day03/padding"]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, cwd=course.folder, env=env, preexec_fn=heed_ctrl_c, **pipes)
    while "not started" not in (line := process.stdout.readline()):
        assert line
    time.sleep(2.0)
    course.solve("day03/padding")
    while "5/5" not in (line := process.stdout.readline()):
        assert "\033" not in line
        assert line
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0

"""What Windows and macOS lack, taken away here: the verdicts stay what they are."""

import os
import shutil
import sys

import pytest

from grader import ROOT
from tests.project.conftest import Ran

KATA = "day03/padding"
WRONG = ("index % size", "(index + 1) % size")

# Run by every Python that the tool starts, its benches too, before anything else: what a system has not.
LACKS = {
    "fork": "import os; del os.fork",
    "limits of a process": "import sys; sys.modules['resource'] = None",
    "Linux": "import sys; sys.platform = 'darwin'",
    "descriptors sent to another process": "import socket; del socket.send_fds",
    "groups of processes": "import os; os.killpg = os.kill",
}


@pytest.fixture
def without(tmp_path):
    """Return the environment of a system without something."""

    def environment(lack):
        folder = tmp_path / "lacking"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(LACKS[lack], encoding="utf-8")
        return {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}

    return environment


def verdicts(ran):
    """Return what was said of each check, without how long it took."""
    return [
        (kata["id"], check["name"], check["status"], check["message"], check["diagnosis"])
        for kata in ran.report["katas"]
        for check in kata["checks"]
    ]


@pytest.mark.parametrize("lack", LACKS)
def test_verdicts_are_the_same_without(lack, without, tree):
    tree.solve(KATA, WRONG)
    assert verdicts(tree.grade(KATA, **without(lack))) == verdicts(tree.grade(KATA))


@pytest.mark.parametrize("lack", LACKS)
def test_what_never_ends_is_ended_without(lack, without, tree):
    tree.solve("day03/output_size", extra="\n\ndef output_size(*args, **kwargs):\n    while True:\n        pass\n")
    ran = tree.grade("day03/output_size", "--limit", "2", **without(lack))
    assert ran.code == 1
    assert "does a loop never end?" in ran.out


@pytest.mark.torch  # by which private cases are made
def test_a_class_is_graded_without_fork(without, tree, tool, tmp_path):
    tree.solve(KATA, WRONG)
    names = ["ann", "ben"]
    for name in names:
        shutil.copytree(tree.root, tmp_path / "handed" / name)
    arguments = ("grader", "class", "grade", tmp_path / "handed", KATA, "--no-jail", "--jobs", "1", "--public")
    said = [
        tool(*arguments, "--out", tmp_path / out, **more).code
        for out, more in (("forked", {}), ("started", without("fork")))
    ]
    assert said[0] == said[1]
    for name in names:
        texts = [(tmp_path / out / f"{name}.json").read_text(encoding="utf-8") for out in ("forked", "started")]
        assert texts[0].count('"failed"') == texts[1].count('"failed"') > 0


@pytest.mark.parametrize("lack", ["Linux", "bubblewrap"])
def test_where_there_is_no_jail_one_line_says_so(lack, without, tree, tool, tmp_path):
    more = {"PATH": str(tmp_path)} if lack == "bubblewrap" else without(lack)
    tree.solve(KATA)
    line = tool("grader", KATA, "--against", tree.root, "--jail", **more).one_line(3)
    assert "jail" in line


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
def test_verdicts_are_the_same_on_other_code_pages(encoding, tree, tool, tmp_path):
    """Files are read as UTF-8 whatever the system would take them for."""
    tree.solve(KATA, WRONG, extra="\n# é × σ\n")
    other = {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    arguments = ("grader", KATA, "--against", tree.root, "--json")
    reports = [tmp_path / name for name in ("other.json", "utf8.json")]
    for report, more in zip(reports, (other, {}), strict=True):
        done = tool(*arguments, report, **more)
        assert done.code == 1
    said = [Ran(1, report.read_text(encoding="utf-8"), "") for report in reports]
    assert verdicts(said[0]) == verdicts(said[1])


@pytest.mark.parametrize("command", [("overview",), ("hint", KATA), ("lesson", "day03"), ("doctor",), (KATA,)])
def test_no_file_is_opened_in_the_code_page_of_the_system(command, course):
    arguments = () if command == ("overview",) else command
    ran = course.python("grader", *arguments, PYTHONWARNDEFAULTENCODING="1", PYTHONWARNINGS="default::EncodingWarning")
    ours = [line for line in ran.err.splitlines() if "EncodingWarning" in line and str(course.folder) in line]
    assert ours == []


def with_crlf(*files):
    for file in files:
        file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def test_a_submission_may_have_the_line_ends_of_windows(tree):
    file = tree.solve(KATA, WRONG)
    plain = verdicts(tree.grade(KATA))
    with_crlf(file)
    assert verdicts(tree.grade(KATA)) == plain


def test_a_checkout_may_have_the_line_ends_of_windows(course):
    """Where Git was told to turn them, in spite of .gitattributes."""
    course.solve("day03/cost")
    before = verdicts(course("day03", "--json", "-"))
    texts = [file for ending in ("py", "toml", "md", "html") for file in course.folder.rglob(f"*.{ending}")]
    with_crlf(*texts)
    assert verdicts(course("day03", "--json", "-")) == before
    assert course.python("grader", "prove", "day03/padding").code == 0
    assert course("hint", KATA).code == 0
    assert course("reset", "day03/cost").code == 0
    assert course("lesson", "day03").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there it is so anyway")
def test_a_process_is_ended_where_there_are_no_groups(monkeypatch):
    from grader.bench import child

    process = child.start("import time; time.sleep(60)")
    monkeypatch.setattr(os, "name", "nt")
    child.stop(process)
    assert process.poll() is not None

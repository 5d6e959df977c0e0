"""An update: the course becomes newer, and nothing that was written is lost, however often it is interrupted."""

import ast
import re
import shutil
import subprocess
import zipfile

import pytest

from grader import ROOT
from grader.classroom import merge
from grader.classroom import update as updating
from grader.classroom.bundle import bundle
from grader.classroom.parcel import opened
from grader.classroom.release import write_release
from grader.classroom.update import update
from grader.course.catalogue import read_course
from grader.course.faults import NotSaved, UsageError
from grader.course.manifest import read_manifest
from tests.project.conftest import Course, copied

NEWER = "Said more clearly."
KATA, OTHER, SAME = "katas/day01/dense.py", "katas/day01/backprop.py", "katas/day01/perceptron.py"
SOLVED = ("y = x @ weight.T", "return y + bias  # an evening's work")


def released(root, folder, *names):
    """Write the release of some days of the course below `root`; of all where none is named."""
    course = read_course(root)
    days = [course.day(name) for name in names] or list(course.days)
    write_release(bundle(root, days, without_diagnosis=False), folder)
    return folder


def described(source):
    """Return a solution with another line in every docstring that stands in more than one line."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node):
            end = node.body[0].end_lineno - 1
            lines[end] = re.sub(r'"""$', f' {NEWER}"""', lines[end])
    return "\n".join(lines) + "\n"


def renew(root, *katas):
    """Make a copy of the course newer: other docstrings in some katas, another version, a grader and a lesson."""
    for kata in katas:
        file = root / kata.replace("katas", "solutions")
        file.write_text(described(file.read_text()))
    project = root / "pyproject.toml"
    project.write_text(project.read_text().replace('version = "0.1.0"', 'version = "0.2.0"'))
    for file in (root / "tests/day01/test_dense.py", root / "katas/day01/README.md"):
        file.write_text(file.read_text() + "\n# Newer.\n")


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """A release of day 1, as it was given out."""
    return released(ROOT, tmp_path_factory.mktemp("old") / "course", "day01")


@pytest.fixture(scope="module")
def newer(tmp_path_factory):
    """A newer course, whole."""
    root = copied(tmp_path_factory.mktemp("newer"))
    shutil.copy(ROOT / ".gitignore", root)
    renew(root, KATA, OTHER)
    (root / "grader/course/objectives.py").rename(root / "grader/course/aims.py")
    return root


@pytest.fixture(scope="module")
def new(newer, tmp_path_factory):
    """The release of two days of the newer course."""
    return released(newer, tmp_path_factory.mktemp("new") / "course", "day01", "day02")


@pytest.fixture
def learner(old, tmp_path):
    """A learner's copy of the old release, with some work in it."""
    root = tmp_path / "learner"
    shutil.copytree(old, root)
    text = (root / KATA).read_text()
    (root / KATA).write_text(text.replace("raise NotImplementedError", "\n    ".join(SOLVED), 1))
    (root / SAME).write_text("mine, whatever it is: def\n")
    (root / "notes.md").write_text("of the learner's")
    return root


def held(root):
    """Return every file of a copy but the backups, by its path."""
    files = (path for path in root.rglob("*") if path.is_file())
    paths = {path.relative_to(root).as_posix(): path for path in files}
    return {name: path.read_bytes() for name, path in paths.items() if not name.startswith(".grader")}


# -- what becomes of each file


def test_what_was_written_stays_and_the_docstrings_are_newer(learner, new):
    _, done = update(learner, new)
    text = (learner / KATA).read_text()
    assert all(line in text for line in SOLVED)
    assert text.count(NEWER) == 2
    assert (done.merged, done.beside) == ([KATA], [])
    (copy,) = (learner / ".grader/backups/day01").glob("dense-*.py")
    assert NEWER not in copy.read_text()


def test_a_stub_nobody_wrote_in_becomes_the_newer(learner, new):
    update(learner, new)
    assert (learner / OTHER).read_bytes() == (new / OTHER).read_bytes()
    assert NEWER in (learner / OTHER).read_text()


def test_where_the_stub_did_not_change_the_file_stays(learner, new):
    before = (learner / SAME).read_bytes()
    _, done = update(learner, new)
    assert (learner / SAME).read_bytes() == before
    assert SAME in done.kept


def test_everything_else_is_replaced(learner, new):
    _, done = update(learner, new)
    ours = held(learner)
    assert {path for path, data in held(new).items() if ours[path] != data} == {KATA, SAME}
    assert set(ours) - set(held(new)) == {"notes.md"}
    assert done.removed == ["grader/course/objectives.py"]
    assert read_manifest(learner).days == ["day01", "day02"]


def test_what_the_learner_changed_is_backed_up_and_not_removed(learner, new):
    (learner / "katas/day01/README.md").write_text("my notes")
    (learner / "grader/course/objectives.py").write_text("# mine\n")
    _, done = update(learner, new)
    assert (learner / "grader/course/objectives.py").read_text() == "# mine\n"
    assert done.removed == []
    assert any(copy.read_text() == "my notes" for copy in done.backups)


def test_a_second_update_has_nothing_to_do(learner, new):
    update(learner, new)
    before = held(learner)
    _, done = update(learner, new)
    assert done.is_empty
    assert done.backups == []
    assert held(learner) == before


def test_what_cannot_be_merged_stays_and_the_newer_stub_lies_beside(learner, new):
    (learner / KATA).write_text("def dense_forward(:\n")
    _, done = update(learner, new)
    assert (learner / KATA).read_text() == "def dense_forward(:\n"
    assert done.beside == ["katas/day01/dense.new.py"]
    assert (learner / done.beside[0]).read_bytes() == (new / KATA).read_bytes()
    assert update(learner, new)[1].is_empty


def test_where_git_is_missing_yours_stays(learner, new, monkeypatch):
    before = (learner / KATA).read_bytes()
    monkeypatch.setenv("PATH", "")
    _, done = update(learner, new)
    assert (learner / KATA).read_bytes() == before
    assert done.beside == ["katas/day01/dense.new.py"]


def test_a_file_that_is_gone_comes_again(learner, new):
    (learner / KATA).unlink()
    update(learner, new)
    assert (learner / KATA).read_bytes() == (new / KATA).read_bytes()


def test_a_file_in_the_place_of_a_new_kata_stays(learner, new):
    (learner / "katas/day02").mkdir()
    (learner / "katas/day02/edges.py").write_text("# mine\n")
    _, done = update(learner, new)
    assert (learner / "katas/day02/edges.py").read_text() == "# mine\n"
    assert done.beside == ["katas/day02/edges.new.py"]
    assert update(learner, new)[1].is_empty


def test_line_ends_stay_as_they_were(learner, new):
    (learner / KATA).write_bytes((learner / KATA).read_bytes().replace(b"\n", b"\r\n"))
    update(learner, new)
    text = (learner / KATA).read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n")
    assert text.count(NEWER.encode()) == 2


def test_the_updated_copy_grades(learner, new):
    (learner / KATA).write_text("def dense_forward(:\n")
    (learner / SAME).write_bytes((new / SAME).read_bytes())
    update(learner, new)
    ran = Course(learner)("day01", "day02/edges")
    assert ran.code == 1
    assert "dense.py:1" in ran.out
    assert ran.err == ""


# -- all the course


def test_no_body_is_lost_of_the_whole_course_solved(tmp_path):
    """Every kata solved, every docstring newer: every body is there, every docstring too, every grader replaced."""
    root = released(ROOT, tmp_path / "learner")
    solutions = {}
    for kata in read_course().katas():
        solutions[kata.id] = kata.solution.read_text()
        (root / f"katas/{kata.id}.py").write_text(solutions[kata.id])
    newer = copied(tmp_path)
    renew(newer, *(f"katas/{kata}.py" for kata in solutions))
    for grader in newer.glob("tests/day*/test_*.py"):
        grader.write_text(grader.read_text() + "\n# Newer.\n")
    new = released(newer, tmp_path / "new")
    _, done = update(root, new)
    assert done.beside == []
    for kata, solution in solutions.items():
        text = (root / f"katas/{kata}.py").read_text()
        assert merge._written(solution, "") - merge._written(text, "") == {}, kata
        said = merge._said((new / f"katas/{kata}.py").read_text())
        assert all(merge._said(text)[name] == said[name] for name in said if name), kata
        assert NEWER in text, kata
    assert all("# Newer." in grader.read_text() for grader in root.glob("tests/day*/test_*.py"))
    assert {path for path, data in held(new).items() if (root / path).read_bytes() != data} == {
        f"katas/{kata}.py" for kata in solutions
    }


def test_a_clone_takes_a_whole_course(newer, tmp_path):
    root = copied(tmp_path)
    for words in (("init", "-q"), ("add", "-A"), ("-c", "user.name=n", "-c", "user.email=e", "commit", "-qm", "all")):
        subprocess.run(["git", "-C", root, *words], check=True)
    shutil.copy(root / "solutions/day01/dense.py", root / KATA)
    (root / "notes.md").write_text("of the learner's")
    _, done = update(root, newer)
    assert NEWER in (root / KATA).read_text()
    assert "_check_dense_forward" in (root / KATA).read_text()
    assert done.merged == [KATA]
    assert done.removed == ["grader/course/objectives.py"]
    assert (root / "solutions/day01/dense.py").read_bytes() == (newer / "solutions/day01/dense.py").read_bytes()
    assert (root / OTHER).read_text().count(NEWER) > 0
    assert not (root / "release.json").exists()
    assert (root / "notes.md").exists()
    assert update(root, newer)[1].is_empty


def test_a_release_takes_the_days_of_a_whole_course(learner, newer):
    update(learner, newer)
    assert "day14" in read_manifest(learner).days
    assert not (learner / "solutions").exists()
    assert all(line in (learner / KATA).read_text() for line in SOLVED)


# -- interrupted


@pytest.mark.parametrize("count", [0, 1, 2, 5, 10, 20, 30, -3, -2, -1])
def test_an_interrupted_update_is_run_again(learner, new, monkeypatch, tmp_path, count):
    whole = tmp_path / "whole"
    shutil.copytree(learner, whole)
    writes = written_by(monkeypatch, lambda: update(whole, new))
    with pytest.raises(NotSaved):
        written_by(monkeypatch, lambda: update(learner, new), count if count >= 0 else writes + count)
    _, done = update(learner, new)
    assert held(learner) == held(whole)
    assert not done.is_empty
    assert not (learner / ".grader/update").exists()


def written_by(monkeypatch, act, limit=10_000):
    """Return how many files an update writes; NotSaved where it would write more than the limit."""
    count = 0

    def write(path, data):
        nonlocal count
        if count == limit:
            raise NotSaved("the disk is full")
        count += 1
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    with monkeypatch.context() as patch:
        patch.setattr(updating, "write_whole", write)
        act()
    return count


# -- what is no newer course


def refused(root, source, words):
    before = held(root)
    with pytest.raises(UsageError, match=words), opened(source) as folder:
        update(root, folder)
    assert held(root) == before


def test_an_older_course_is_refused(learner, old, new):
    update(learner, new)
    refused(learner, old, "older than this copy")


def test_the_same_folder_is_refused(learner):
    refused(learner, learner, "is this copy of the course itself")


def test_fewer_days_are_refused(learner, newer, tmp_path):
    refused(learner, released(newer, tmp_path / "day2", "day02"), "has no day01")


def test_a_release_is_refused_by_a_whole_course(newer, new):
    refused(newer, new, "a release of some days")


def test_a_damaged_release_is_refused(learner, new, tmp_path):
    damaged = shutil.copytree(new, tmp_path / "damaged")
    (damaged / "tests/day01/test_dense.py").write_text("")
    refused(learner, damaged, r"test_dense.py is not as it was given out")
    (damaged / "tests/day01/test_dense.py").unlink()
    refused(learner, damaged, "is no sound course")


def test_a_release_in_which_somebody_wrote_gives_its_stubs(learner, new, tmp_path):
    written = shutil.copytree(new, tmp_path / "written")
    (written / OTHER).write_text("# another's work\n")
    update(learner, written)
    assert (learner / OTHER).read_bytes() == (new / OTHER).read_bytes()


@pytest.mark.parametrize("name", ["missing", "folder", "file.zip", "empty.zip"])
def test_what_is_no_course_is_refused(learner, tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.zip").write_text("no zip")
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    refused(learner, tmp_path / name, "does not exist|is no course|neither a folder nor a zip")


def test_which_of_several_courses_is_asked(learner, old, new, tmp_path):
    shutil.copytree(new, tmp_path / "both/new")
    (tmp_path / "both/__MACOSX").mkdir()
    with opened(tmp_path / "both") as folder:
        assert folder == tmp_path / "both/new"
    shutil.copytree(old, tmp_path / "both/old")
    refused(learner, tmp_path / "both", r"several courses \(new, old\)")


@pytest.mark.parametrize("path", ["../evil.py", "/evil.py", "a/../../evil.py", "..\\evil.py", "C:/evil.py"])
def test_a_path_that_climbs_out_of_a_zip_is_refused(learner, tmp_path, path):
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr(path, "")
    refused(learner, tmp_path / "evil.zip", "leads out of it")


def test_a_zip_that_is_too_large_is_refused(learner, tmp_path, monkeypatch):
    monkeypatch.setattr("grader.classroom.parcel.MOST_BYTES", 10)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w") as archive:
        archive.writestr("zeros", b"0" * 100)
    refused(learner, tmp_path / "bomb.zip", "larger than any course")


# -- the command


def test_the_command_takes_a_zip_and_says_what_it_did(learner, new, tmp_path):
    archive = shutil.make_archive(str(tmp_path / "course"), "zip", new.parent, new.name)
    ran = Course(learner)("update", archive)
    assert ran.code == 0
    assert ran.err == ""
    assert "this copy of the course is now 0.2.0" in ran.out
    assert "1 merged" in ran.out
    assert "1 kept in .grader/backups as it was before" in ran.out
    ran = Course(learner)("update", archive)
    assert "nothing to do" in ran.out


def test_the_command_refuses_in_one_line(learner):
    assert "does not exist" in Course(learner)("update", "nowhere").one_line(2)

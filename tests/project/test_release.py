"""A release: what goes in, what is sealed, and that it grades as the course does."""

import base64
import json
import posixpath
import re
import shutil
import zlib
from collections import Counter

import pytest

from grader import ROOT
from grader.cases import read_cases, write_cases
from grader.classroom.bundle import bundle, leaning
from grader.classroom.release import others, write_release
from grader.course import seal
from grader.course.catalogue import read_course
from grader.course.faults import BrokenCourse, UsageError
from grader.course.manifest import hash_of, read_manifest
from grader.course.source import read
from grader.course.stubs import text_of_stub
from tests.project.conftest import Course

LONG = 45  # characters of a line of code that is known again
GRADED = ("day01", "day05/lenet", "day05/vgg")
AGAIN = ("day01/dense", "day01/backprop", "day05/lenet")  # without diagnosis
LEFT_OUT = re.compile(
    r"solutions/|tests/day\d\d/(wrong|right)_|fixtures/day\d\d/\w+\.py|tests/project|\.git/|\.pyc|__pycache__"
    r"|tox\.ini|CONTRIBUTING|CHANGELOG|\.grader"
)


def days(*names):
    return [read_course().day(name) for name in names]


@pytest.fixture(scope="module")
def whole():
    """The release of all days, in memory."""
    return bundle(ROOT, list(read_course().days), without_diagnosis=False)


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Course:
    """A release of two days, in a folder."""
    folder = tmp_path_factory.mktemp("release") / "course"
    write_release(bundle(ROOT, days("day01", "day05"), without_diagnosis=False), folder)
    return Course(folder)


@pytest.fixture(scope="module")
def without_diagnosis(tmp_path_factory) -> Course:
    folder = tmp_path_factory.mktemp("release") / "course"
    write_release(bundle(ROOT, days("day01", "day05"), without_diagnosis=True), folder)
    return Course(folder)


# -- what goes in


def test_what_is_left_out(whole):
    assert [path for path in whole.files if LEFT_OUT.search(path)] == []
    assert "docs/proposal.md" not in whole.files


def test_every_kata_has_its_files(whole):
    for kata in read_course().katas():
        files = (kata.stub, kata.checks, kata.cases, kata.stub.with_name("day.toml"), kata.stub.with_name("README.md"))
        assert {file.relative_to(ROOT).as_posix() for file in files if file.exists()} <= set(whole.files), kata.id


def test_no_other_days_go_in(released):
    names = {path.name for tree in ("katas", "tests", "fixtures") for path in (released.folder / tree).glob("day*")}
    assert names == {"day01", "day05"}


def test_the_manifest_knows_every_file(released):
    manifest = read_manifest(released.folder)
    found = {path.relative_to(released.folder).as_posix() for path in released.folder.rglob("*") if path.is_file()}
    assert {path for path in found if "__pycache__" not in path} == {*manifest.files, "release.json"}
    assert all(hash_of(released.folder / path) == given for path, given in manifest.files.items())
    assert (manifest.days, manifest.without_diagnosis) == (["day01", "day05"], False)


def test_no_line_of_a_solution_is_outside_the_seal(whole):
    """But for what stubs show, and for idioms, which several katas' solutions have."""
    katas = list(read_course().katas())
    shown = {line.strip() for kata in katas for line in text_of_stub(kata).splitlines()}
    code = {}
    for kata in katas:
        source = read(kata.solution)
        lines = enumerate(source.text.splitlines(), start=1)
        code[kata.id] = {line.strip() for number, line in lines if number not in source.docstring_lines} - shown
    uses = Counter(line for lines in code.values() for line in lines)
    own = [line for line, count in uses.items() if count == 1 and len(line) >= LONG]
    assert len(own) > 1000
    texts = {path: data.decode() for path, data in whole.files.items() if path.endswith((".py", ".md", ".toml"))}
    assert [(path, line) for path, text in texts.items() for line in own if line in text] == []


def test_the_stubs_are_not_those_somebody_wrote_in(course):
    course.solve("day01/dense")
    (day,) = [day for day in read_course(course.folder).days if day.name == "day01"]
    made = bundle(course.folder, [day], without_diagnosis=False)
    (kata,) = [kata for kata in read_course().katas() if kata.id == "day01/dense"]
    assert made.files["katas/day01/dense.py"].decode() == text_of_stub(kata)


def test_links_lead_to_what_is_there(whole):
    for path, data in whole.files.items():
        if path.endswith(".md"):
            for target in re.findall(r"\]\(([^)#\s]+)", data.decode()):
                if ":" not in target:
                    assert posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) in whole.files, path


def test_the_seal_says_what_it_is(released):
    text = (released.folder / seal.NAME).read_text()
    assert "Unpacking it spoils the course" in text.splitlines()[0]
    assert "def dense_forward" not in text
    sealed = seal.opened(released.folder)
    assert sealed["solutions/day01/dense.py"] == (ROOT / "solutions/day01/dense.py").read_text()


def test_without_diagnosis_only_what_graders_lean_on_is_sealed():
    made = bundle(ROOT, list(read_course().days), without_diagnosis=True)
    texts = seal.unpacked(made.files[seal.NAME])
    assert [path for path in texts if "wrong_" in path] == []
    assert set(leaning(made)) == {
        "solutions/day07/checkpoint.py",
        "solutions/day13/moments_layer.py",
        "solutions/day13/renderer.py",
    }


def test_cases_of_a_secret_seed_are_not_given_out(course):
    file = course.folder / "fixtures/day01/dense.npz"
    write_cases(file, read_cases(file)[0], None)
    ran = course("release", course.folder.parent / "out", "--days", "day01")
    assert "secret seed" in ran.one_line(2)


# -- that it grades as the course does


def comparable(report):
    """Return a report without what no two gradings share."""
    for key in ("seconds", "course"):
        report.pop(key)
    for kata in report["katas"]:
        for check in kata["checks"]:
            check.pop("seconds", None)
    return report


@pytest.fixture(scope="module")
def gradings(released, without_diagnosis, tmp_path_factory):
    """A submission that is right, wrong, half done and untouched, graded in the course and in both releases."""
    root = tmp_path_factory.mktemp("submission")
    shutil.copytree(ROOT / "solutions" / "day01", root / "day01")
    shutil.copytree(ROOT / "solutions" / "day05", root / "day05")
    for kata in ("day01/perceptron", "day05/vgg"):
        (name,) = [kata_ for kata_ in read_course().katas() if kata_.id == kata]
        (root / f"{kata}.py").write_text(text_of_stub(name))
    for kata, old, new in (
        ("day01/dense", "x @ weight.T + bias", "x @ weight.T"),
        ("day01/backprop", "    _check_", "    raise NotImplementedError\n    _check_"),
        ("day01/activations", "np.maximum(x, 0)", "np.maximum(x, 1)"),
        ("day05/lenet", "torch.tanh(self.conv1(x))", "torch.relu(self.conv1(x))"),
        ("day05/lenet", "torch.tanh(self.conv2(x))", "torch.relu(self.conv2(x))"),
        ("day05/lenet", "torch.tanh(self.fc", "torch.relu(self.fc"),
    ):
        text = (root / f"{kata}.py").read_text()
        assert old in text
        (root / f"{kata}.py").write_text(text.replace(old, new))
    asked = ((Course(ROOT), GRADED), (released, GRADED), (without_diagnosis, AGAIN))
    return [course(*names, "--against", root, "--json", "-").report for course, names in asked]


@pytest.mark.torch
def test_verdicts_messages_and_diagnoses_are_the_courses(gradings):
    here, there, _ = gradings
    assert here["course"]["version"] == there["course"]["version"]
    assert {kata["status"] for kata in here["katas"]} == {"passed", "failed", "todo"}
    diagnosed = {kata["id"] for kata in here["katas"] for check in kata["checks"] if check["misconception"]}
    assert {"day01/dense", "day05/lenet"} <= diagnosed
    assert comparable(here) == comparable(there)


@pytest.mark.torch
def test_without_diagnosis_the_verdicts_are_the_same(gradings):
    here, _, bare = gradings

    def verdicts(report):
        katas = [kata for kata in report["katas"] if kata["id"] in AGAIN]
        return {(kata["id"], check["name"]): check["status"] for kata in katas for check in kata["checks"]}

    assert verdicts(here) == verdicts(bare)
    assert not any(check.get("diagnosis") for kata in bare["katas"] for check in kata["checks"])


def test_the_solution_is_shown_out_of_the_seal(released, without_diagnosis):
    assert "has not passed yet" in released("solution", "dense").out
    assert "return x @ weight.T + bias" in released("solution", "dense", "--anyway").out
    assert "does not hold the solution" in without_diagnosis("solution", "dense", "--anyway").one_line(2)
    assert "other right ways" in released("solution", "dense", "--anyway", "--others").one_line(2)


@pytest.mark.parametrize(
    "words",
    [
        ("prove",),
        ("stub",),
        ("pictures",),
        ("day01", "--fresh", "1"),
        ("release", "out", "--days", "1"),
        ("class", "grade", "katas", "day01"),
    ],
    ids=str,
)
def test_what_needs_the_whole_course_says_so(released, words):
    assert "needs the whole course" in released(*words).one_line(2)


def test_fixtures_need_the_whole_course(released):
    assert "needs the whole course" in released.python("fixtures", "verify").one_line(2)


def test_a_day_that_is_not_in_it(released):
    assert "this copy of the course has no day 3" in released("day03").one_line(2)


def test_doctor_names_what_differs(released, tmp_path):
    folder = shutil.copytree(released.folder, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "katas/day01/dense.py").write_text("# mine\n")
    for kata in ("dense", "activations", "perceptron", "backprop", "gradient_check", "gradient_descent"):
        (folder / f"tests/day01/test_{kata}.py").write_text("# easier\n")
    (folder / "LICENSE").unlink()
    assert "dense.py" not in " ".join(path for path in read_manifest(folder).differing(folder) if "katas" in path)
    ran = Course(folder)("doctor")
    lines = [line for line in ran.out.splitlines() if " release " in line]
    assert ran.code == 3
    assert len(lines) == 6
    assert "LICENSE is missing from release" in lines[0]
    assert "and 2 more files" in lines[-1]


@pytest.mark.parametrize(
    "data", [b"", b"Sealed\n", b"Sealed\nAAAA", b"Sealed\n" + base64.b64encode(zlib.compress(b"[]"))]
)
def test_a_broken_seal_is_one_fault(tmp_path, data):
    (tmp_path / seal.NAME).write_bytes(data)
    with pytest.raises(BrokenCourse, match=r"sealed.txt cannot be read"):
        seal.opened(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1, "days": []}'])
def test_a_broken_manifest_is_one_fault(tmp_path, text):
    (tmp_path / "release.json").write_text(text)
    with pytest.raises(BrokenCourse, match=r"release.json cannot be read"):
        read_manifest(tmp_path)


# -- where it is written


@pytest.fixture(scope="module")
def small():
    return bundle(ROOT, days("day01"), without_diagnosis=False)


def test_nothing_but_a_release_is_replaced(small, tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        write_release(small, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]
    with pytest.raises(UsageError, match="is a file"):
        write_release(small, tmp_path / "thesis.tex")


def test_an_earlier_release_is_replaced(small, released, tmp_path):
    folder = shutil.copytree(released.folder, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "notes.txt").write_text("of the instructor's")
    write_release(small, folder)
    assert not (folder / "katas/day05").exists()
    assert (folder / "notes.txt").exists()
    assert "notes.txt" in others(small, folder)
    assert read_manifest(folder) == small.manifest


def test_a_release_in_which_somebody_wrote_is_not_replaced(small, tmp_path):
    write_release(small, tmp_path)
    (tmp_path / "katas/day01/dense.py").write_text("# an evening's work\n")
    with pytest.raises(UsageError, match=r"dense.py was changed"):
        write_release(small, tmp_path)


def test_an_interrupted_release_is_written_again(small, tmp_path):
    write_release(small, tmp_path)
    shutil.rmtree(tmp_path / "grader")
    write_release(small, tmp_path)
    assert list(small.manifest.differing(tmp_path)) == []


@pytest.mark.parametrize("names", [["padding"], ["day3x"], ["day01/dense"]])
def test_only_days_are_released(tool, tmp_path, names):
    assert "is no name of days" in tool("grader", "release", tmp_path / "out", "--days", *names).one_line(2)


def test_the_command_says_what_it_made(tool, tmp_path):
    ran = tool("grader", "release", tmp_path / "out", "--days", "day02", "1", "day01-day02")
    assert "of day01, day02" in ran.out
    assert json.loads((tmp_path / "out/release.json").read_text())["days"] == ["day01", "day02"]

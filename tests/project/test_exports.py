"""Marks handed on: each format is read back by a library, or by the rules of whoever reads it."""

import contextlib
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy
import pytest

from grader import ROOT
from grader.classroom.formats.known import FORMATS, FileFormat
from grader.classroom.formats.sheet import Wanted, cell
from grader.classroom.gradescope import course_files, write_zip
from grader.classroom.results import Result, read_results
from grader.classroom.verdicts import bounded, family, told
from grader.course.stubs import stub_of

KATAS = ("day03/padding", "day03/output_size")
ROSTER = """\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Day 3 (881),Final Score
    Points Possible,,,,,9.00,(read only)
"Doe, Jane",101,u1,jdoe@uni,A,1,"=1+1"
"Roe, Richard",102,u2,rroe,A,,70
"Poe, Ed",103,u3,epoe,B,3.5,
"Moe, Zoë",104,u4,zmoe,B,,
"""


def graded(tree, name, **more):
    """Grade a tree, and return its result as a class's grading keeps it."""
    return Result(name, "key", tree.grade(*KATAS, **more).report)


@pytest.fixture(scope="module")
def wrong(shared_tree):
    """A submission of which one kata has a known wrong turn and the other cannot be run."""
    folded = "return np.minimum(index % (2 * size), (-1 - index) % (2 * size))"
    shared_tree.solve(KATAS[0], ("return (size - 1) - np.abs((size - 1) - np.abs(index))", folded))
    shared_tree.solve(KATAS[1], extra="\nimport = 1\n")
    return shared_tree


@pytest.fixture(scope="module")
def result(wrong):
    return graded(wrong, "jdoe@uni")


@pytest.fixture
def hostile(result):
    """The same with words in it that a terminal, a browser or a spreadsheet would obey."""
    report = json.loads(json.dumps(result.report))
    bad = "\x1b[31m<script>alert(1)</script>\x00\u202e]]>&\ud800" + "x" * 300_000
    for kata in report["katas"]:
        for check in kata["checks"]:
            if check["status"] == "failed":
                check["message"] = check["diagnosis"] = bad
    return Result("=HYPERLINK(1)", "key", report)


def nothing(result, name="empty", fault="it holds no file of a kata"):
    katas = [{**kata, "checks": [], "points": 0, "status": "error"} for kata in result.katas]
    return Result(name, "key", {**result.report, "katas": katas}, fault)


def broken(result):
    """A submission on which the grader itself failed."""
    report = json.loads(json.dumps(result.report))
    report["katas"][0]["checks"][0]["status"] = report["katas"][0]["status"] = "error"
    return Result("broken", "key", report)


def text(format_, result):
    return FORMATS[format_].write(result)


# -- what is told


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("pad2d-17", "pad2d"),
        ("pad2d-reflect-whole-view", "pad2d"),
        ("pad2d-example", "pad2d"),
        ("pad2d-refuses-pad-negative", "pad2d refuses"),
        ("result_is_a_new_array-zeros", "result_is_a_new_array"),
        ("LeNet5.forward-example", "LeNet5"),
        ("import", "import"),
    ],
)
def test_checks_of_one_function_are_one_family(name, of):
    assert family({"name": name}) == of


def test_a_learner_is_told_the_reason_first_and_no_folder_of_the_machine_that_graded(result, wrong):
    words = told(result.katas[1])
    assert "repeating the edge pixel" in words
    assert "day03/padding.py:" in words and str(wrong.root) not in words
    assert told({"id": "day03/cost", "checks": [{"status": "todo"}]}) == "Not started."


def test_what_is_shown_is_bounded_and_moves_no_cursor():
    assert bounded("\x1b[1m" + "x" * 99, 10) == "\\x1b[1mxx…"


# -- CSV


def test_a_sheet_has_a_row_a_submission_and_a_column_a_kata(result, hostile):
    sheet = FORMATS["csv"].write([result, hostile, nothing(result)], wanted())
    first, second, third = csv.DictReader(io.StringIO(sheet.text))
    assert first["name"] == "jdoe@uni" and first["points"] == str(result.points)
    assert [first[kata["id"]] for kata in result.katas] == [str(kata["points"]) for kata in result.katas]
    assert second["name"] == "'=HYPERLINK(1)"
    assert third["points"] == "" and third["max_points"] == "9" and "no file of a kata" in third["fault"]
    assert sheet.remarks == ("empty was not graded: it holds no file of a kata",)


@pytest.mark.parametrize("name", ["=1", "+1", "-1", "@A1", " =1", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(name):
    assert re.match(r"['\\]", cell(name))


def wanted(roster=None, title=""):
    return Wanted(roster, title)


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def rows(sheet):
    return list(csv.reader(io.StringIO(sheet)))


def test_canvas_gets_its_roster_back_with_one_column_filled(result, roster):
    """Found by login, by the ID in what Canvas calls a file, and by name in another order and case."""
    names = ("rroe_102", "ZOË MOE", "stranger")
    class_ = [result, *(replace(result, name=name) for name in names)]
    sheet = FORMATS["canvas"].write(class_, wanted(roster, "Day 3"))
    before, after = rows(ROSTER), rows(sheet.text)
    assert sheet.text.startswith("\ufeff")
    assert [[*row[:5], *row[6:]] for row in after] == [[*row[:5], *row[6:]] for row in before]
    assert [row[5] for row in after] == ["Day 3 (881)", "9.00", *[str(result.points)] * 2, "3.5", str(result.points)]
    assert sheet.remarks == (
        "submission stranger has no row in the roster",
        "Poe, Ed has no submission; the row is left as it was",
    )


def test_canvas_gets_a_new_column_where_it_has_none(result, roster):
    sheet = FORMATS["canvas"].write([result], wanted(roster))
    after = rows(sheet.text)
    assert [row[:7] for row in after] == rows(ROSTER)
    assert [row[7] for row in after] == ["ShearNet katas day03", "9", str(result.points), "", "", ""]


def test_canvas_says_where_it_counts_to_another_most(result, roster):
    roster.write_text(ROSTER.replace("9.00", "100"), encoding="utf-8")
    sheet = FORMATS["canvas"].write([result], wanted(roster, "Day 3"))
    assert 'Canvas counts "Day 3" out of 100, the marks are out of 9' in sheet.remarks


def test_nobody_gets_a_mark_that_is_not_sure_to_be_theirs(result, roster):
    twice = [result, replace(result, name="101"), nothing(result, "rroe"), replace(broken(result), name="epoe")]
    sheet = FORMATS["canvas"].write(twice, wanted(roster, "Day 3"))
    assert rows(sheet.text) == rows(ROSTER)
    assert "Doe, Jane has 2 submissions, jdoe@uni and 101; the row is left as it was" in sheet.remarks
    assert "epoe: the grader itself failed on day03/output_size, so grade it again" in sheet.remarks
    text = ROSTER.replace("Roe, Richard", "Doe, Jane")
    roster.write_text(text, encoding="utf-8")
    sheet = FORMATS["canvas"].write([replace(result, name="Jane Doe")], wanted(roster, "Day 3"))
    assert rows(sheet.text) == rows(text)
    assert "submission Jane Doe fits 2 rows of the roster, so none is filled" in sheet.remarks


def test_moodle_gets_grade_and_feedback_together_and_never_one_alone(result, hostile):
    sheet = FORMATS["moodle"].write([result, hostile, nothing(result)], wanted(title="Day 3"))
    head, first, second = rows(sheet.text)
    assert head == ["Identifier", "Day 3", "Day 3 feedback"]
    assert first[:2] == ["jdoe@uni", str(result.points)] and "<b>day03/padding</b>" in first[2]
    assert second[0] == "'=HYPERLINK(1)" and "<script" not in sheet.text and "&lt;script" in second[2]
    assert len(second[2]) < 21_000


def test_moodle_knows_its_people_by_a_roster(result, tmp_path):
    """And takes the number in what it calls a file for nobody's ID number."""
    people = tmp_path / "people.csv"
    people.write_text("First name,Last name,ID number,Email address,Groups\nJane,Doe,7,j@uni,x\nEd,Poe,8,e@uni,x\n")
    sheet = FORMATS["moodle"].write([replace(result, name="Jane Doe_8")], wanted(people, "Day 3"))
    head, row = rows(sheet.text)
    assert head == ["First name", "Last name", "ID number", "Email address", "Day 3", "Day 3 feedback"]
    assert row[:5] == ["Jane", "Doe", "7", "j@uni", str(result.points)]
    assert sheet.remarks == ("Ed Poe has no submission; the row is left as it was",)


# -- a file a submission


def suites(said):
    """Read JUnit's XML by its rules: counts that are so, names once, kinds once a case."""
    root = xml.fromstring(said)
    assert root.tag == "testsuites"
    counted = Counter()
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.tag == "testsuite" and len(cases) == int(suite.attrib["tests"])
        names = [(case.attrib["classname"], case.attrib["name"]) for case in cases]
        assert len(set(names)) == len(names)
        kinds = Counter(child.tag for case in cases for child in case)
        for kind, key in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert kinds[kind] == int(suite.attrib[key])
        assert all(len(case) <= 1 and float(case.attrib["time"]) >= 0 and case.attrib["file"] for case in cases)
        counted += Counter({key: int(suite.attrib[key]) for key in ("tests", "failures", "errors", "skipped")})
    assert {key: int(root.attrib[key]) for key in ("tests", "failures", "errors", "skipped")} == {
        key: counted[key] for key in ("tests", "failures", "errors", "skipped")
    }
    return root


def test_junit_names_the_wrong_turn(result):
    root = suites(text("junit", result))
    failures = root.findall(".//testcase[@classname='day03.padding']/failure")
    named = {check["misconception"] for check in result.katas[1]["checks"]} - {""}
    assert named and named <= {failure.attrib["type"] for failure in failures}
    assert all(failure.text and "\n" not in failure.attrib["message"] for failure in failures)


def test_junit_gives_equal_names_a_number(result):
    kata = {**result.katas[0], "checks": [result.katas[0]["checks"][-1]] * 3}
    root = suites(text("junit", replace(result, report={**result.report, "katas": [kata]})))
    names = [case.attrib["name"] for case in root.iter("testcase")]
    assert names[1:] == [f"{names[0]} (2)", f"{names[0]} (3)"]


def test_plain_pytest_says_the_same(tool, result, wrong, tmp_path):
    """A file that cannot be run is one failure, in pytest's XML as in ours."""
    theirs = tmp_path / "theirs.xml"
    tests = [f"tests/{day}/test_{name}.py" for day, name in (kata.split("/") for kata in KATAS)]
    tool("pytest", "-q", *tests, "--against", wrong.root, f"--junitxml={theirs}")

    def kinds(root):
        cases = [(case.attrib["classname"].rpartition(".")[2].removeprefix("test_"), case) for case in root]
        return Counter((kata, case[0].tag if len(case) else "passed") for kata, case in cases)

    ours = kinds(suites(text("junit", result)).iter("testcase"))
    assert kinds(xml.parse(theirs).iter("testcase")) == ours
    assert ours["output_size", "failure"] == 1 and ours["output_size", "error"] == len(result.katas[0]["checks"]) - 1


def test_an_untouched_kata_is_skipped(tree):
    for kata in KATAS:
        tree.write(kata, stub_of((ROOT / f"solutions/{kata}.py").read_text(encoding="utf-8")))
    root = suites(text("junit", graded(tree, "new")))
    assert root.attrib["skipped"] == root.attrib["tests"] != "0"


def gradescope_reads(said):
    """Hold a results.json to Gradescope's specification."""
    assert set(said) <= {
        "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
        "stdout_visibility", "extra_data", "tests", "leaderboard",
    }  # fmt: skip
    places = {"hidden", "after_due_date", "after_published", "visible"}
    assert said["visibility"] == "visible" and said["stdout_visibility"] in places
    assert isinstance(said["score"], int | float) and isinstance(said["extra_data"], dict)
    for test in said["tests"]:
        assert set(test) <= {
            "score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags",
            "visibility", "extra_data",
        }  # fmt: skip
        assert test["status"] in ("passed", "failed") and test["visibility"] == "visible"
        assert 0 <= test["score"] <= test["max_score"] and test["output_format"] == "text"
    assert said["score"] == sum(test["score"] for test in said["tests"])
    return said


def test_gradescope_gets_one_visible_test_a_kata(result, hostile):
    said = gradescope_reads(json.loads(text("gradescope", result)))
    assert [test["max_score"] for test in said["tests"]] == [4, 5] and said["score"] == result.points
    assert "SyntaxError" in said["tests"][0]["output"]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e]", json.loads(text("gradescope", hostile))["tests"][1]["output"])
    gone = gradescope_reads(json.loads(text("gradescope", nothing(result))))
    assert gone["score"] == 0 and "no file of a kata" in gone["output"]


def test_classroom50_gets_whole_numbers_and_what_its_runner_says(result, monkeypatch):
    monkeypatch.setenv("CLASSROOM", "lensing")
    monkeypatch.setenv("COMMIT_URL", "where/the/commit/is")
    said = json.loads(text("classroom50", result))
    assert set(said) == {
        "schema", "classroom", "assignment", "submission", "commit", "release", "review", "datetime", "score",
        "max-score", "tests",
    }  # fmt: skip
    assert said["schema"] == "classroom50/result/v1" and said["classroom"] == "lensing"
    strings = ("classroom", "assignment", "submission", "commit", "release", "review", "datetime")
    assert all(isinstance(said[name], str) and said[name] for name in strings)
    assert said["review"] == said["commit"] == "where/the/commit/is"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", said["datetime"])
    for test in said["tests"]:
        assert set(test) == {"test-name", "passed", "score", "max-score"}
        assert isinstance(test["passed"], bool) and type(test["score"]) is type(test["max-score"]) is int
    assert (said["score"], said["max-score"]) == (result.points, 9)


def test_prairielearn_gets_a_share_and_at_most_a_megabyte(result, hostile):
    said = json.loads(text("prairielearn", result))
    assert said["gradable"] is True and said["score"] == result.points / 9
    assert [set(test) for test in said["tests"]] == [{"name", "points", "max_points", "message"}] * 2
    for gone in (nothing(result), broken(result)):
        said = json.loads(text("prairielearn", gone))
        assert said["gradable"] is False and said["message"]
    many = replace(hostile, report={**hostile.report, "katas": hostile.katas * 150})
    assert len(text("prairielearn", many).encode()) <= 1_000_000


@pytest.mark.parametrize("name", [name for name, format_ in FORMATS.items() if isinstance(format_, FileFormat)])
def test_nothing_that_a_submission_says_breaks_a_format(name, hostile):
    said = text(name, hostile)
    assert "\x1b" not in said and "\x00" not in said
    suites(said) if name == "junit" else json.loads(said)


# -- the commands


@pytest.fixture
def results(result, tmp_path):
    folder = tmp_path / "results"
    for each in (result, nothing(result)):
        each.write(folder)
    return folder


def test_a_report_is_exported_as_a_file_or_through_a_pipe(tool, wrong, tmp_path):
    report, out = tmp_path / "report.json", tmp_path / "out/report.xml"
    tool("grader", *KATAS, "--against", wrong.root, "--json", report)
    assert tool("grader", "export", "junit", "--of", report, "--out", out).code == 0
    suites(out.read_text(encoding="utf-8"))
    assert json.loads(tool("grader", "export", "gradescope", "--of", report).out)["tests"]
    assert "cannot be read" in tool("grader", "export", "junit", "--of", tmp_path / "none").one_line(2)
    assert "is no report" in tool("grader", "export", "junit", "--of", out).one_line(2)
    assert "there are csv, canvas" in tool("grader", "export", "excel", "--of", report).one_line(2)


def test_a_kata_is_exported_without_a_report(course):
    assert "which kata?" in course("export", "classroom50").one_line(2)
    course.solve("day03/padding")
    done = course("export", "classroom50", "day03/padding", "day03/cost")
    assert (done.code, done.report["score"], done.report["max-score"]) == (0, 5, 9), done.err
    assert course("export", "classroom50", "padding").report["score"] == 5
    assert course("export", "classroom50").report["max-score"] == 5
    assert "needs no report" in course("export", "csv", "padding", "--of", "x").one_line(2)


def test_no_export_takes_the_place_of_the_results(tool, results):
    before = {file.name: file.read_bytes() for file in results.iterdir()}
    ran = tool("grader", "class", "export", results, "gradescope", "--out", results)
    assert "would be written over" in ran.one_line(2)
    assert "would be written over" in tool(
        "grader", "class", "export", results, "csv", "--out", results / "a.json"
    ).one_line(2)
    assert {file.name: file.read_bytes() for file in results.iterdir()} == before


def test_equal_checks_of_a_class_are_kept_once(results, result):
    replace(result, name="another").write(results)
    first, *others = (result for result in read_results(results) if not result.fault)
    assert all(id(one) == id(other) for one, other in zip(_checks(first), _checks(others[0]), strict=True))


def _checks(result):
    return [check for kata in result.katas for check in kata["checks"]]


def test_a_class_is_exported_as_a_sheet_or_a_folder(tool, results, tmp_path):
    done = tool("grader", "class", "export", results, "csv")
    assert len(done.out.splitlines()) == 3
    assert done.one_line(0) == "grader: empty was not graded: it holds no file of a kata"
    out = tmp_path / "junit"
    assert tool("grader", "class", "export", results, "junit", "--out", out).code == 0
    assert sorted(path.name for path in out.iterdir()) == ["empty.xml", "jdoe@uni.xml"]
    assert "say --out FOLDER" in tool("grader", "class", "export", results, "junit").one_line(2)
    assert "takes --roster" in tool("grader", "class", "export", results, "canvas").one_line(2)
    assert "no folder of results" in tool("grader", "class", "export", tmp_path / "none", "csv").one_line(2)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"a,b\n1,2\n", "is no roster"), (b"\xff\xfe", "is not UTF-8"), (b'Student,ID\n"x,1\n', "is no sound CSV")],
)
def test_a_roster_that_is_none_is_said_in_a_line(tool, results, tmp_path, content, words):
    roster = tmp_path / "roster.csv"
    roster.write_bytes(content)
    assert words in tool("grader", "class", "export", results, "canvas", "--roster", roster).one_line(2)


# -- Gradescope's autograder


@pytest.fixture(scope="module")
def autograder():
    """The zip unpacked as Gradescope does it, its files closed as its setup.sh closes them."""
    root = Path(tempfile.mkdtemp())  # not pytest's own folder, which is closed to other users
    root.chmod(0o755)
    write_zip(root / "course.zip", [KATAS[1]], "")
    with zipfile.ZipFile(root / "course.zip") as archive:
        for entry in archive.infolist():
            path = Path(archive.extract(entry, root / "source"))
            path.chmod(entry.external_attr >> 16 & 0o777)
    subprocess.run(["bash", root / "source/close.sh"], env={**os.environ, "AUTOGRADER": str(root)}, check=True)
    yield root
    shutil.rmtree(root)


def open_to(user):
    """Return a Python of the system's, of this version, that a user may run; None where there is none."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for path in (f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
        with contextlib.suppress(OSError):  # it is closed to others, or not there
            if subprocess.run([path, "-c", "0"], user=user, extra_groups=[], check=False).returncode == 0:
                return path
    return None


def graded_there(autograder, files, **env):
    """Grade an upload as Gradescope does; None where the autograder gave no answer."""
    upload, answer = autograder / "submission", autograder / "results/results.json"
    shutil.rmtree(upload, ignore_errors=True)
    answer.unlink(missing_ok=True)
    upload.mkdir()
    for name, content in files.items():
        path = upload / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(content) if isinstance(content, Path) else path.write_text(content, encoding="utf-8")
    own = {"AUTOGRADER": str(autograder), "PYTHON": sys.executable, "PYTHONPATH": ""}
    done = subprocess.run(
        [autograder / "source/run_autograder"], cwd=autograder, env={**os.environ, **own, **env}, capture_output=True,
        text=True, timeout=300, check=False,
    )  # fmt: skip
    if not answer.exists():
        assert done.returncode == 1, done.stderr
        return None
    assert done.returncode == 0, done.stderr
    return json.loads(answer.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def benches(autograder):
    """The environment in which submissions are another user's, where the tests are root's; else in which they are ours.

    That user has an environment with this one's packages: the interpreter of the tests may be closed to others.
    """
    if os.getuid():
        return {}
    python = open_to("nobody")
    if python is None:
        pytest.skip("no Python of this version that the user nobody may run")
    venv = autograder / "venv"
    subprocess.run([python, "-m", "venv", "--without-pip", venv], check=True)
    (packages,) = venv.glob("lib/python*/site-packages")
    (packages / "these.pth").write_text("\n".join({str(Path(m.__file__).parents[1]) for m in (numpy, pytest)}))
    tried = subprocess.run([venv / "bin/python", "-c", "import numpy, pytest"], user="nobody", extra_groups=[])
    if tried.returncode:
        pytest.skip("the packages of this environment are closed to the user nobody")
    return {"PYTHON": str(venv / "bin/python"), "KATAS_USER": "nobody"}


SOLUTION = (ROOT / f"solutions/{KATAS[1]}.py").read_text(encoding="utf-8")


def test_the_zip_holds_the_course_and_what_is_run_at_its_root(autograder):
    with zipfile.ZipFile(autograder / "course.zip") as archive:
        names = set(archive.namelist())
        assert {"setup.sh", "run_autograder", "seed", f"course/solutions/{KATAS[1]}.py"} <= names
        assert archive.getinfo("run_autograder").external_attr >> 16 & 0o111 == 0o111
        assert not [name for name in names if re.search(r"tests/project|/\.git/|__pycache__|\.grader", name)]
    for script in ("setup.sh", "close.sh", "grade.sh", "run_autograder"):
        subprocess.run(["bash", "-n", autograder / "source" / script], check=True)


def test_the_zip_holds_nothing_that_lies_beside_the_course(tmp_path):
    for name in ("submissions/jane/day03/padding.py", "results/jane.json", "seed", "katas/day03/padding.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    assert list(course_files(tmp_path)) == ["katas/day03/padding.py"]


def test_an_upload_is_graded_as_gradescope_does_it(autograder, benches):
    said = gradescope_reads(graded_there(autograder, {"course-main/katas/day03/output_size.py": SOLUTION}, **benches))
    assert said["score"] == 4 and [test["status"] for test in said["tests"]] == ["passed"]


def test_an_upload_reads_no_answer_from_the_disk(autograder, benches):
    """Nor gets one by a link: whoever lays the upload out is root."""
    there = autograder / f"source/course/solutions/{KATAS[1]}.py"
    linked = graded_there(autograder, {"output_size.py": there, "padding.py": SOLUTION}, **benches)
    assert linked["score"] == 0
    if benches:
        thief = f"open({str(there)!r})\n"
        said = gradescope_reads(graded_there(autograder, {"output_size.py": thief}, **benches))
        assert said["score"] == 0 and "PermissionError" in said["tests"][0]["output"]


@pytest.mark.torch  # which the private cases are made with
@pytest.mark.skipif(os.getuid() != 0, reason="only root can start processes as another user")
def test_a_user_who_may_not_run_python_is_one_line(autograder, tmp_path):
    """As where the environment lies in root's own folder."""
    tmp_path.chmod(0o700)
    (tmp_path / "python").symlink_to(sys.executable)
    code = f"import sys; sys.executable = '{tmp_path}/python'; from grader.__main__ import katas; sys.exit(katas())"
    command = [
        "class",
        "grade",
        autograder / "source",
        KATAS[1],
        "--user",
        "nobody",
        "--seed-file",
        autograder / "source/seed",
    ]
    ran = subprocess.run(
        [sys.executable, "-c", code, *command, "--out", tmp_path / "results"], cwd=autograder / "source/course",
        env={**os.environ, "PYTHONPATH": str(autograder / "source/course")}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    *_, line = ran.stderr.splitlines()
    assert (ran.returncode, line.count("may not run")) == (3, 1) and "others must be able to read both" in line, (
        ran.stderr
    )


def test_an_upload_cannot_take_the_place_of_a_file(autograder, benches):
    """Its folder is there to be read, so that what comes after it is graded as it was handed in."""
    if benches:
        there = "np.testing._private.utils.os"
        moves = f"import numpy as np\nday = __file__.rpartition('/')[0]\n{there}.rename(day, day + '-moved')\n"
        said = gradescope_reads(graded_there(autograder, {"output_size.py": moves}, **benches))
        assert "PermissionError" in said["tests"][0]["output"]


def test_an_upload_without_a_kata_is_told_so_and_a_fault_of_ours_gives_no_answer(autograder, benches):
    said = gradescope_reads(graded_there(autograder, {"notes.txt": "none"}, **benches))
    assert said["score"] == 0 and "it holds no file of day03" in said["output"]
    if benches:
        assert (
            graded_there(autograder, {"output_size.py": SOLUTION}, **{**benches, "KATAS_USER": "nobody-here"}) is None
        )


def test_what_a_zip_is_to_grade_must_be_said(tool, tmp_path):
    assert "Name a day or a kata" in tool("grader", "class", "gradescope", tmp_path / "a.zip").one_line(2)
    assert "does not end in .zip" in tool("grader", "class", "gradescope", tmp_path / "a", "day03").one_line(2)

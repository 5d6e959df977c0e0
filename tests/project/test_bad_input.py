"""Bad input gets one clear line with the mend and the right exit status, and nothing is lost."""

import shutil

import pytest

from grader import ROOT
from grader.cases import write_cases


def one_line(ran, code):
    return ran.one_line(code)


@pytest.mark.parametrize(
    ("argument", "offered"),
    [("daz03", "day03"), ("day99", "day"), ("day03/paddin", "day03/padding"), ("strided", "strided_conv")],
)
def test_unknown_name_offers_the_nearest(tool, argument, offered):
    line = one_line(tool("grader", argument), 2)
    assert argument in line
    assert offered in line


@pytest.mark.parametrize("verb", ["hint", "solution", "reset", "figure"])
def test_unknown_name_for_a_verb(tool, verb):
    assert "did you mean" in one_line(tool("grader", verb, "day03x"), 2)


def test_unknown_option(tool):
    assert "--help" in one_line(tool("grader", "--colour"), 2)


@pytest.mark.parametrize(("option", "value"), [("--fresh", "-1"), ("--fresh", "x"), ("--limit", "0"), ("--seed", "y")])
def test_bad_option_value(tool, option, value):
    assert option in one_line(tool("grader", "day03/padding", option, value), 2)


def test_unknown_check(tool):
    assert "day03/padding/pad2d-9" in one_line(tool("grader", "day03/padding/pad2d-999"), 2)


def test_a_folder_that_is_no_submission(tool, tmp_path):
    assert "no submission" in one_line(tool("grader", "--against", tmp_path), 2)


def test_a_folder_that_does_not_exist(tool, tmp_path):
    assert "no folder" in one_line(tool("grader", "--against", tmp_path / "gone"), 2)


def test_a_missing_file_is_named_and_the_rest_graded(tree):
    tree.solve("day03/output_size")
    ran = tree.grade("day03/output_size", "day03/padding")
    assert ran.kata("day03/output_size")["status"] == "passed"
    assert "the file is missing" in ran.kata("day03/padding")["checks"][0]["message"]


@pytest.mark.torch
def test_what_torch_has_not_implemented_is_no_stub(tree):
    tree.solve("day05/lenet", ("def forward(", "def forwrad("))
    lenet = tree.grade("day05/lenet").kata("day05/lenet")
    assert lenet["status"] == "failed"
    assert 'missing the required "forward" function' in lenet["checks"][0]["message"]


def test_a_syntax_error_is_placed_and_the_rest_graded(tree):
    tree.solve("day03/output_size")
    tree.write("day03/padding", "def pad2d(:\n")
    ran = tree.grade("day03")
    assert ran.kata("day03/output_size")["status"] == "passed"
    assert "SyntaxError" in ran.kata("day03/padding")["checks"][0]["message"]


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00bad", b"def pad2d(): pass\x00", b"(" * 5000, b""],
    ids=["encoding", "nul", "nesting", "empty"],
)
def test_a_file_that_is_not_python(tree, content):
    tree.write("day03/padding", "").write_bytes(content)
    ran = tree.grade("day03/padding")
    assert ran.code == 1
    assert ran.kata("day03/padding")["status"] == "failed"


def test_no_cuda_is_one_line_and_never_a_pass(tool):
    torch = pytest.importorskip("torch")
    ran = tool("grader", "day03/padding", "--against", "solutions", "--device", "cuda")
    if torch.cuda.is_available():
        assert ran.code == 0
    else:
        assert "no CUDA" in one_line(ran, 3)


def test_unreadable_cases_are_the_graders_fault(course_copy, tool):
    (course_copy / "fixtures/day03/padding.npz").write_bytes(b"PK\x03\x04 half a file")
    ran = tool("grader", "day03/padding", "--against", "solutions", cwd=course_copy, PYTHONPATH=str(course_copy))
    assert ran.code == 3
    assert "the grader itself failed, not your code" in ran.out
    assert "padding.npz" in ran.out


def test_a_kata_without_a_check_is_an_error(course_copy, tool):
    """No test, no case, and no example in the docstrings."""
    (course_copy / "tests/day03/test_padding.py").write_text("")
    write_cases(course_copy / "fixtures/day03/padding.npz", [], seed=1)
    solution = course_copy / "solutions/day03/padding.py"
    solution.write_text(solution.read_text().replace(">>>", "..."))
    ran = tool("grader", "day03/padding", "--against", "solutions", cwd=course_copy, PYTHONPATH=str(course_copy))
    assert ran.code == 3
    assert "has no check" in ran.out


def test_a_check_that_compares_nothing_is_an_error(course_copy, tool):
    (course_copy / "tests/day03/test_padding.py").write_text("def test_nothing(kata):\n    kata.same_padding(3)\n")
    ran = tool("grader", "day03/padding", "--against", "solutions", cwd=course_copy, PYTHONPATH=str(course_copy))
    assert ran.code == 3
    assert "compared nothing" in ran.out


def test_a_skip_is_an_error(course_copy, tool):
    (course_copy / "tests/day03/test_padding.py").write_text(
        "import pytest\ndef test_nothing(kata):\n    pytest.skip('no time')\n"
    )
    ran = tool("grader", "day03/padding", "--against", "solutions", cwd=course_copy, PYTHONPATH=str(course_copy))
    assert ran.code == 3


def test_a_grader_that_cannot_be_imported_is_not_blamed_on_the_learner(course_copy, tool):
    (course_copy / "tests/day03/test_padding.py").write_text("import no_such_package\n")
    ran = tool("grader", "day03/padding", "--against", "solutions", cwd=course_copy, PYTHONPATH=str(course_copy))
    assert ran.code == 3
    assert "no_such_package" in ran.out


def test_a_broken_day_toml_is_one_line(course_copy, tool):
    (course_copy / "katas/day03/day.toml").write_text("title = \n")
    ran = tool("grader", "day03", cwd=course_copy, PYTHONPATH=str(course_copy))
    assert "day.toml" in one_line(ran, 3)


# -- hint, solution, reset


def test_one_more_hint_at_a_time(course):
    first = course("hint", "padding").out
    second = course("hint", "padding").out
    assert "hint 1 of 3" in first
    assert "hint 2" not in first
    assert "hint 2 of 3" in second


def test_the_solution_is_shown_once_it_is_earned(course):
    assert course("solution", "padding").code == 1
    assert "_source" in course("solution", "padding", "--anyway").out
    course.solve("day03/padding")
    course("padding")
    assert course("solution", "padding").code == 0


def test_reset_keeps_what_was_there(course):
    mine = course.folder / "katas/day03/padding.py"
    stub = mine.read_bytes()
    mine.write_text("my work\n")
    ran = course("reset", "padding")
    assert ran.code == 0
    assert mine.read_bytes() == stub
    (kept,) = (course.folder / ".grader/backups/day03").glob("padding-*.py")
    assert kept.read_text() == "my work\n"
    assert kept.name in ran.out


def test_a_figure_of_stubs_says_what_it_needs(tool, tree):
    shutil.copytree(ROOT / "katas", tree.root)
    ran = tool("grader", "figure", "day03", "--against", tree.root, "--out", tree.root / "x.png")
    assert "not written yet" in one_line(ran, 2)


# -- doctor


@pytest.mark.torch
def test_doctor_finds_all_that_the_course_needs(tool):
    ran = tool("grader", "doctor")
    assert ran.code == 0
    assert "✓ torch" in ran.out


def test_doctor_names_a_package_that_is_broken_and_the_mend(tool, tmp_path):
    (tmp_path / "watchfiles.py").write_text("raise OSError('no such library')")
    ran = tool("grader", "doctor", PYTHONPATH=str(tmp_path))
    assert ran.code == 3
    assert "✗ watchfiles       installed, but cannot be imported (OSError: no such library): pip install" in ran.out

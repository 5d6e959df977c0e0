"""The command line, as people type it: names of days, verbs, one check, the debugger, the solution."""

import os

import pytest

from grader import ROOT
from grader.course.catalogue import LAST, read_course
from grader.course.faults import UsageError

COURSE = read_course()


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("day3", [3]), ("3", [3]), ("day03", [3]), ("katas/day03", [3]), ("katas/day03/README.md", [3]),
        ("day01-day03", [1, 2, 3]), ("1-2", [1, 2]), ("week1", list(range(1, 8))),
    ],
)  # fmt: skip
def test_days_have_many_names(name, days):
    katas, check = COURSE.select(name)
    assert check is None
    assert list(dict.fromkeys(int(kata.day[3:]) for kata in katas)) == days


def test_all_is_the_whole_course():
    assert COURSE.select("all")[0] == list(COURSE.katas())


@pytest.mark.parametrize("name", ["day00", "day15", "day3-day1", "week3", "day03-"])
def test_what_is_no_day_is_refused(name):
    with pytest.raises(UsageError):
        COURSE.select(name)


def test_a_day_that_is_not_written_yet_is_said_to_be_so():
    early = type(COURSE)(COURSE.days[:3])
    with pytest.raises(UsageError, match="has no day 14"):
        early.select(f"day{LAST}")


def test_a_mistyped_command_is_told_from_a_kata(tool):
    assert "did you mean solution?" in tool("grader", "solutoin", "padding").one_line(2)


def test_help_and_version(tool):
    assert "usage: python -m grader hint" in tool("grader", "help", "hint").out
    assert tool("grader", "--version").out.strip() in (ROOT / "pyproject.toml").read_text()


def test_json_of_nothing_grades_nothing(tool):
    assert "all" in tool("grader", "--json", "-").one_line(2)


def test_a_verb_without_a_name_takes_the_kata_graded_last(course_copy, tool):
    def run(*args):
        return tool("grader", *args, cwd=course_copy, PYTHONPATH=str(course_copy))

    assert "which kata?" in run("hint").one_line(2)
    run("day03/padding")
    assert "hint 1" in run("hint").out
    assert "day03/padding has not passed yet" in run("solution").out


def test_a_single_check_says_nothing_of_the_katas_points(tool):
    ran = tool("grader", "day01/activations/relu-zeros", "--against", "solutions")
    assert "✓ day01/activations/relu-zeros" in ran.out
    assert "1 of 1 check" in ran.out
    assert "point" not in ran.out and "4/4" not in ran.out


def test_what_a_single_check_printed_is_shown(tree, tool):
    tree.solve("day01/activations", ("return np.maximum(x, 0)", "print('shape', x.shape)\n    return np.maximum(x, 0)"))
    ran = tool("grader", "day01/activations/relu-zeros", "--against", tree.root)
    assert ran.code == 0
    assert "shape (3, 4)" in ran.out


def debugged(tool, tree, keys, name="day01/activations"):
    read, write = os.pipe()
    os.write(write, keys.encode())
    os.close(write)
    return tool("grader", "debug", name, "--against", tree.root, before=lambda: os.dup2(read, 0))


def test_the_debugger_stops_in_the_learners_function_with_its_arguments(tree, tool):
    tree.solve("day01/activations", ("return np.maximum(x, 0)", "return np.maximum(x, 1)"))
    ran = debugged(tool, tree, "p x.tolist()\nc\n")
    assert "-> return np.maximum(x, 1)" in ran.out
    assert "[-2.0, 0.0, 3.0, nan]" in ran.out  # the example that speaks for the kata
    assert "✗ day01/activations/relu-example" in ran.out
    assert ran.code == 1


def test_leaving_the_debugger_stops(tree, tool):
    tree.solve("day01/activations", ("return np.maximum(x, 0)", "return np.maximum(x, 1)"))
    assert debugged(tool, tree, "q\n").code == 130


def test_there_is_nothing_to_debug_in_what_passes(tree, tool):
    tree.solve("day01/activations")
    assert "passes" in debugged(tool, tree, "").one_line(2)


def test_breakpoint_works_in_process(tree, tool):
    tree.solve("day01/activations", ("return np.maximum(x, 0)", "breakpoint()\n    return np.maximum(x, 0)"))
    read, write = os.pipe()
    os.write(write, b"p x.shape\nc\n")
    os.close(write)
    ran = tool(
        "grader",
        "day01/activations/relu-zeros",
        "--against",
        tree.root,
        "--in-process",
        before=lambda: os.dup2(read, 0),
    )
    assert "(3, 4)" in ran.out
    assert ran.code == 0


def test_a_merge_conflict_is_called_one(tree):
    tree.write("day03/padding", "import numpy\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n")
    check = tree.grade("day03/padding").kata("day03/padding")["checks"][0]
    assert "merge conflict" in check["message"]


def test_a_missing_file_of_another_tree_is_not_put_right_by_resetting_ones_own(tree):
    tree.solve("day03/output_size")
    ran = tree.grade("day03/padding")
    assert "reset" not in ran.kata("day03/padding")["checks"][0]["message"]


@pytest.mark.parametrize("width", ["40", "60"])
def test_commands_are_broken_between_words_alone(tree, tool, width):
    tree.solve("day03/padding", ('"circular"', '"round"'))
    out = tool("grader", "day03/padding", "--against", tree.root, COLUMNS=width).out
    (_, *after) = out.partition("again:")[2].splitlines()
    assert after and all(len(line) <= int(width) or " " not in line.strip() for line in after)
    assert str(tree.root) in out


def test_the_solution_in_a_pipe_is_code(tool):
    out = tool("grader", "solution", "day03/padding", "--anyway", COLUMNS="40").out
    compile(out, "solution", "exec")
    assert "def same_padding(kernel, dilation=1):" in out


def test_other_right_ways_are_shown(tool):
    assert "def pixel_by_pixel" in tool("grader", "solution", "day03/padding", "--others", "--anyway").out


def test_an_editor_that_shows_no_differences_is_named(tool):
    ran = tool("grader", "solution", "day03/padding", "--editor", "--anyway", VISUAL="nano")
    assert "nano" in ran.one_line(2)


def test_pytest_fails_on_stubs_where_it_is_asked_to(tool):
    of = ("pytest", "-q", "tests/day03/test_padding.py")
    assert tool(*of).code == 0
    assert tool(*of, "--todo-fails").code == 1
    assert tool(*of, "--todo-fails", "--against", "solutions").code == 0


def test_attempts_are_different_files(course_copy, tool):
    stub = course_copy / "katas/day03/padding.py"
    solution = (course_copy / "solutions/day03/padding.py").read_text()

    def grade():
        tool("grader", "day03/padding", cwd=course_copy, PYTHONPATH=str(course_copy))

    grade()  # the stub, which is no attempt
    wrong = solution.replace("(kernel - 1)", "kernel")
    for source in (wrong, wrong, solution, solution + "\n"):
        stub.write_text(source)
        grade()
    out = tool("grader", cwd=course_copy, PYTHONPATH=str(course_copy)).out
    assert "day03/padding first passed" in out
    assert "at attempt 2" in out


@pytest.mark.parametrize("name", ["random.py", "numpy.py"])
def test_a_file_that_hides_a_module_is_named(course_copy, tool, name):
    (course_copy / name).write_text("")
    for command in (("doctor",), ("day03/padding",)):
        ran = tool("grader", *command, cwd=course_copy, PYTHONPATH=str(course_copy))
        assert ran.code == 3
        assert name in ran.err + ran.out and "hides a module" in ran.err + ran.out


def test_colour_can_be_asked_for_and_refused(tool):
    assert "\033[" in tool("grader", "day03/padding", NO_COLOR="", FORCE_COLOR="1").out
    assert "\033[" not in tool("grader", "day03/padding", NO_COLOR="1", FORCE_COLOR="1").out


def test_a_kata_without_an_entry_is_named(course_copy, tool):
    (course_copy / "solutions/day03/tiling.py").write_text('"""Tiles."""\n')
    ran = tool("grader", "prove", "day03/tiling", cwd=course_copy, PYTHONPATH=str(course_copy))
    assert "day.toml" in ran.one_line(2)

"""What a learner reads and looks at: a kata's section, the lesson's page, pictures, and what the Tab key offers."""

import os
import re
import subprocess
import sys
import tempfile

import pytest

from grader import ROOT
from grader.course.catalogue import read_course
from grader.course.lesson import sections
from grader.faces.equation import plain
from grader.faces.lesson import CODE, as_text

COURSE = read_course()


def completed(line):
    """Return what the Tab key offers at the end of a command line."""
    with tempfile.NamedTemporaryFile("r") as file:
        subprocess.run(
            [sys.executable, "-m", "grader"],
            cwd=ROOT,
            env={
                **os.environ, "_ARGCOMPLETE": "1", "_ARGCOMPLETE_SHELL": "bash", "_ARGCOMPLETE_IFS": " ",
                "COMP_TYPE": "9", "COMP_LINE": line, "COMP_POINT": str(len(line)),
                "_ARGCOMPLETE_STDOUT_FILENAME": file.name,
            },
            check=False,
            timeout=60,
        )  # fmt: skip
        return file.read().split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("katas hi", {"hint"}), ("katas paddi", {"padding"}), ("katas day03/pad", {"day03/padding"}),
        ("katas hint day03/pad", {"day03/padding"}), ("katas lesson day1", {f"day{n}" for n in range(10, 10 + 10)}),
        ("katas solution --oth", {"--others"}), ("katas day03 --fr", {"--fresh"}),
        ("katas log week", {"week1", "week2"}),
    ],
)  # fmt: skip
def test_the_tab_key_completes(line, offered):
    found = set(completed(line))
    assert found and found <= offered


def test_show_brings_the_section_the_docstring_and_the_state(tool):
    shown = tool("grader", "show", "day03/padding").out
    assert "What surrounds an image" in shown and "def pad2d" in shown and "day03/padding: to do" in shown
    assert "$" not in shown and "\\" not in shown


def test_equations_of_all_lessons_can_be_read_as_text():
    for day in COURSE.days:
        for section in sections(day).values():
            prose = CODE.sub("", as_text(section))
            assert "$" not in prose and "\\frac" not in prose and "\\mathrm" not in prose, day.name


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\frac{a+b}{c} - \tfrac12", "(a + b)/c - 1/2"), (r"x_{i+a}^2", "x_(i + a)²"), (r"20{,}000", "20,000"),
        (r"\hat\gamma_1 = -\sqrt{k^2 - 1}", "γ̂₁ = -√(k² - 1)"), (r"10 \cdot (-1)", "10 · (-1)"),
        (r"e^{-x^2/2}", "e^(-x²/2)"),
        (r"\underbrace{\sigma^2}_\text{noise}", "[σ²: noise]"), (r"\href{javascript:1}{x}", r"\href{javascript:1}{x}"),
    ],
)  # fmt: skip
def test_an_equation_as_text(tex, text):
    assert plain(tex) == text


def test_a_lesson_is_one_page_whole_in_itself(tool, tmp_path):
    page = tmp_path / "day03.html"
    assert tool("grader", "lesson", "day03", "--quiet", "--out", page).code == 0
    text = page.read_text()
    assert "<math" in text and "data:image/png;base64" in text and "python -m grader day03/padding" in text
    assert not re.search(r'(src|href)="(?!data:|#|file:|http)', text) and "<!--" not in text
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(re.findall(r'id="([^"]+)"', text))


def test_a_picture_is_drawn_with_ones_own_function_and_options(tree, tool, tmp_path):
    picture = tmp_path / "own.png"
    tree.solve("day03/padding")
    ran = tool("grader", "picture", "day03/padding", "--against", tree.root, "--out", picture)
    assert ran.code == 0 and picture.read_bytes().startswith(b"\x89PNG")
    assert "is no option of this picture; it takes" in tool(
        "grader", "picture", "day03/padding", "colour=red"
    ).one_line(2)
    assert "not started yet" in tool("grader", "picture", "day03/padding").one_line(2)

"""The report and a lesson in headless Chromium: they open, complain of nothing, and fit a phone."""

import re

import pytest

from grader import ROOT
from grader.course.catalogue import read_course
from grader.faces.lesson import write_lesson
from grader.faces.report import write_report
from grader.study.progress import Progress


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(read_course(ROOT), Progress().history(), {}, path)
    return path


def test_it_opens_without_a_word_on_the_console(opened, page):
    done = opened(page, "--dump-dom")
    assert "CONSOLE" not in done.stderr
    targets = set(re.findall(r'href="#([^"]+)"', done.stdout))
    assert targets <= set(re.findall(r'id="([^"]+)"', done.stdout))
    assert {day.name for day in read_course().days} <= targets


@pytest.mark.parametrize("size", ["390,844", "1280,900"])
def test_it_can_be_drawn_on_a_phone_and_a_desk(opened, page, tmp_path, size):
    picture = tmp_path / "page.png"
    opened(page, f"--window-size={size}", f"--screenshot={picture}")
    assert picture.stat().st_size > 10_000


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    path = tmp_path_factory.mktemp("lesson") / "day03.html"
    write_lesson(read_course(ROOT).day("day03"), Progress().history(), path)
    return path


def test_a_lesson_opens_with_equations_and_pictures(opened, lesson):
    done = opened(lesson, "--dump-dom")
    assert "CONSOLE" not in done.stderr
    assert done.stdout.count("<math") > 50 and done.stdout.count("<img") == len(read_course().day("day03").katas)
    assert "$" not in re.sub(r"<pre>.*?</pre>|<code>.*?</code>", "", done.stdout, flags=re.DOTALL)


@pytest.mark.parametrize("which", ["page", "lesson"])
def test_nothing_lies_beyond_the_edge_of_a_phone(opened, request, which, tmp_path):
    page = request.getfixturevalue(which)
    measure = "<script>document.title = document.documentElement.scrollWidth</script></body>"
    measured = tmp_path / "measured.html"
    measured.write_text(page.read_text(encoding="utf-8").replace("</body>", measure), encoding="utf-8")
    done = opened(measured, "--window-size=500,900", "--dump-dom")
    (width,) = re.findall(r"<title>(\d+)</title>", done.stdout)
    assert int(width) <= 500


def test_a_lesson_is_printed_whole(opened, lesson, tmp_path):
    printed = tmp_path / "lesson.pdf"
    opened(lesson, f"--print-to-pdf={printed}")
    assert printed.read_bytes().startswith(b"%PDF") and printed.stat().st_size > 50_000

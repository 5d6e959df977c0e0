"""The report of a class in headless Chromium, on a phone and a desk, in light and dark."""

import re

import pytest

from grader.classroom.report import class_report, write_class_report
from grader.classroom.results import Result

KATAS = ("day03/padding", "day03/cost", "day03/im2col", "day04/max_pool", "day04/avg_pool")


def submission(number):
    """A submission that got so far, by its number, and took a wrong turn where it is not done."""
    katas = []
    for at, name in enumerate(KATAS):
        state = ("passed", "failed", "todo")[(number + at) % 3]
        turn = "a_turn_with_a_long_name" if state == "failed" else ""
        said = {"message": "wrong", "misconception": turn, "diagnosis": "A reason of many words. " * 6 if turn else ""}
        checks = [{"name": "function-example", "status": state, "seconds": 0, "where": "", **said}]
        points = {"passed": 5, "failed": 2, "todo": 0}[state]
        katas.append(
            {"id": name, "title": "A title", "status": state, "points": points, "max_points": 5, "checks": checks}
        )
    return Result(f"somebody_with_a_long_name_{number:02d}", str(number), {"katas": katas})


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("class") / "class.html"
    write_class_report(class_report([submission(number) for number in range(36)]), path)
    return path


def test_it_opens_without_a_word_on_the_console(opened, page):
    done = opened(page, "--dump-dom")
    assert "CONSOLE" not in done.stderr
    assert done.stdout.count("<tr") > 40 and "<script" not in done.stdout


@pytest.mark.parametrize("size", ["390,844", "1100,900"])
@pytest.mark.parametrize("scheme", ["0", "1"])  # dark, light
def test_it_can_be_drawn_on_a_phone_and_a_desk_in_light_and_dark(opened, page, tmp_path, size, scheme):
    picture = tmp_path / "page.png"
    look = f"--blink-settings=preferredColorScheme={scheme}"
    opened(page, look, f"--window-size={size}", f"--screenshot={picture}")
    assert picture.stat().st_size > 10_000


def test_nothing_lies_beyond_the_edge_of_a_phone(opened, page, tmp_path):
    """The grid scrolls by itself, and no names make the page wider."""
    measure = "<script>document.title = document.documentElement.scrollWidth</script></body>"
    measured = tmp_path / "measured.html"
    measured.write_text(page.read_text(encoding="utf-8").replace("</body>", measure), encoding="utf-8")
    (width,) = re.findall(r"<title>(\d+)</title>", opened(measured, "--window-size=500,900", "--dump-dom").stdout)
    assert int(width) <= 500


def test_it_is_printed_whole(opened, page, tmp_path):
    printed = tmp_path / "class.pdf"
    opened(page, f"--print-to-pdf={printed}")
    assert printed.read_bytes().startswith(b"%PDF") and printed.stat().st_size > 20_000

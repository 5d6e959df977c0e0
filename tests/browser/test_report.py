"""The report in headless Chromium: it opens, complains of nothing, and every day can be reached."""

import re
import shutil
import subprocess

import pytest

from grader import ROOT
from grader.course.catalogue import read_course
from grader.faces.report import write_report
from grader.study.progress import Progress

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def chromium():
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.fail("no Chromium: install the package chromium of your system", pytrace=False)
    return found


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(read_course(ROOT), Progress().history(), {}, path)
    return path


def opened(chromium, page, tmp_path, *flags):
    command = [chromium, *FLAGS, f"--user-data-dir={tmp_path}/profile", "--enable-logging=stderr", "--v=0", *flags]
    return subprocess.run([*command, page.as_uri()], capture_output=True, text=True, timeout=120)


def test_it_opens_without_a_word_on_the_console(chromium, page, tmp_path):
    done = opened(chromium, page, tmp_path, "--dump-dom")
    assert "CONSOLE" not in done.stderr
    targets = set(re.findall(r'href="#([^"]+)"', done.stdout))
    assert targets <= set(re.findall(r'id="([^"]+)"', done.stdout))
    assert {day.name for day in read_course().days} <= targets


@pytest.mark.parametrize("size", ["390,844", "1280,900"])
def test_it_can_be_drawn_on_a_phone_and_a_desk(chromium, page, tmp_path, size):
    picture = tmp_path / "page.png"
    opened(chromium, page, tmp_path, f"--window-size={size}", f"--screenshot={picture}")
    assert picture.stat().st_size > 10_000

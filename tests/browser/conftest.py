"""What the tests in the browser share: headless Chromium."""

import shutil
import subprocess

import pytest

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium():
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.fail("no Chromium: install the package chromium of your system", pytrace=False)
    return found


@pytest.fixture
def opened(chromium, tmp_path):
    """Open a page, and return what Chromium wrote."""

    def open_(page, *flags):
        command = [chromium, *FLAGS, f"--user-data-dir={tmp_path}/profile", "--enable-logging=stderr", "--v=0", *flags]
        return subprocess.run([*command, page.as_uri()], capture_output=True, text=True, timeout=120)

    return open_

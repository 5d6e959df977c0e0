"""The jail: where a mother runs who must not be trusted with anything, because what she forks is not.

In it there are Python, the tool, and the files of one submission, all to be read only. There is no solution, test, case
or other submission, no network and no other process, and nothing to write to but a small tmpfs that is swept between
katas. What is forked in it starts no process and reaches into none (syscalls.py).
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader import ROOT
from grader.bench import child, syscalls
from grader.course.faults import EnvironmentFault

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")
SCRATCH, SIZE = ("/tmp", "/dev/shm"), 256 << 20  # all that can be written to, and how many bytes each
# What bubblewrap makes to put the rest into: it would take files, for the next submission to find; and where root
# grades, /proc/sys takes the machine's own settings.
MADE = ("/dev", "/proc", "/")
WITHOUT = "without a jail (--no-jail for a class) a submission can read the answers"
KEPT = ("LANG", "LC_ALL", "LC_CTYPE", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "TZ")  # of the environment
TO_BE_READ = ("grader", "fixtures/*.py")  # of the course: the tool, and simulators that checks take to the bench


def no_jail(submission: Path) -> None:
    """Stand in for a jail where there is none: benches run as the grader does."""


class Jail:
    """Starts processes in bubblewrap, in which one folder is in sight: that of the submission."""

    def __init__(self, submission: Path) -> None:
        self._bubblewrap = require()
        self._submission = submission

    def start(self, code: str, *arguments: str, **streams: Any) -> subprocess.Popen[bytes]:
        """Start an interpreter that runs a line of the tool's code, as child.start does, inside."""
        inside = ["--", sys.executable, "-P", "-c", code, *arguments]
        return child.run([self._bubblewrap, *self._options(), *inside], os.environ, **streams)

    def _options(self) -> Iterator[str]:
        yield from ("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv")
        yield from ("--hostname", "jail")
        yield from ("--proc", "/proc", "--dev", "/dev", "--chdir", "/tmp")
        for scratch in SCRATCH:
            yield from ("--size", str(SIZE), "--tmpfs", scratch)
        places = list(_in_sight(self._submission))
        made = sorted({str(folder) for place in places for folder in _in_scratch(place)})
        for folder in made:
            yield from ("--tmpfs", folder)
        for place in places:
            yield from ("--ro-bind", str(place), str(place))
        for folder in (*made, *MADE):
            yield from ("--remount-ro", folder)
        for name, value in environment().items():
            yield from ("--setenv", name, value)


def environment() -> dict[str, str]:
    """Return what a process that holds a submission has in its environment: nothing of the grader's own."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "PATH": "/usr/bin:/bin", "HOME": "/tmp", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _in_sight(submission: Path) -> Iterator[Path]:
    """Yield what is bound, what lies deeper after what it lies in."""
    require_hidden(ROOT, "the course")
    course = {path for pattern in TO_BE_READ for path in ROOT.glob(pattern)}
    yield from sorted({*_always_in_sight(), *course, submission})


def require_hidden(path: Path, what: str) -> None:
    """Raise an EnvironmentFault where something lies in what every jail shows."""
    if showing := [place for place in _always_in_sight() if path.resolve().is_relative_to(place.resolve())]:
        raise EnvironmentFault(f"{what} lies in {showing[0]}, which a jail must show: move {what} elsewhere")


def _always_in_sight() -> set[Path]:
    """Return Python and the system."""
    python = {Path(place) for place in (sys.prefix, sys.base_prefix, sys.exec_prefix, *_packages())}
    return python | {Path(place) for place in SYSTEM if os.path.exists(place)}


def _in_scratch(place: Path) -> Iterator[Path]:
    """Yield the folder by which a place hangs in one that can be written to, from where it must not be taken away."""
    for scratch in map(Path, SCRATCH):
        if place.is_relative_to(scratch) and place.parent != scratch:
            yield scratch / place.relative_to(scratch).parts[0]


@functools.cache
def _packages() -> tuple[str, ...]:
    """Return the folders that an interpreter in the jail imports from, but the course's own.

    This one's sys.path is no measure: it begins with the folder in which the command was given, where the seed, the
    results and all submissions may lie.
    """
    asked = [sys.executable, "-P", "-c", "import sys; print(*sys.path, sep=chr(0))"]
    said = subprocess.run(asked, env=environment(), cwd="/", capture_output=True, text=True, check=True).stdout
    places = said.removesuffix("\n").split("\0")
    return tuple(place for place in places if os.path.isdir(place) and not ROOT.is_relative_to(place))


def require() -> str:
    """Return bubblewrap's path; EnvironmentFault with the mend where there can be no jail."""
    if sys.platform != "linux":
        raise EnvironmentFault(f"there is no jail but on Linux; {WITHOUT}")
    found = shutil.which("bwrap")
    if not found:
        raise EnvironmentFault(f"bubblewrap is missing, of which the jail is made: apt install bubblewrap; {WITHOUT}")
    if not syscalls.can_confine():
        raise EnvironmentFault(f"libseccomp is missing, which the jail needs: apt install libseccomp2; {WITHOUT}")
    tried = subprocess.run([found, "--unshare-all", "--ro-bind", "/", "/", "true"], capture_output=True, check=False)
    if tried.returncode:
        why = tried.stderr.decode(errors="replace").strip()
        raise EnvironmentFault(f"bubblewrap may not make a jail here ({why}); {WITHOUT}")
    return found

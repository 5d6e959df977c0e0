"""A user of its own: it stands in for the jail where root grades and none can be made, as in Gradescope's containers.

Files of the course that tell answers must not be readable by others; the rest of the machine is as that user sees it.
"""

from __future__ import annotations

import functools
import os
import pwd
import subprocess
import sys
from pathlib import Path
from typing import Any

from grader import ROOT
from grader.bench import child, syscalls
from grader.bench.jail import environment
from grader.course.faults import EnvironmentFault, UsageError

PYTHON = (sys.executable, "-P", "-c")
MEND = "others must be able to read both and the folders above, which a home folder often forbids; /opt does not"
TRUTHS = ("solutions", "tests", "fixtures/day*", "sealed*", ".git")  # of the course


class OtherUser:
    """Starts processes as another user, who may read the files of one submission."""

    def __init__(self, name: str, submission: Path) -> None:
        if os.geteuid() != 0:
            raise EnvironmentFault("only root can start processes as another user; without --user there is the jail")
        try:
            self._user = pwd.getpwnam(name)
        except KeyError:
            raise UsageError(f'there is no user "{name}": useradd --system {name}') from None
        if open_ones := " ".join(pattern for pattern in TRUTHS if _is_open(pattern)):
            raise EnvironmentFault(f"others may read what tells the answers: chmod -R o-rwx {open_ones}")
        if not syscalls.can_confine():
            raise EnvironmentFault("libseccomp is missing, which holds submissions: apt install libseccomp2")
        if why := _cannot_start(name):
            raise EnvironmentFault(
                f'the user "{name}" may not run {sys.executable} with the course in {ROOT} ({why}): {MEND}'
            )
        for folder in (submission.parent, submission):  # to be read: who could write might take a file's place
            os.chown(folder, -1, self._user.pw_gid)
            os.chmod(folder, 0o750)

    def start(self, code: str, *arguments: str, **streams: Any) -> subprocess.Popen[bytes]:
        """Start an interpreter that runs a line of the tool's code, as child.start does, as that user."""
        return child.run([*PYTHON, code, *arguments], environment(), cwd="/", **_whose(self._user), **streams)


def _whose(user: pwd.struct_passwd) -> dict[str, Any]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@functools.cache
def _cannot_start(name: str) -> str:
    """Return why a user cannot start what benches come from; nothing where it can."""
    command = [*PYTHON, "import grader.bench.mother"]
    whose = _whose(pwd.getpwnam(name))
    try:
        tried = subprocess.run(command, env=environment(), cwd="/", capture_output=True, check=False, **whose)
    except OSError as error:
        return error.strerror or str(error)
    return tried.stderr.decode(errors="replace").strip().rpartition("\n")[2] if tried.returncode else ""


def _is_open(pattern: str) -> bool:
    """Return whether others may read, or go into, what the course has by that name."""
    return any(path.stat().st_mode & 0o005 for path in ROOT.glob(pattern))

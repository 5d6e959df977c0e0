"""A user of its own: it stands in for the jail where root grades and none can be made, as in Gradescope's containers.

Files of the course that tell answers must not be readable by others; the rest of the machine is as that user sees it.
"""

from __future__ import annotations

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
        for folder in (submission.parent, submission):
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)

    def start(self, code: str, *arguments: str, **streams: Any) -> subprocess.Popen[bytes]:
        """Start an interpreter that runs a line of the tool's code, as child.start does, as that user."""
        command = [sys.executable, "-P", "-c", code, *arguments]
        whose = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        return child.run(command, environment(), cwd="/", **whose, **streams)


def _is_open(pattern: str) -> bool:
    """Return whether others may read, or go into, what the course has by that name."""
    return any(path.stat().st_mode & 0o005 for path in ROOT.glob(pattern))

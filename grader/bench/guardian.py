"""The guardian: a small process that waits until the grader is gone, and then ends a bench that is still there."""

from __future__ import annotations

import subprocess
import sys

from grader.bench import child


class Guardian:
    """Guards one process of the grader's, until the guardian is told to leave or the grader ends."""

    def __init__(self, pid: int) -> None:
        code = "from grader.bench.guardian import main; main()"
        null = subprocess.DEVNULL
        self._process = child.start(code, str(pid), stdin=subprocess.PIPE, stdout=null, stderr=null)

    def leave(self) -> None:
        """Leave the process alone: it has ended."""
        child.stop(self._process)


def main() -> None:
    """Wait for the end of standard input, which the grader holds open, then end the process named."""
    sys.stdin.read()
    child.end(int(sys.argv[1]))

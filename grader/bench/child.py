"""A child process of the tool: how it is started, and how it is ended with everything that it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import IO, Any

from grader import ROOT

END_LIMIT = 5.0  # seconds; a process that the kernel cannot end by then must not keep the grader


def start(code: str, *arguments: str, **streams: Any) -> subprocess.Popen[bytes]:
    """Start an interpreter that runs a line of the tool's code, in a session of its own: Ctrl-C is not for it."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    return run([sys.executable, "-P", "-c", code, *arguments], environment, **streams)


def run(command: Sequence[str], environment: Mapping[str, str], **streams: Any) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own."""
    return subprocess.Popen(command, env=environment, start_new_session=True, **streams)


def end(pid: int) -> None:
    """Kill a process and its group, in which is what it started."""
    for kill in (os.killpg, os.kill) if os.name == "posix" else (os.kill,):
        with contextlib.suppress(ProcessLookupError, PermissionError):  # it has ended already
            kill(pid, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started here, if it runs still."""
    if process.poll() is None:  # else its number may be another's by now
        end(process.pid)
        wait(process, END_LIMIT)


def wait(process: subprocess.Popen[bytes], limit: float) -> int | None:
    """Return how a process ended, or None where it has not within the limit."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(limit)
    return None


def last_words(errors: IO[bytes]) -> str:
    """Return the end of what a process wrote into the file for its errors."""
    errors.seek(0, os.SEEK_END)
    errors.seek(max(0, errors.tell() - 500))
    return errors.read().decode(errors="replace").strip()

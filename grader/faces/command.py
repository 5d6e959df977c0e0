"""A command, as a process: however it ends, it says so in one line, and its exit status is right."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from grader import ROOT
from grader.course import shadows
from grader.course.faults import EnvironmentFault, Fault
from grader.course.files import shown
from grader.course.text import printable
from grader.faces.output import take_over

INTERRUPTED = 130  # what a shell gives a command that Ctrl-C ended
OWN = ("grader", "fixtures", "solutions", "katas", "tests")


def run(name: str, command: Callable[[list[str]], int]) -> int:
    """Run a command with the arguments of this process, and return its exit status."""
    take_over()
    try:
        status = command(sys.argv[1:])
    except Fault as fault:
        status = fault.status
        mention(name, str(fault))
    except KeyboardInterrupt:
        status = INTERRUPTED
        mention(name, "stopped")
    except Exception as error:
        status = EnvironmentFault.status
        if os.environ.get("GRADER_TRACEBACK"):
            mention(name, printable("".join(traceback.format_exception(error))))
        mention(name, printable(_unforeseen(error)))
    else:
        if full := getattr(sys.stdout, "fault", ""):
            mention(name, f"standard output could not be written: {full}")
    return status


def mention(name: str, words: str) -> None:
    """Say something about a command beside what it prints; nothing where there is nothing to say."""
    if words:
        print(f"{name}: {words}", file=sys.stderr)


def _unforeseen(error: Exception) -> str:
    """Return what is said of an exception that nobody expected: the mend, or how to report it."""
    if in_the_way := shadows.words(str(ROOT)):
        return in_the_way
    if isinstance(error, ImportError) and (error.name or "").partition(".")[0] not in ("", *OWN):
        return f"{error.name} cannot be imported ({error}): pip install -c constraints.txt -e ."
    if isinstance(error, OSError):
        return f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
    words = " ".join(f"{type(error).__name__}: {error}".removesuffix(": ").split())
    return (
        f"the grader itself failed, not your code: {words}{_place(error)}. Please report it to whoever gave you the "
        "course, with what the same command shows under GRADER_TRACEBACK=1"
    )


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT) and ".venv" not in frame.filename]
    return f" ({shown(Path(own[-1].filename))}:{own[-1].lineno})" if own else ""

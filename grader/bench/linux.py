"""What the kernel of Linux does for a process when it is asked; on other systems nothing is asked."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

SIGNAL_AT_PARENTS_END, DUMPABLE = 1, 4  # PR_SET_PDEATHSIG and PR_SET_DUMPABLE of prctl(2)

KERNEL = ctypes.CDLL(None) if sys.platform == "linux" else None


def hide_memory() -> None:
    """Close this process's memory to other processes of the same user; root may look in all the same."""
    _ask(DUMPABLE, 0)


def end_with(parent: int) -> None:
    """Have this process killed when its parent ends, even in the midst of a C call."""
    _ask(SIGNAL_AT_PARENTS_END, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the kernel was asked
        os._exit(0)


def wake_at_parents_end() -> None:
    """Have this process go on when its parent ends, should somebody have stopped it."""
    _ask(SIGNAL_AT_PARENTS_END, signal.SIGCONT)


def _ask(what: int, value: int) -> None:
    if KERNEL:
        KERNEL.prctl(what, value, 0, 0, 0)

"""The service: what a bench's process does. It answers the grader's requests until there are no more."""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import sys

try:
    import resource
except ImportError:  # Windows has none
    resource = None  # type: ignore[assignment]

from grader import plain
from grader.bench.messages import LATE, Call, Load, Outcome, Preload
from grader.bench.workbench import Workbench, captured


class Service:
    """Answers requests: a workbench's, and what must be done before a submission runs."""

    def __init__(self) -> None:
        self._workbench = Workbench(captured)

    def answer(self, request: Load | Call | Preload) -> Outcome:
        return preload(request) if isinstance(request, Preload) else self._workbench.answer(request)


def serve(service: Service) -> None:
    """Answer what comes on standard input. Requests are pickled, replies are plain data."""
    # The pipes to the grader are kept out of the submission's way.
    requests, replies, process = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"), os.getpid()
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)  # what C code prints goes where the grader can find it after a crash
    while head := requests.read(8):
        number, request = pickle.loads(requests.read(*struct.unpack("<Q", head)))
        outcome = service.answer(request)
        if os.getpid() != process:  # a child that the submission forked has come back here
            os._exit(0)
        late = [name for name in LATE if name in sys.modules]
        body = plain.dumps([number, outcome.to_plain(), late])
        replies.write(struct.pack("<Q", len(body)) + body)
        replies.flush()


def preload(request: Preload) -> Outcome:
    """Import what a submission is about to import, then limit its memory."""
    for package in request.packages:
        with contextlib.suppress(ImportError):  # where it is missing, the submission's own import says so
            __import__(package)
    if request.device != "cpu":
        _wake(request.device)
    _limit(request.memory)
    return Outcome()


def _wake(device: str) -> None:
    """Make the device's context, which takes seconds: before the clock of a call runs."""
    if torch := sys.modules.get("torch"):
        with contextlib.suppress(RuntimeError, AssertionError):  # where there is none, the first call says so
            torch.zeros(1, device=device)


def _limit(extra: int | None) -> None:
    """Limit the files that a submission may write, and its memory where bytes are given."""
    if resource is None:  # no such limits on this system: the time limit still stands
        return
    for name, most in (("RLIMIT_FSIZE", 64 << 20), ("RLIMIT_CORE", 0)):
        _set_limit(name, most)
    with contextlib.suppress(OSError, ValueError):
        if extra is not None:
            with open("/proc/self/statm", encoding="ascii") as stream:
                held = int(stream.read().split()[0]) * resource.getpagesize()
            _set_limit("RLIMIT_AS", held + extra)


def _set_limit(name: str, most: int) -> None:
    with contextlib.suppress(AttributeError, OSError, ValueError):  # this system has no such limit
        resource.setrlimit(getattr(resource, name), (most, most))

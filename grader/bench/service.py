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
    if torch := sys.modules.get("torch"):
        # TF32 keeps ten bits of a float32's mantissa, which would decide verdicts.
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
    if request.memory is not None:
        _limit_memory(request.memory)
    return Outcome()


def _limit_memory(extra: int) -> None:
    try:
        with open("/proc/self/statm") as stream:
            held = int(stream.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + extra, held + extra))
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20, 64 << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (AttributeError, OSError, ValueError):
        pass  # no such limits on this system: the time limit still stands

"""The bench: the process that a submission runs in, and its stand-in within the grader's own.

Requests go in pickled, for they may carry anything; replies come out as plain data. A call that
outlasts its limit, or ends the process, costs the process and nothing else: another is started.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import IO, Any, Protocol

from grader import ROOT
from grader.bench.messages import MEMORY_LIMIT, Call, Load, Outcome, Preload

START_LIMIT = 120.0  # seconds to import torch from a cold disk, which is not the learner's doing
HEAVY = ("torch", "scipy", "galsim", "matplotlib")  # imported before the clock runs


class Stuck(Exception):
    """The call did not return within its limit, and the bench was killed."""


class Died(Exception):
    """The submission ended its process; the message says how."""


class AnyBench(Protocol):
    """What the checks need of a bench."""

    device: str

    def prepare(self, packages: set[str]) -> None: ...
    def ask(self, request: Any, limit: float) -> Any: ...
    def close(self) -> None: ...


class Process(Protocol):
    """What a bench needs of its process: Popen's own face."""

    pid: int
    stdin: Any
    stdout: Any

    def kill(self) -> None: ...
    def wait(self, timeout: float | None = None) -> int: ...


Launch = Callable[[IO[bytes]], Process]


def spawn(errors: IO[bytes]) -> Process:
    """Return a new interpreter that serves requests, its errors going to a file."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        [sys.executable, "-P", "-c", "from grader.bench.workbench import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        start_new_session=True,
    )


class Bench:
    """A process that holds a submission and nothing else."""

    def __init__(self, device: str = "cpu", launch: Launch = spawn) -> None:
        self.device = device
        self._launch = launch
        self._loads: dict[str, Any] = {}
        self._ready: set[str] = set()
        self._number = 0
        self._prepared = False
        self.abandoned = False
        self._start()

    def prepare(self, packages: set[str]) -> None:
        """Import what a submission is about to import, without counting the time against it."""
        heavy = {package for package in HEAVY if package in packages}
        if self._prepared and heavy <= self._ready:
            return
        self._ready |= heavy
        # CUDA reserves address space by the terabyte, so there the limit would forbid it to start.
        memory = MEMORY_LIMIT if self.device == "cpu" else None
        self._exchange(Preload(tuple(sorted(self._ready)), memory), START_LIMIT)
        self._prepared = True

    def ask(self, request: Any, limit: float) -> Any:
        """Send a request and return its outcome; Stuck or Died where there is none."""
        self.prepare(set())
        if isinstance(request, Load):
            self._loads[request.recipe.kata] = request
        elif isinstance(request, Call) and request.kata not in self._loaded:
            self._exchange(self._loads[request.kata], limit)
            self._loaded.add(request.kata)
        outcome = self._exchange(request, limit)
        if isinstance(request, Load):
            self._loaded.add(request.recipe.kata)
        return outcome

    def abandon(self) -> None:
        """End the grading that is under way as Ctrl-C would; another thread may ask for it."""
        self.abandoned = True
        self._outbox.put(None)  # wakes whoever waits for a reply

    def close(self) -> None:
        """End the process and every child it left in its group."""
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        self._inbox.put(None)
        self._errors.close()

    def _start(self) -> None:
        self._prepared = False
        self._loaded: set[str] = set()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as the process)
        self._process = self._launch(self._errors)
        self._inbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        carrier = threading.Thread(target=_carry, args=(self._process, self._inbox, self._outbox), daemon=True)
        carrier.start()

    def _exchange(self, request: Any, limit: float) -> Any:
        from grader import plain

        self._number += 1
        self._inbox.put(_pickled([self._number, request]))
        try:
            reply = None if self.abandoned else self._outbox.get(timeout=limit)
            if self.abandoned:
                raise KeyboardInterrupt
            if reply is None:
                raise Died(self._how_it_ended())
            number, fields = plain.loads(reply)
            if number != self._number:
                raise Died("it wrote into the channel between the bench and the grader")
            return Outcome.from_plain(fields)
        except queue.Empty:
            self._replace()
            raise Stuck from None
        except (ValueError, TypeError):
            self._replace()
            raise Died("it wrote into the channel between the bench and the grader") from None
        except Died:
            self._replace()
            raise
        except KeyboardInterrupt:
            self.close()
            raise

    def _replace(self) -> None:
        self.close()
        self._start()

    def _how_it_ended(self) -> str:
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return "it closed the channel to the grader"
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 500))
        words = self._errors.read().decode(errors="replace").strip()
        ending = _name_of_signal(-code) if code < 0 else f"exit status {code}"
        return f"the process ended with {ending}" + (f"\n{words}" if words else "")


class InlineBench:
    """A bench within the grader's own process: for a debugger, and to replay a wrong turn."""

    def __init__(self, workbench: Any, device: str = "cpu") -> None:
        self.device = device
        self._workbench = workbench

    def prepare(self, packages: set[str]) -> None:
        """Nothing to do: what a module imports is imported when it is loaded."""

    def ask(self, request: Any, limit: float) -> Any:
        return self._workbench.answer(request)

    def close(self) -> None:
        """Nothing to end."""


def _carry(process: Process, inbox: Any, outbox: Any) -> None:
    """Write each request and read its reply, in a thread, so that the grader can give up waiting."""
    with contextlib.suppress(OSError, ValueError):
        while (request := inbox.get()) is not None:
            process.stdin.write(struct.pack("<Q", len(request)) + request)
            process.stdin.flush()
            (size,) = struct.unpack("<Q", _exactly(process.stdout, 8))
            if size > 1 << 31:
                break
            outbox.put(_exactly(process.stdout, size))
    outbox.put(None)
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            stream.close()


def _exactly(stream: Any, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise ValueError("the bench ended")
    return data


def _pickled(request: Any) -> bytes:
    """Pickle a request; functions of a test travel by value, for the bench has no tests."""
    target = getattr(request[1], "target", None)
    arguments = (*getattr(request[1], "args", ()), *getattr(request[1], "kwargs", {}).values())
    if not any(callable(value) for value in (target, *arguments)):
        return pickle.dumps(request)
    import cloudpickle

    modules = {sys.modules.get(getattr(value, "__module__", "") or "") for value in (target, *arguments)}
    by_value = [m for m in modules if m and str(getattr(m, "__file__", "")).startswith(str(ROOT / "tests"))]
    for module in by_value:
        cloudpickle.register_pickle_by_value(module)
    try:
        return cloudpickle.dumps(request)
    finally:
        for module in by_value:
            cloudpickle.unregister_pickle_by_value(module)


def _name_of_signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"

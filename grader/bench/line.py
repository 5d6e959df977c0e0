"""The line between the grader and one process: requests go in, replies come out, and nobody waits without end."""

from __future__ import annotations

import contextlib
import queue
import signal
import struct
import tempfile
import threading
from collections.abc import Callable
from typing import IO, Any, Protocol

from grader import plain
from grader.bench import child


class Stuck(Exception):
    """The call did not return within its limit, and the process was ended."""


class Died(Exception):
    """The submission ended its process; the message says how."""


class Process(Protocol):
    """What a line needs of its process."""

    stdin: Any
    stdout: Any

    def end(self) -> None: ...
    def code(self, limit: float) -> int | None: ...


class Line:
    """A process and the line to it."""

    def __init__(self, launch: Callable[[IO[bytes]], Process]) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as the process)
        self._process = launch(self._errors)
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._replies: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._carry, daemon=True).start()

    def exchange(self, request: bytes, limit: float) -> bytes:
        """Return the reply to a request; Stuck where none comes within the limit, Died where none will come."""
        self._requests.put(request)
        try:
            reply = self._replies.get(timeout=limit)
        except queue.Empty:
            raise Stuck from None
        if reply is None:
            raise Died(self._how_it_ended())
        return reply

    def wake(self) -> None:
        """Give whoever waits for a reply an empty one."""
        self._replies.put(b"")

    def end(self) -> None:
        """End the process."""
        self._process.end()
        self._requests.put(None)
        self._errors.close()

    def _carry(self) -> None:
        """Write each request and read its reply, in a thread, so that the grader can give up waiting."""
        with contextlib.suppress(OSError, ValueError):
            while (request := self._requests.get()) is not None:
                self._process.stdin.write(struct.pack("<Q", len(request)) + request)
                self._process.stdin.flush()
                (size,) = struct.unpack("<Q", self._read(8))
                self._replies.put(self._read(size) if size <= plain.MOST_DATA else b"")
        self._replies.put(None)
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                stream.close()

    def _read(self, size: int) -> bytes:
        data = self._process.stdout.read(size)
        if len(data) < size:
            raise ValueError("the process closed the line")
        return data

    def _how_it_ended(self) -> str:
        code = self._process.code(1.0)
        if code is None:
            return "it closed the channel to the grader"
        words = child.last_words(self._errors)
        ending = _name_of_signal(-code) if code < 0 else f"exit status {code}"
        return f"the process ended with {ending}" + (f"\n{words}" if words else "")


def _name_of_signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"

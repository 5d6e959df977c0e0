"""The nursery: where the processes of benches come from. Each is forked from a mother who has imported what it needs.

This is the grader's side; what the mother does is in mother.py. A mother who has died, or does not answer, is replaced.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from typing import IO, Any, Protocol

from grader.bench import child
from grader.bench.messages import START_LIMIT
from grader.course.faults import EnvironmentFault

CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")
ANSWER_LIMIT = 10.0  # seconds in which a mother with nothing to import answers

REQUEST, ANSWER = struct.Struct("<4sq"), struct.Struct("<q")
# Import what is named; fork a bench, which may start processes; say how one ended; end one.
IMPORT, FORK, CODE, END = b"impo", b"fork", b"code", b"end "
RUNNING = 1 << 40  # no exit status is as large


class Place(Protocol):
    """Where a mother runs."""

    def start(self, code: str, *arguments: str, **streams: Any) -> subprocess.Popen[bytes]: ...


class Nursery:
    """Starts the processes of benches from a mother, so that each is new and warm; she may be put into a jail."""

    def __init__(self, packages: Iterable[str] = (), jail: Place | None = None) -> None:
        self._packages = set(packages)
        self._jail = jail
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as the nursery)
        self._is_broken = self._is_loose = self._was_loose = False
        self.mothers = 0  # that there have been
        self._start()

    def prepare(self, packages: set[str]) -> None:
        """Have packages imported for the benches to come; who is forked next waits for it."""
        new = packages - self._packages
        self._packages |= new
        if new:
            self._import(new)

    def settle(self) -> None:
        """Wait until all has been imported; EnvironmentFault where no mother lives so long.

        Then who is forked from this process may use the nursery, and leave it as it was.
        """
        try:
            self._settle()
        except OSError:
            self._end()
            self._start()
            try:
                self._settle()
            except OSError:
                raise self._fault() from None

    def permit(self, modules: Iterable[str]) -> None:
        """Learn what the processes to come may import; in a jail those that may start others have it for themselves."""
        self._is_loose = "subprocess" in modules

    def launch(self, errors: IO[bytes]) -> Sapling:
        """Return a new process that serves requests, its errors going to a file."""
        if self._was_loose and self._jail:
            self._end()
            self._start()
        self._was_loose = self._is_loose
        (request_in, request_out), (reply_in, reply_out) = os.pipe(), os.pipe()
        requests, replies = os.fdopen(request_out, "wb"), os.fdopen(reply_in, "rb")
        try:
            pid = self._fork(int(self._is_loose), [request_in, reply_out, errors.fileno()])
            return Sapling(self, pid, requests, replies)
        except BaseException:
            requests.close()
            replies.close()
            raise
        finally:
            os.close(request_in)
            os.close(reply_out)

    def code(self, pid: int) -> int | None:
        """Return how a process of the nursery's ended, as subprocess says it, or None while it runs."""
        try:
            code = self._ask(CODE, pid)
        except OSError:
            return -signal.SIGKILL  # the mother is gone, and the kernel killed what she had forked
        return None if code == RUNNING else code

    def end(self, pid: int) -> None:
        """Kill a process of the nursery's and what it started.

        Until the mother forks again its number is nobody else's. In a jail, where numbers are others, she does it
        herself; if she is gone the kernel has.
        """
        if self._jail is None:
            child.end(pid)
        else:
            with contextlib.suppress(OSError):
                self._ask(END, pid)

    def close(self) -> None:
        """End the mother."""
        self._end()
        self._errors.close()

    def _start(self) -> None:
        self.mothers += 1
        self._socket, hers = socket.socketpair()
        self._imports = 0  # that she has not answered yet
        with hers:
            start = self._jail.start if self._jail else child.start
            main = "main_in_jail" if self._jail else "main"
            self._mother = start(
                f"from grader.bench.mother import {main}; {main}()",
                stdin=hers.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
            )
        self._import(self._packages)

    def _end(self) -> None:
        self._socket.close()
        child.stop(self._mother)

    def _import(self, packages: Iterable[str]) -> None:
        names = " ".join(sorted(packages)).encode()
        with contextlib.suppress(OSError):  # that she has died is found when the next is forked
            self._socket.sendall(REQUEST.pack(IMPORT, len(names)) + names)
            self._imports += 1

    def _fork(self, loose: int, handles: Sequence[int]) -> int:
        with contextlib.suppress(OSError):
            return self._ask(FORK, loose, handles)
        if not self._is_broken:
            self._start()
            with contextlib.suppress(OSError):
                return self._ask(FORK, loose, handles)
        self._is_broken = True  # so that not every check waits for as much
        raise self._fault()

    def _fault(self) -> EnvironmentFault:
        why = child.last_words(self._errors) or "the process that they come from does not answer"
        return EnvironmentFault(f"no bench can be started; python -m grader doctor says what is missing\n{why}")

    def _settle(self) -> None:
        while self._imports:
            self._answer(START_LIMIT)
            self._imports -= 1

    def _ask(self, word: bytes, number: int, handles: Sequence[int] = ()) -> int:
        """Return the mother's answer; OSError where she gives none, and then she is ended."""
        try:
            self._settle()
            rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack(f"{len(handles)}i", *handles))]
            self._socket.sendmsg([REQUEST.pack(word, number)], rights if handles else [])
            return self._answer(ANSWER_LIMIT)
        except BaseException:  # Ctrl-C too: an answer that is not taken would be taken for that to the next request
            self._end()
            raise

    def _answer(self, limit: float) -> int:
        self._socket.settimeout(limit)
        answer = self._socket.recv(ANSWER.size, socket.MSG_WAITALL)
        if len(answer) < ANSWER.size:
            raise OSError("the mother ended")
        return ANSWER.unpack(answer)[0]


class Sapling:
    """A process of the nursery's, as a bench sees it."""

    def __init__(self, nursery: Nursery, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.pid, self.stdin, self.stdout = pid, stdin, stdout
        self._nursery = nursery

    def end(self) -> None:
        """Kill it and what it started."""
        self._nursery.end(self.pid)

    def code(self, limit: float) -> int | None:
        """Return how it ended, or None where it has not within the limit."""
        deadline = time.monotonic() + limit
        while (code := self._nursery.code(self.pid)) is None and time.monotonic() < deadline:
            time.sleep(0.002)
        return code

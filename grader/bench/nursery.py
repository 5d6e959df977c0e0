"""The nursery: a process that has imported what benches need, and forks one whenever it is asked.

It imports and never computes: a child of a process that has run threaded torch hangs at its first
convolution, a child of one that has only imported torch works. Where processes cannot be forked,
benches are started from nothing instead, and take their time.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import struct
import subprocess
import sys
from typing import IO, Any

from grader import ROOT

CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")


class Nursery:
    """Starts benches warm; used as the `launch` of a Bench."""

    def __init__(self, packages: set[str]) -> None:
        ours, theirs = socket.socketpair()
        self._socket = ours
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from grader.bench.nursery import tend; tend()", *sorted(packages)],
            stdin=theirs.fileno(),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))},
            start_new_session=True,
        )
        theirs.close()

    def launch(self, errors: IO[bytes]) -> Sapling:
        """Return a new process that serves requests, its errors going to a file."""
        (request_in, request_out), (reply_in, reply_out) = os.pipe(), os.pipe()
        socket.send_fds(self._socket, [b"fork"], [request_in, reply_out, errors.fileno()])
        os.close(request_in)
        os.close(reply_out)
        return Sapling(self, self._number(), os.fdopen(request_out, "wb"), os.fdopen(reply_in, "rb"))

    def ending(self, pid: int) -> int | None:
        """Return how a forked process ended, as subprocess says it, or None while it runs."""
        self._socket.sendall(b"wait" + struct.pack("<q", pid))
        code = self._number()
        return None if code == RUNNING else code

    def memory(self) -> int:
        """Return the bytes the nursery holds, where the system says."""
        try:
            with open(f"/proc/{self._process.pid}/statm") as stream:
                return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            return 0

    def close(self) -> None:
        self._socket.close()
        self._process.kill()
        self._process.wait()

    def _number(self) -> int:
        reply = self._socket.recv(8, socket.MSG_WAITALL)
        if len(reply) < 8:
            raise OSError("the nursery ended")
        return struct.unpack("<q", reply)[0]


class Sapling:
    """A process forked by the nursery, with the part of Popen's face that a bench needs."""

    def __init__(self, nursery: Nursery, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.pid, self.stdin, self.stdout = pid, stdin, stdout
        self._nursery = nursery

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        import time

        deadline = time.monotonic() + (5.0 if timeout is None else timeout)
        while (code := self._nursery.ending(self.pid)) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("bench", timeout or 5.0)
            time.sleep(0.002)
        return code


RUNNING = 1 << 40  # no exit status is as large


def tend() -> None:
    """Import what the command line names, then fork a bench for each request, until the parent is gone."""
    from grader.bench import workbench

    for package in sys.argv[1:]:
        with contextlib.suppress(ImportError):
            __import__(package)
    parent = socket.socket(fileno=os.dup(0))
    gc.collect()
    gc.freeze()  # else the first collection in a child touches, and so copies, every page
    ended: dict[int, int] = {}
    while True:
        message, handles, _, _ = socket.recv_fds(parent, 12, 3)
        if not message:
            os._exit(0)
        if message == b"fork":
            pid = os.fork()
            if pid == 0:
                parent.close()
                _become_bench(handles)
                workbench.main()
                os._exit(0)
            for handle in handles:
                os.close(handle)
            parent.sendall(struct.pack("<q", pid))
        else:
            (pid,) = struct.unpack("<q", message[4:])
            parent.sendall(struct.pack("<q", _ending(pid, ended)))


def _become_bench(handles: list[int] | Any) -> None:
    os.setsid()
    for handle, standard in zip(handles, (0, 1, 2), strict=True):
        os.dup2(handle, standard)
        os.close(handle)


def _ending(pid: int, ended: dict[int, int]) -> int:
    if pid not in ended:
        try:
            done, status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            return -signal.SIGKILL
        if not done:
            return RUNNING
        ended[pid] = os.waitstatus_to_exitcode(status)
    return ended[pid]

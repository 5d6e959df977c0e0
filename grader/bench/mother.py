"""The mother: a process that imports what benches need, and forks one whenever she is asked.

She imports and never computes: a child of a process that has run threaded torch hangs at its first convolution, a child
of one that has only imported torch works. Nothing of a course or of a submission is ever in her. She ends when the
grader does, however that ends, and takes with her whatever she forked and all that it started.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import signal
import socket
from collections.abc import Callable
from typing import NoReturn

import cloudpickle  # noqa: F401 (with numpy.random, what the calls of most katas arrive in)
import numpy.random

from grader.bench import child, linux, syscalls
from grader.bench.jail import SCRATCH
from grader.bench.nursery import ANSWER, CODE, END, FORK, IMPORT, REQUEST, RUNNING
from grader.bench.service import Service, serve

HELD, LOOSE = b"held", b"free"  # what a child may do: start processes, or not


class Mother:
    """Answers the grader's requests, which come on a line. One process is always forked ahead of them."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._running: set[int] = set()
        self._codes: dict[int, int] = {}
        self._ahead: tuple[int, socket.socket] | None = None
        self._deeds = {IMPORT: self._import, FORK: self._fork, CODE: self._code, END: self._end}

    def serve(self) -> None:
        """Do what the grader asks until it is gone, then end what runs."""
        try:
            while True:
                request, handles, _, _ = socket.recv_fds(self._line, REQUEST.size, 3)
                if len(request) < REQUEST.size:
                    break
                word, number = REQUEST.unpack(request)
                self._line.sendall(ANSWER.pack(self._deeds[word](number, handles)))
                if word in (IMPORT, FORK):
                    self._ahead = self._forked()
        finally:
            for pid in self._running:
                child.end(pid)

    def _import(self, length: int, _: list[int]) -> int:
        if self._ahead:
            self._ahead[1].close()  # it would lack what is imported now
        for package in self._line.recv(length, socket.MSG_WAITALL).decode().split():
            with contextlib.suppress(ImportError):  # where it is missing, the submission's own import says so
                __import__(package)
        gc.freeze()  # else the first collection in a child would touch, and so copy, every page
        return 0

    def _fork(self, loose: int, handles: list[int]) -> int:
        pid, its_line = self._ahead or self._forked()
        with its_line:
            socket.send_fds(its_line, [LOOSE if loose else HELD], handles)
        for handle in handles:
            os.close(handle)
        return pid

    def _forked(self) -> tuple[int, socket.socket]:
        """Return a new process, and a line on which it waits for its handles; if the line is closed it ends."""
        self._reap()
        mother = os.getpid()
        ours, its = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            self._running.clear()  # they are the mother's
            self._line.close()
            ours.close()
            linux.end_with(mother)
            _become_bench(its, self._settle)
        its.close()
        self._running.add(pid)
        self._codes.pop(pid, None)  # of an earlier process of that number
        return pid, ours

    def _settle(self, word: bytes) -> None:
        """Do what a child must have done before it serves, by the word with which it was given its handles."""

    def _end(self, pid: int, _: list[int]) -> int:
        if pid in self._running:
            child.end(pid)
        return 0

    def _code(self, pid: int, _: list[int]) -> int:
        self._reap()
        return self._codes.get(pid, RUNNING)

    def _reap(self) -> None:
        for pid in list(self._running):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                self._running.remove(pid)
                self._codes[pid] = os.waitstatus_to_exitcode(status)


class Jailer(Mother):
    """A mother in a jail: her children can do less, and what they leave behind is swept away.

    Where it cannot be, she ends, and her jail with her: another is made.
    """

    def _fork(self, loose: int, handles: list[int]) -> int:
        for place in SCRATCH:
            _sweep(place)
        return super()._fork(loose, handles)

    def _settle(self, word: bytes) -> None:
        linux.hide_memory()
        if word == HELD:
            syscalls.confine()


def _sweep(folder: str) -> None:
    """Empty a folder of what submissions left in it; OSError where that cannot be."""
    for entry in os.scandir(folder):
        if os.path.ismount(entry.path) or entry.stat(follow_symlinks=False).st_uid != os.getuid():
            continue  # the submission lies there, or it is somebody else's
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


def _become_bench(line: socket.socket, settle: Callable[[bytes], None]) -> NoReturn:
    """Wait for handles and serve requests on them, in a group of its own; then end."""
    os.setsid()
    gc.enable()
    numpy.random.seed(int.from_bytes(os.urandom(4)))  # noqa: NPY002 (else all benches would draw the same numbers)
    service = Service()
    with line:
        word, handles, _, _ = socket.recv_fds(line, len(HELD), 3)
    if not handles:
        os._exit(0)
    settle(word)
    for handle, standard in zip(handles, (0, 1, 2), strict=True):
        os.dup2(handle, standard)
        os.close(handle)
    serve(service)
    os._exit(0)


def main(mother: type[Mother] = Mother) -> None:
    """Serve the grader at the other end of standard input."""
    gc.disable()  # imports leave little to collect, and looking for it takes a fifth of their time
    linux.wake_at_parents_end()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # where a parent ignores it, no child's end could be asked for
    line = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    mother(line).serve()
    os._exit(0)


def main_in_jail() -> None:
    """Serve the grader from within a jail."""
    linux.hide_memory()
    main(Jailer)

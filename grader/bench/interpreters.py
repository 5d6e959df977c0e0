"""Interpreters: where the processes of benches come from if none can be forked. Each starts from nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from typing import IO

from grader.bench import child
from grader.bench.guardian import Guardian


class Interpreters:
    """Starts the processes of benches from nothing, which takes its time."""

    def prepare(self, packages: set[str]) -> None:
        """Nothing to do: each imports for itself what it is told to."""

    def permit(self, modules: Iterable[str]) -> None:
        """Nothing to do: there is no jail."""

    def launch(self, errors: IO[bytes]) -> Interpreter:
        """Return a new process that serves requests, its errors going to a file."""
        pipe = subprocess.PIPE
        code = "from grader.bench.renewal import main; main()"
        return Interpreter(child.start(code, stdin=pipe, stdout=pipe, stderr=errors))

    def close(self) -> None:
        """Nothing to end: each process has its bench."""


class Interpreter:
    """A process of its own, as a bench sees it, and the guardian that ends it should the grader be gone."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.stdin, self.stdout = process.stdin, process.stdout
        self._process, self._guardian = process, Guardian(process.pid)

    def end(self) -> None:
        """Kill it and what it started."""
        child.end(self._process.pid)
        child.wait(self._process, child.END_LIMIT)
        self._guardian.leave()

    def code(self, limit: float) -> int | None:
        """Return how it ended, or None where it has not within the limit."""
        return child.wait(self._process, limit)

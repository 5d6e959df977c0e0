"""The standard streams: they hold what they can, and a command never ends because of one."""

from __future__ import annotations

import codecs
import os
import sys
from typing import Any, TextIO

PLAIN = {"✓": "+", "✗": "x", "○": "o", "◐": "%", "·": "-", "×": "x", "█": "#", "░": "-", "▸": ">"}
HANDLER = "grader.plain"  # by which codecs know what to do with a character that an encoding lacks


class Output:
    """A text stream that writes plain characters for those it cannot hold, and goes on where it is full or closed.

    `fault` says what went wrong; a reader that has seen enough (| head) is no fault.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.fault = ""
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=HANDLER)

    def write(self, text: str) -> int:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError as error:
            self._drain(error)
        return len(text)

    def flush(self) -> None:
        """Nothing to do: every text is handed on at once."""

    def _drain(self, error: OSError) -> None:
        """Let the rest go nowhere, what the stream still holds included."""
        if not isinstance(error, BrokenPipeError):
            self.fault = error.strerror or str(error)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def take_over() -> None:
    """Put an Output in place of each standard stream, one that goes nowhere where the stream is closed."""
    codecs.register_error(HANDLER, _in_plain_characters)
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it gets the lowest number that is free: this one
            os.set_inheritable(number, True)
    sys.stdin = sys.stdin or os.fdopen(0)
    sys.stdout = Output(sys.stdout or os.fdopen(1, "w"))
    sys.stderr = Output(sys.stderr or os.fdopen(2, "w"))


def _in_plain_characters(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    plain = (PLAIN.get(char) or char.encode("ascii", "backslashreplace").decode() for char in lacking)
    return "".join(plain), error.end

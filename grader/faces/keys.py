"""Single keys of a terminal, as they are pressed."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SEQUENCE = re.compile(r"\x1b(\[[0-9;?]*[@-~]|O.)?")  # what arrows and the like send, and a terminal that was asked


@dataclass(frozen=True)
class Key:
    """The learner pressed a key."""

    name: str


class keys_of:
    """While it lasts, single keys of a terminal arrive; without a terminal, none does."""

    def __init__(self, stream: Any, arrived: Callable[[Key], None]) -> None:
        self._stream, self._arrived = stream, arrived

    def __enter__(self) -> bool:
        if not self._stream.isatty():
            return False
        # Of its own: while a kata is graded pytest has put /dev/null where standard input was.
        self._line = os.dup(self._stream.fileno())
        try:
            import termios
            import tty
        except ImportError:
            reader = _windows_keys
        else:
            self._modes = termios.tcgetattr(self._line)
            tty.setcbreak(self._line)
            reader = _posix_keys
        threading.Thread(target=reader, args=(self._line, self._arrived), daemon=True).start()
        return True

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "_modes"):
            import termios

            termios.tcsetattr(self._line, termios.TCSADRAIN, self._modes)


def _posix_keys(line: int, arrived: Callable[[Key], None]) -> None:
    try:
        while pressed := os.read(line, 1024):
            for key in SEQUENCE.sub("", pressed.decode("utf-8", "replace")):
                arrived(Key(key.lower()))
    except OSError:
        pass
    arrived(Key("q"))  # the terminal is gone


def _windows_keys(line: int, arrived: Callable[[Key], None]) -> None:
    import msvcrt

    while True:
        arrived(Key(msvcrt.getwch().lower()))  # type: ignore[attr-defined]

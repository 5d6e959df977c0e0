"""Colour and width of a terminal, with no library: a face must cost nothing to start."""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from pathlib import Path
from typing import TextIO

LINKING = ("VTE_VERSION", "TERM_PROGRAM", "WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION")
CODES = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "dim": "2", "bold": "1"}


class Style:
    """How text is put on one stream: coloured on a terminal, unless NO_COLOR or FORCE_COLOR says otherwise.

    A terminal that is "dumb" moves no cursor: what others overwrite it would pile up.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.terminal = stream.isatty() and os.environ.get("TERM") != "dumb"
        self.coloured = (self.terminal or bool(os.environ.get("FORCE_COLOR"))) and not os.environ.get("NO_COLOR")
        self.columns = shutil.get_terminal_size((100, 24)).columns
        self.width = min(self.columns, 100)  # of prose: longer lines read badly

    def paint(self, text: str, *names: str) -> str:
        codes = ";".join(CODES[name] for name in names)
        return f"\033[{codes}m{text}\033[0m" if self.coloured and text else text

    def link(self, text: str, path: Path) -> str:
        """Return text that leads to a file where the terminal knows links (OSC 8), and plain text elsewhere."""
        known = any(name in os.environ for name in LINKING) and self.coloured
        return f"\033]8;;{path.resolve().as_uri()}\033\\{text}\033]8;;\033\\" if known else text

    def wrap(self, text: str, indent: str) -> str:
        """Return prose wrapped to the width; lines that begin with a space are code and stay."""
        lines: list[str] = []
        for line in text.splitlines():
            if line.startswith(" ") or not line:
                lines.append(indent + line)
            else:
                lines += textwrap.wrap(
                    line, self.width, initial_indent=indent, subsequent_indent=indent,
                    break_long_words=False, break_on_hyphens=False,
                )  # fmt: skip
        return "\n".join(lines)

    def fold(self, line: str, indent: str = "     ") -> str:
        """Return a line with a command in it, broken between words where it is too long, never inside one."""
        lines, current = [], indent
        for gap, word in re.findall(r"( *)([^ ]+)", line):
            if _seen(current + gap + word) > self.columns and current.strip():
                lines.append(current)
                current, gap = f"{indent}  ", ""
            current += gap + word
        return "\n".join([*lines, current])

    def say(self, text: str = "") -> None:
        self._put(f"{text}\n")

    def passing(self, text: str) -> None:
        """Show a line that the next one replaces; nothing where there is no terminal."""
        if self.terminal:
            self._put(f"\r\033[K{text[: self.width - 1]}")

    def clear(self) -> None:
        if self.terminal:
            self._put("\r\033[K")

    def _put(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def _seen(text: str) -> int:
    """Return how many columns a text takes: colours take none."""
    return len(re.sub(r"\033\[[0-9;]*m", "", text))

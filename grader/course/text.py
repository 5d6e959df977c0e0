"""Text that is shown to somebody: what a submission, a library or a file's name brought along moves no cursor."""

from __future__ import annotations


def printable(text: str) -> str:
    """Return a text with everything that a terminal would obey instead of show written out, as "\\x1b" is."""
    text = text.replace("\r\n", "\n")
    return "".join(char if char.isprintable() or char in "\n\t" else _written_out(char) for char in text)


def _written_out(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")

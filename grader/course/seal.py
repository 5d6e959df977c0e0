"""The seal of a release: one text file with what spoils the course, so that nobody reads it unawares. It is no lock."""

from __future__ import annotations

import base64
import functools
import json
import textwrap
import zlib
from collections.abc import Mapping
from pathlib import Path

from grader.course.faults import BrokenCourse

NAME = "sealed.txt"
WARNING = (
    "Sealed: solutions, wrong turns and stubs of these katas, which the grader reads. Unpacking it spoils the course."
)
WIDTH = 100  # characters of a line


def packed(texts: Mapping[str, str]) -> bytes:
    """Return the sealed file of some texts by their paths; equal texts make equal files."""
    body = zlib.compress(json.dumps(dict(sorted(texts.items()))).encode(), 9)
    lines = textwrap.wrap(base64.b64encode(body).decode(), WIDTH)
    return "\n".join([WARNING, *lines, ""]).encode()


def unpacked(data: bytes) -> dict[str, str]:
    """Return the texts in a sealed file; ValueError or zlib.error where it is none."""
    _, _, body = data.partition(b"\n")
    texts = json.loads(zlib.decompress(base64.b64decode(body)))
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise ValueError("it holds no texts")
    return texts


def opened(root: Path) -> Mapping[str, str]:
    """Return the texts that are sealed in a copy of the course, by their paths; none where it has no seal."""
    file = root / NAME
    try:
        return _opened(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@functools.lru_cache(maxsize=4)
def _opened(file: Path, _: int) -> Mapping[str, str]:
    """Read a file once for each time of writing."""
    try:
        return unpacked(file.read_bytes())
    except (OSError, ValueError, zlib.error) as error:
        raise BrokenCourse(f"{file} cannot be read ({error}): take it anew from where this release is from") from None

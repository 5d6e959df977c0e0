"""What a figure.py draws with: panels that say what is missing, and word of how far a long drawing is."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MISSING = "missing"  # the gid of a panel that could not be drawn
WORD = "GRADER_DRAWING"  # the file into which a drawing says how far it is
GREY = "#e4e4e4"


class Unusable:
    """Stands for a kata that could not be loaded: whatever is asked of it says why."""

    def __init__(self, name: str, why: str) -> None:
        self._name, self._why = name, why

    def __getattr__(self, _: str) -> Any:
        raise NotUsable(f"{self._name}: {self._why}")


class NotUsable(Exception):
    """A kata was asked for that could not be loaded."""


@contextmanager
def panel(where: Any) -> Iterator[None]:
    """Draw a part of the figure in here; where a function fails or is not written yet, the part is greyed and named.

    `where` is an axes, several of them, or a subfigure.
    """
    try:
        yield
    except Exception as error:
        _grey(where, _words(error))


def tell(words: str) -> None:
    """Say how far the drawing is: "small networks: 12 of 40"."""
    if file := os.environ.get(WORD):
        Path(file).write_text(words, encoding="utf-8")


def _words(error: Exception) -> str:
    if isinstance(error, NotUsable):
        return str(error)
    kata = Path(traceback.extract_tb(error.__traceback__)[-1].filename).stem
    if isinstance(error, NotImplementedError):
        return f"{kata} is not written yet"
    return f"{kata}: {type(error).__name__}: {error}".rstrip(": ")


def _grey(where: Any, words: str) -> None:
    import numpy as np
    from matplotlib.figure import FigureBase

    if isinstance(where, FigureBase):
        where.clear()
        where = where.subplots()
    several = list(np.ravel(where))
    for axes in several:
        axes.clear()
        axes.set(xticks=[], yticks=[], facecolor=GREY)
        axes.spines[:].set_visible(False)
        axes.set_gid(MISSING)
    middle = several[len(several) // 2]
    middle.text(0.5, 0.5, words, ha="center", va="center", transform=middle.transAxes, wrap=True, fontsize=10)

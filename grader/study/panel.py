"""What a figure.py draws with: panels that say what is missing, and word of how far a long drawing is."""

from __future__ import annotations

import os
import textwrap
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MISSING, DRAWN = "missing", "drawn"  # the gid of the axes of a panel that could not be drawn, and of one that could
WORDS = "why it is missing"  # the gid of what a grey panel says
WORD = "GRADER_DRAWING"  # the file into which a drawing says how far it is
GREY, FONT = "#e4e4e4", 10


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

    `where` is an axes, a subfigure, or several of either. What belongs to the place, such as its title, is set behind
    the block: greying takes away what was drawn.
    """
    with otherwise(lambda words: _grey(where, words)):
        yield
        for axes in _axes_in(where):
            axes.set_gid(DRAWN)


@contextmanager
def otherwise(say: Callable[[str], object]) -> Iterator[None]:
    """Draw one of the things that a panel shows in here; where a function fails, `say` is told what is missing."""
    try:
        yield
    except Exception as error:
        say(_words(error))


def nothing_of(figure: Any) -> str:
    """Return in words why none of a figure's panels could be drawn; "" where one could, or it has no panels."""
    gids = {axes.get_gid() for axes in figure.axes}
    if DRAWN in gids or MISSING not in gids:
        return ""
    texts = figure.findobj(lambda artist: artist.get_gid() == WORDS)
    return "; ".join(dict.fromkeys(" ".join(text.get_text().split()) for text in texts))


def tell(words: str) -> None:
    """Say how far the drawing is: "small networks: 12 of 40"."""
    if file := os.environ.get(WORD):
        Path(file).write_text(words, encoding="utf-8")


def _words(error: Exception) -> str:
    if isinstance(error, NotUsable):
        return str(error)
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    katas = [(file.stem, line) for file, line in frames if file.parent.name.startswith("day") and file.stem != "figure"]
    words = f"{type(error).__name__}: {error}".rstrip(": ")
    if not katas:
        return f"what came back cannot be drawn: {words}"
    kata, line = katas[-1]
    return f"{kata} is not written yet" if isinstance(error, NotImplementedError) else f"{kata}: {words}, line {line}"


def _axes_in(where: Any) -> list[Any]:
    import numpy as np
    from matplotlib.axes import Axes

    return [axes for part in np.ravel(where) for axes in part.findobj(Axes)]


def _grey(where: Any, words: str) -> None:
    import numpy as np
    from matplotlib.figure import FigureBase
    from matplotlib.transforms import Bbox

    grid = np.atleast_2d(where)
    if isinstance(grid[0, 0], FigureBase):
        for part in grid.flat:
            part.clear()
            _grey(part.subplots(), words)
        return
    for axes in grid.flat:
        axes.clear()
        axes.set(xticks=[], yticks=[], facecolor=GREY, gid=MISSING)
        axes.spines[:].set_visible(False)
    # In the middle of all of them, above them, and in lines that are no longer than they are wide.
    rows, columns = grid.shape
    axes = grid[rows // 2, columns // 2]
    x, y = 0.5 if columns % 2 else -0.05, 0.5 if rows % 2 else 1.05
    inches = Bbox.union([part.bbox for part in grid.flat]).width / axes.figure.dpi
    lines = textwrap.wrap(words, max(12, int(inches * 72 / FONT / 0.55)), max_lines=6, placeholder=" ...")
    style = {"ha": "center", "va": "center", "fontsize": FONT, "gid": WORDS}
    axes.figure.text(x, y, "\n".join(lines), transform=axes.transAxes, **style)

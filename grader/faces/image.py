"""A picture in the terminal: as an image where the terminal shows images, in half blocks of colour elsewhere."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Any

from grader.faces.style import Style

LARGEST = 110  # columns


def prepare(style: Style) -> bool:
    """Ask the terminal what it can show, as long as nobody else reads its answers; return whether it shows pictures."""
    if not (style.terminal and style.coloured):
        return False
    from PIL import Image
    from rich.console import Console

    logging.getLogger("textual_image").setLevel(logging.CRITICAL)  # that a terminal gave no answer is no news
    try:
        Console(file=io.StringIO()).print(_renderable(Image.new("RGB", (8, 64)), columns=1))
    except Exception:  # of a terminal without a size, for one
        return False
    return True


def show(path: Path, style: Style) -> None:
    """Show a PNG, where that is possible, and say where it lies."""
    if prepare(style):
        from PIL import Image
        from rich.console import Console

        with Image.open(path) as image:
            picture = _renderable(image.convert("RGB"), min(style.columns, LARGEST))
            Console(file=style.stream, force_terminal=True).print(picture)
    style.say(str(path))


def _renderable(image: Any, columns: int) -> Any:
    from textual_image.renderable import Image

    return Image(image, width=columns, height="auto")

"""A picture in the terminal: as an image where the terminal shows images, in half blocks of colour elsewhere."""

from __future__ import annotations

from pathlib import Path

from grader.faces.style import Style

LARGEST = 110  # columns


def prepare(style: Style) -> None:
    """Ask the terminal what it can show, as long as nobody else reads its answers."""
    if style.terminal and style.coloured:
        import textual_image.renderable  # noqa: F401


def show(path: Path, style: Style) -> None:
    """Show a PNG and say where it lies; without a terminal only the latter."""
    if style.terminal and style.coloured:
        from PIL import Image as Pixels
        from rich.console import Console
        from textual_image.renderable import Image

        with Pixels.open(path) as pixels:
            Console(file=style.stream, force_terminal=True).print(
                Image(pixels.convert("RGB"), width=min(style.columns, LARGEST), height="auto")
            )
    style.say(str(path))

"""A network on one page: every layer with its numbers, its purpose and its issue."""

import textwrap

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

_COLUMNS = {"layer": 0.3, "output": 2.5, "parameters": 5.2, "purpose": 5.6, "issue": 9.7}  # inches from the left
_WIDTH = 13.8  # inches: the page
_ROW = 0.72  # inches: a layer
_HEAD = 1.15  # inches: title, key, and the line of headings
_LINE = 46  # characters of a note before it is broken: three lines for the longest


def architecture_diagram(rows, notes):
    """Draw a network from top to bottom, each layer with what it is for and what is wrong with it.

    Parameters
    ----------
    rows : list of dict
        A layer each, as layer_table makes them, 30 at most: "name" (str, at most 24 characters), "output_shape" (tuple
        of int) and "parameters" (int) are drawn, other keys may be there. A name that comes twice is refused.
    notes : dict of str to (str, str)
        {layer's name: (purpose, issue)}, each at most 120 characters; "" where there is nothing to say. A layer
        without an entry is drawn without notes; an entry without a layer, misspelt perhaps, is refused.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot's list of open figures: no window opens, and nothing must be closed.

        Each layer has a box, a patch whose gid (`set_gid`) is the layer's name. The boxes stand in the order of `rows`
        from top to bottom and do not overlap. At the height of its box, in it or beside it, stand the layer's name, its
        output shape (16 x 53 x 53, with x or ×; or as a tuple), its parameters written out (692,352 or 692352; 0 for
        none), its purpose and its issue, which may be broken between words. No text is smaller than 6 points, no two
        overlap, and all lie within the figure. The rest is open: colours, arrows, headings, titles, further numbers.

    >>> rows = [{"name": "conv1", "output_shape": (16, 53, 53), "parameters": 160}]
    >>> figure = architecture_diagram(rows, {"conv1": ("edges", "sees 3 pixels")})
    >>> len(figure.findobj(lambda artist: artist.get_gid() == "conv1"))
    1
    """
    _check_names([row["name"] for row in rows], notes)
    height = _HEAD + _ROW * len(rows)
    figure = Figure(figsize=(_WIDTH, height))
    # One unit is one inch, measured from the upper left corner.
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, _WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    total = sum(entry["parameters"] for entry in rows)
    _write(axes, "layer", 0.15, 0.25, f"{len(rows)} layers, {total:,} parameters", weight="bold")
    key = "Blue boxes learn. The bar along a box: its parameters, against those of the layer that has most."
    _write(axes, "layer", 0.15, 0.55, key, color="grey")
    for heading, x in _COLUMNS.items():
        _write(axes, heading, x, _HEAD - 0.2, heading, color="grey")
    most = max(1, *(row["parameters"] for row in rows))
    for number, row in enumerate(rows):
        _draw_layer(axes, row, notes.get(row["name"], ("", "")), _HEAD + number * _ROW, row["parameters"] / most)
    return figure


def _draw_layer(axes, row, note, top, share):
    """Draw one layer: a box with its numbers on the left, and its notes beside it."""
    left, right, middle = 0.15, _COLUMNS["parameters"] + 0.15, top + _ROW / 2
    colour = "#dbe6f3" if row["parameters"] else "#f4f4f4"  # does it learn?
    box = Rectangle((left, top + 0.06), right - left, _ROW - 0.12, facecolor=colour, edgecolor="#42618a")
    box.set_gid(row["name"])
    axes.add_patch(box)
    # A bar along the lower edge: the layer's parameters against the largest layer's.
    axes.add_patch(Rectangle((left, top + _ROW - 0.13), share * (right - left), 0.07, color="#42618a"))
    _write(axes, "layer", _COLUMNS["layer"], middle, row["name"], weight="bold")
    _write(axes, "output", _COLUMNS["output"], middle, " × ".join(map(str, row["output_shape"])))
    _write(axes, "parameters", _COLUMNS["parameters"], middle, f"{row['parameters']:,}")
    for column, words, colour in zip(("purpose", "issue"), note, ("black", "#b03a2e"), strict=True):
        _write(axes, column, _COLUMNS[column], middle, textwrap.fill(words, _LINE), color=colour)


def _write(axes, column, x, y, words, **style):
    align = "right" if column == "parameters" else "left"
    axes.text(x, y, words, ha=align, va="center_baseline", fontsize=10, linespacing=1.15, **style)


def _check_names(names, notes):
    if len(set(names)) < len(names):
        raise ValueError("rows must not have one name twice")
    if unknown := set(notes) - set(names):
        raise ValueError(f"notes are about layers that rows do not have: {', '.join(sorted(unknown))}")

"""Other right ways to write day07/diagram."""

import textwrap

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from grader.mutants import right
from solutions.day07 import diagram as reference


@right("architecture_diagram")
def all_in_the_box(rows, notes):
    """One text a layer, in a round box; no commas in numbers, no spaces in tuples; arrows, a title."""
    figure = Figure(figsize=(9, 1.9 * len(rows) + 0.6), dpi=150)
    axes = figure.add_subplot(xlim=(0, 9), ylim=(0, 1.9 * len(rows)))
    axes.axis("off")
    axes.set_title("The network")
    for number, row in enumerate(rows):
        bottom = 1.9 * (len(rows) - 1 - number) + 0.3
        box = FancyBboxPatch((0.2, bottom), 8.6, 1.4, boxstyle="round,pad=0.05", facecolor="mistyrose", gid=row["name"])
        axes.add_patch(box)
        purpose, issue = notes.get(row["name"], ("", ""))
        shape = f"({','.join(str(size) for size in row['output_shape'])})"
        lines = [f"{row['name']}: {shape}, {row['parameters']} parameters", f"purpose: {purpose}", f"issue: {issue}"]
        words = "\n".join(textwrap.fill(line, 90) for line in lines)
        axes.text(4.5, bottom + 0.7, words, ha="center", va="center", fontsize=8)
        if number:
            axes.annotate("", (4.5, bottom + 1.5), (4.5, bottom + 1.8), arrowprops={"arrowstyle": "->"})
    return figure


@right("architecture_diagram")
def line_by_line(rows, notes):
    """Every line a text of its own, on the figure itself; shapes as torch prints them."""
    height = 0.9 * len(rows)
    figure = Figure((14.0, height))
    for number, row in enumerate(rows):
        top = height - 0.9 * number
        box = FancyBboxPatch((0.1 / 14, (top - 0.8) / height), 0.15, 0.7 / height, boxstyle="square,pad=0")
        box.set(gid=row["name"], transform=figure.transFigure, alpha=0.3)
        figure.add_artist(box)
        shape = f"torch.Size({list(row['output_shape'])})"
        columns = [[row["name"], shape, f"{row['parameters']:_}"]]
        columns += [textwrap.wrap(note, 44) for note in notes.get(row["name"], ())]
        for x, lines in zip((0.2, 5.0, 9.5), columns, strict=False):
            for line, words in enumerate(lines):
                figure.text(x / 14, (top - 0.25 - 0.22 * line) / height, words, fontsize=9, va="center")
    return figure


@right("architecture_diagram")
def by_pyplot_and_closed(rows, notes):
    """pyplot makes the figure and is told to forget it."""
    import matplotlib
    import matplotlib.pyplot as plt

    backend = matplotlib.get_backend()
    plt.switch_backend("Agg")
    finished = reference.architecture_diagram(rows, notes)
    figure, axes = plt.subplots(figsize=finished.get_size_inches())
    axes.set(position=(0, 0, 1, 1), xlim=finished.axes[0].get_xlim(), ylim=finished.axes[0].get_ylim())
    axes.axis("off")
    for patch in finished.axes[0].patches:
        copy = type(patch)(patch.get_xy(), patch.get_width(), patch.get_height(), color="orange", gid=patch.get_gid())
        axes.add_patch(copy)
    for text in finished.axes[0].texts:
        axes.text(*text.get_position(), text.get_text(), ha=text.get_ha(), va=text.get_va(), size=9)
    plt.close(figure)
    plt.switch_backend(backend)
    return figure

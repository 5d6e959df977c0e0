"""Wrong turns of day07/diagram."""

from grader.mutants import lenient, wrong
from solutions.day07 import diagram as right


def column(figure, name):
    """Return the texts of one column, but for its heading."""
    texts = figure.axes[0].texts
    return [text for text in texts if text.get_position()[0] == right._COLUMNS[name] and text.get_text() != name]


@wrong(
    "architecture_diagram",
    because="The boxes do not say whose they are: give each patch its layer's name with set_gid. In an SVG the name "
    "then becomes the element's id.",
)
def gives_no_gid(rows, notes):
    figure = right.architecture_diagram(rows, notes)
    for patch in figure.axes[0].patches:
        patch.set_gid(None)
    return figure


@wrong(
    "architecture_diagram",
    because="Layers without an entry in notes are not drawn at all. They have a box and their numbers like the "
    "others; only the notes stay empty.",
)
def leaves_out_layers_without_notes(rows, notes):
    return right.architecture_diagram([row for row in rows if row["name"] in notes] or rows, notes)


@wrong(
    "architecture_diagram",
    because="A layer without an entry in notes ends in a KeyError: notes[name] asks for what may not be there.",
)
def insists_on_notes(rows, notes):
    figure = right.architecture_diagram(rows, notes)
    for row in rows:
        notes[row["name"]]
    return figure


@wrong(
    "architecture_diagram",
    because="The network stands on its head: matplotlib's y axis points upwards, so that the first row has come to "
    "lie at the bottom. Turn the axis round, or count downwards.",
)
def draws_upwards(rows, notes):
    figure = right.architecture_diagram(rows, notes)
    figure.axes[0].invert_yaxis()
    return figure


@wrong(
    "architecture_diagram",
    because="Only rows and columns of the output are written. The channels belong to its shape; they are where a "
    "convolutional network keeps what it has found.",
)
def writes_no_channels(rows, notes):
    return right.architecture_diagram([{**row, "output_shape": row["output_shape"][-2:]} for row in rows], notes)


@wrong(
    "architecture_diagram",
    because="The parameters are rounded to thousands or millions. Write them out: a diagram is also there to be "
    "checked, and 160 parameters are not 0k.",
)
def rounds_parameters(rows, notes):
    figure = right.architecture_diagram(rows, notes)
    for text, row in zip(column(figure, "parameters"), rows, strict=True):
        text.set_text(f"{row['parameters'] / 1e3:.0f}k" if row["parameters"] >= 1000 else str(row["parameters"]))
    return figure


@wrong(
    "architecture_diagram",
    because="Layers without parameters show no number. Write the 0: whoever reads the diagram should see that "
    "nothing is learned here, not wonder what is missing.",
)
def hides_zeros(rows, notes):
    figure = right.architecture_diagram(rows, notes)
    for text in column(figure, "parameters"):
        text.set_visible(text.get_text() != "0")
    return figure


@wrong(
    "architecture_diagram",
    because="The issues are missing: of each pair in notes only the purpose is written.",
)
def writes_no_issues(rows, notes):
    figure = right.architecture_diagram(rows, notes)
    for text in column(figure, "issue"):
        text.set_visible(False)
    return figure


@wrong(
    "architecture_diagram",
    because="The notes are dealt out in their own order, the first entry to the first row. They belong to names: "
    "look each layer's note up.",
)
def deals_notes_out(rows, notes):
    names = [row["name"] for row in rows]
    return right.architecture_diagram(rows, dict(zip(names, notes.values(), strict=False)))


@wrong(
    "architecture_diagram",
    because="The layers stand so close that the texts of one run into those of the next. Give every layer room for its "
    "longest note: the figure's height grows with the rows.",
)
def keeps_the_page_low(rows, notes):
    figure = right.architecture_diagram(rows, notes)
    figure.set_size_inches(right._WIDTH, 1.2)
    return figure


@wrong(
    "architecture_diagram",
    because="Long notes are written in one line, which runs into what stands beside it or over the edge. Break them "
    "between words.",
)
def breaks_no_lines(rows, notes):
    figure = right.architecture_diagram(rows, notes)
    for name in ("purpose", "issue"):
        for text in column(figure, name):
            text.set_text(text.get_text().replace("\n", " "))
    return figure


@wrong(
    "architecture_diagram",
    because="The texts have been made so small that everything fits. Make the page larger, not the letters smaller.",
)
def writes_too_small(rows, notes):
    figure = right.architecture_diagram(rows, notes)
    for text in figure.axes[0].texts:
        text.set_fontsize(4)
    return figure


@wrong(
    "architecture_diagram",
    because="The figure is made by pyplot, which keeps it among its open figures until somebody closes it, and opens "
    "windows. Make a matplotlib.figure.Figure yourself.",
)
def leaves_it_to_pyplot(rows, notes):
    from matplotlib._pylab_helpers import Gcf
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = right.architecture_diagram(rows, notes)
    Gcf._set_new_active_manager(FigureCanvasAgg.new_manager(figure, 7007))  # what plt.figure does, without a window
    return figure


@wrong(
    "architecture_diagram",
    because="The axes are returned. The figure that they are on is asked for: whoever gets it can save it.",
)
def returns_the_axes(rows, notes):
    return right.architecture_diagram(rows, notes).axes[0]


@lenient(
    "architecture_diagram",
    because="A note about a layer that is not there is dropped without a word; a misspelt name is found out months "
    "later, by somebody else. Refuse it.",
)
def drops_unknown_notes(rows, notes):
    names = {row["name"] for row in rows}
    return right.architecture_diagram(rows, {name: note for name, note in notes.items() if name in names})

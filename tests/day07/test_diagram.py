"""day07/diagram: a network on one page. What the figure holds is asked of its own artists, where they are drawn."""

from grader.checks import each_case, expect

ROWS = [
    {"name": "conv1", "output_shape": (16, 53, 53), "parameters": 160},
    {"name": "relu1", "output_shape": (16, 53, 53), "parameters": 0},
]
FUNCTION = "architecture_diagram"


def ask(kata, question, case, words):
    """Put a question to the figure: it must find no layer at fault."""
    faults = kata.probe(question, FUNCTION, *case.args)
    expect(not faults).holds(f"{words}: {', '.join(faults[:4])}")


@each_case(FUNCTION)
def test_boxes(kata, case):
    ask(kata, layers_without_box, case, "one box for each layer, a patch whose gid is its name, is wanted; not so for")


@each_case(FUNCTION)
def test_order(kata, case):
    ask(kata, boxes_out_of_order, case, "from top to bottom the boxes have another order than rows; out of place")


@each_case(FUNCTION)
def test_names(kata, case):
    ask(kata, unnamed_layers, case, "the name is not written at the height of the box of")


@each_case(FUNCTION)
def test_shapes(kata, case):
    ask(kata, layers_without_shape, case, "the output shape is not written at the height of the box of")


@each_case(FUNCTION)
def test_parameters(kata, case):
    ask(kata, layers_without_parameters, case, "the parameters are not written at the height of the box of")


@each_case(FUNCTION)
def test_purposes(kata, case):
    ask(kata, layers_without_purpose, case, "the purpose is not written at the height of the box of")


@each_case(FUNCTION)
def test_issues(kata, case):
    ask(kata, layers_without_issue, case, "the issue is not written at the height of the box of")


@each_case(FUNCTION)
def test_boxes_do_not_overlap(kata, case):
    ask(kata, overlapping_boxes, case, "boxes overlap, among them those of")


@each_case(FUNCTION)
def test_texts_do_not_overlap(kata, case):
    ask(kata, overlapping_texts, case, "texts run into each other")


@each_case(FUNCTION)
def test_texts_lie_within_the_figure(kata, case):
    ask(kata, cut_texts, case, "texts are cut off by the edge")


@each_case(FUNCTION)
def test_texts_are_legible(kata, case):
    ask(kata, tiny_texts, case, "nobody reads less than 6 points; smaller are texts in")


def test_no_window(kata):
    """pyplot does not come to know the figure: it would keep it, and open a window where there is a screen."""
    expect(kata.probe(figures_left_open, FUNCTION, ROWS, {}), "figures that pyplot holds").equals(0)


def test_inputs_are_unchanged(kata):
    """Rows and notes are as they were."""
    notes = {"conv1": ("edges", "")}
    expect(kata.probe(inputs_afterwards, FUNCTION, ROWS, notes), "rows and notes afterwards").equals([ROWS, notes])


# -- questions to a figure, asked on the bench. Each returns what is at fault: the layers, or of texts in which way.


def layers_without_box(submission, function, rows, notes):
    boxes = drawing(submission, function, rows, notes)[0]
    return [row["name"] for row in rows if len(boxes.get(row["name"], [])) != 1]


def boxes_out_of_order(submission, function, rows, notes):
    boxes = drawing(submission, function, rows, notes)[0]
    names = [row["name"] for row in rows if row["name"] in boxes]
    downwards = sorted(names, key=lambda name: -sum(boxes[name][0][1::2]))
    return [name for name, here in zip(names, downwards, strict=True) if name != here]


def unnamed_layers(submission, function, rows, notes):
    return missing_words(submission, function, rows, notes, lambda row, note: word(row["name"]))


def layers_without_shape(submission, function, rows, notes):
    missing = missing_words(submission, function, rows, notes, lambda row, note: shape(row["output_shape"]))
    flat = missing_words(submission, function, rows, notes, lambda row, note: shape(row["output_shape"][-2:]))
    return [name if name in flat else f"{name} (rows and columns alone)" for name in missing]


def layers_without_parameters(submission, function, rows, notes):
    return missing_words(submission, function, rows, notes, lambda row, note: word(str(row["parameters"])))


def layers_without_purpose(submission, function, rows, notes):
    return missing_words(submission, function, rows, notes, lambda row, note: phrase(note[0]))


def layers_without_issue(submission, function, rows, notes):
    return missing_words(submission, function, rows, notes, lambda row, note: phrase(note[1]))


def overlapping_boxes(submission, function, rows, notes):
    boxes = drawing(submission, function, rows, notes)[0]
    pairs = overlaps([(name, extent) for name, extents in boxes.items() for extent in extents])
    return sorted({name for pair in pairs for name in pair})


def overlapping_texts(submission, function, rows, notes):
    boxes, texts, _ = drawing(submission, function, rows, notes)
    pairs = overlaps([(number, text["extent"]) for number, text in enumerate(texts)])
    return sorted({way_of_overlapping([texts[i] for i in pair], boxes, notes) for pair in pairs})


def way_of_overlapping(texts, boxes, notes):
    """Return whether texts that overlap belong to layers below each other, or to one; then if a note is unbroken."""
    if len({layer_of(text, boxes) for text in texts}) > 1:
        return "with those of the layer below"
    return "side by side, a note in one line" if any(is_unbroken(text, notes) for text in texts) else "side by side"


def cut_texts(submission, function, rows, notes):
    _, texts, size = drawing(submission, function, rows, notes)
    sides = set()
    for text in texts:
        frame = text["clip"] or (0, 0, *size)
        beyond = [frame[0] - text["extent"][0], frame[1] - text["extent"][1]]
        beyond += [text["extent"][2] - frame[2], text["extent"][3] - frame[3]]
        over = [side for side, pixels in zip(("left", "bottom", "right", "top"), beyond, strict=True) if pixels > 1]
        sides.update(f"{side}, a note in one line" if is_unbroken(text, notes) else side for side in over)
    return sorted(sides)


def tiny_texts(submission, function, rows, notes):
    boxes, texts, _ = drawing(submission, function, rows, notes)
    return sorted({layer_of(text, boxes) or "the headings" for text in texts if text["size"] < 6})


def figures_left_open(submission, function, rows, notes):
    from matplotlib._pylab_helpers import Gcf

    before = set(map(id, Gcf.figs.values()))
    getattr(submission, function)(rows, notes)
    return forget_all_but(before)


def forget_all_but(managers):
    """Close the figures that pyplot has come to hold, and return how many they were."""
    from matplotlib._pylab_helpers import Gcf

    new = [number for number, manager in Gcf.figs.items() if id(manager) not in managers]
    for number in new:
        Gcf.destroy(number)
    return len(new)


def inputs_afterwards(submission, function, rows, notes):
    import copy

    given = copy.deepcopy([rows, notes])
    getattr(submission, function)(*given)
    return given


# -- what the questions are made of


class NotAFigure(Exception):
    """What came back cannot be asked."""


def drawing(submission, function, rows, notes):
    """Return the boxes by gid, the texts that are really drawn, and the figure's size, in pixels. It is drawn once."""
    import copy

    from matplotlib._pylab_helpers import Gcf

    kept = vars(submission).setdefault("_drawings", {})
    key = repr((rows, notes))
    if key not in kept:
        before = set(map(id, Gcf.figs.values()))
        kept[key] = drawn_anew(getattr(submission, function)(*copy.deepcopy((rows, notes))), rows)
        forget_all_but(before)
    return kept[key]


def drawn_anew(figure, rows):
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    if not isinstance(figure, Figure):
        raise NotAFigure(f"a {type(figure).__name__} came back where a matplotlib Figure is expected")
    renderer = FigureCanvasAgg(figure).get_renderer()
    drawn, draw = [], Text.draw

    def noted(self, *args, **kwargs):
        drawn.append(self)
        return draw(self, *args, **kwargs)

    Text.draw = noted
    try:
        figure.draw_without_rendering()
    finally:
        Text.draw = draw
    names = {row["name"] for row in rows}
    boxes = {}
    for patch in figure.findobj(Patch):
        if patch.get_gid() in names and patch.get_visible():
            boxes.setdefault(patch.get_gid(), []).append(patch.get_window_extent(renderer).extents.tolist())
    texts = [
        {
            "words": plain_words(text.get_text()),
            "lines": len(text.get_text().splitlines()),
            "size": float(text.get_fontsize()),
            "extent": Text.get_window_extent(text, renderer).extents.tolist(),
            "clip": text.get_clip_box().extents.tolist() if text.get_clip_on() and text.get_clip_box() else None,
        }
        for text in {id(text): text for text in drawn}.values()
        if text.get_visible() and text.get_text().strip() and text.get_alpha() != 0
    ]
    return boxes, texts, (figure.bbox.width, figure.bbox.height)


def layer_of(text, boxes):
    """Return the layer at the height of whose box a text stands; nothing for a heading."""
    middle = sum(text["extent"][1::2]) / 2
    return next((name for name, [(_, bottom, _, top), *_] in boxes.items() if bottom <= middle <= top), None)


def is_unbroken(text, notes):
    """Return whether a text is a whole note in one line."""
    whole = {plain_words(words) for note in notes.values() for words in note}
    return text["lines"] == 1 and text["words"] in whole


def plain_words(text):
    """Return a text with single spaces, x for times, and no commas within numbers."""
    import re

    text = " ".join(text.replace("\\times", "x").replace("×", "x").replace("$", "").split())
    return re.sub(r"(?<=\d)[,_'](?=\d{3}(?!\d))", "", text)


def missing_words(submission, function, rows, notes, pattern):
    """Return the layers at whose box's height a pattern is not found; or those without a box."""
    boxes, texts, _ = drawing(submission, function, rows, notes)
    if bare := [f"{row['name']} (it has no box)" for row in rows if row["name"] not in boxes]:
        return bare
    missing = []
    for row in rows:
        wanted = pattern(row, notes.get(row["name"], ("", "")))
        level = [text for text in texts if layer_of(text, boxes) == row["name"]]
        if not any(map(wanted.search, [*(text["words"] for text in level), *read_together(level)])):
            missing.append(row["name"])
    return missing


def read_together(texts):
    """Yield the texts in one string, column after column: the lines of a broken note may be texts of their own."""
    for left, right in ((1, 0), (0.5, 0.5), (0, 1)):  # flush left, centred, flush right
        placed = [(left * text["extent"][0] + right * text["extent"][2], text) for text in texts]
        columns = []
        for x, text in sorted(placed, key=lambda pair: pair[0]):
            if not columns or x - columns[-1][0] > 20:
                columns.append((x, []))
            columns[-1][1].append(text)
        downwards = [text for _, column in columns for text in sorted(column, key=lambda text: -text["extent"][3])]
        yield " ".join(text["words"] for text in downwards)


def word(text):
    """Return the pattern of a name or number that is not part of a longer one."""
    import re

    return re.compile(rf"(?<![\w.]){re.escape(text)}(?!\w|\.\w)")


def shape(sizes):
    """Return the pattern of a shape, its sizes crossed or listed."""
    import re

    sizes = list(map(str, sizes))
    # plain_words has taken the commas of (512,128,128) for those within a number.
    crossed, listed = r"\s*x\s*".join(sizes), r"\s*,?\s*".join(sizes)
    return re.compile(rf"(?<![\dx])(?<!\dx ){crossed}(?!\d|\s*x\s*\d)|[(\[]{listed},?[)\]]")


def phrase(text):
    """Return the pattern of a phrase, wherever it stands."""
    import re

    return re.compile(re.escape(plain_words(text)))


def overlaps(named):
    """Return the pairs of names whose extents have an area in common, but for a pixel's width."""
    pairs = []
    for i, (name, (x0, y0, x1, y1)) in enumerate(named):
        for other, (u0, v0, u1, v1) in named[:i]:
            if min(x1, u1) - max(x0, u0) > 1 and min(y1, v1) - max(y0, v0) > 1:
                pairs.append((other, name))
    return pairs

"""Pictures: a figure draws what there is and greys what is missing; a section's picture takes options."""

import functools

import pytest

from grader import ROOT
from grader.bench.workbench import load_file
from grader.course.catalogue import read_course
from grader.course.source import read
from grader.study import panel

COURSE = {day.name: day for day in read_course().days}
WITH_TORCH = {("day04", "feature_maps")}  # and all days from the fifth
# Figures that take long are drawn without one kata only, and with networks that are hardly trained.
WITHOUT = {"day06": ("residual",), "day08": ("dropout", "weight_decay"), "day13": ("information",)}
SHORTER = {
    "day06": {"STEPS": 2, "SEEDS": (0, 1)},
    "day08": {"STEPS": 2, "LEARN": (30, 40)},
    "day10": {"FITTED": 10},
    "day14": {"COUNT": 20},
}
DAYS = tuple(COURSE)
ALL = {("day07", ""), ("day09", ""), ("day08", "weight_decay")}  # of those every panel needs the kata, "": every kata
LONG = {
    "day05/galaxy_classifier",
    "day07/loss_balance",
    "day13/information",
    "day09/multi_task",
    "day11/mixed_precision",
}
OTHER = {"day05/depth_width": 40_000, "day07/layer_table": 5}
OTHER |= dict.fromkeys(("day10/likelihood_fit", "day10/pulls", "day14/limits"), 1e-3)  # of these there is a record
WORDS = {"mode": "reflect", "dtype": "float32", "purpose": "the last of its kind", "dilations": "1, 3"}


@functools.cache
def figure_of(day):
    return load_file(str(COURSE[day].figure), "figure")


@functools.cache
def solution(day, kata):
    return load_file(str(ROOT / "solutions" / day / f"{kata}.py"), kata)


def katas_of(day, function):
    source = read(COURSE[day].figure)
    return [name for name in source.parameters(function) if name not in source.defaults(function)]


def marked(day, kata, *more):
    torch = day >= "day05" or (day, kata) in WITH_TORCH
    return pytest.param(day, kata, *more, marks=[pytest.mark.torch] if torch else [], id=f"{day}/{kata}")


@pytest.mark.parametrize(
    ("day", "kata"),
    [marked(day, kata) for day in DAYS for kata in WITHOUT.get(day) or katas_of(day, "draw")],
)
def test_without_one_kata_the_rest_of_the_figure_is_drawn(day, kata, monkeypatch):
    module = figure_of(day)
    for name, value in SHORTER.get(day, {}).items():
        monkeypatch.setattr(module, name, value)
    modules = {name: solution(day, name) for name in katas_of(day, "draw") if name != kata}
    figure = module.draw(**modules, **{kata: panel.Unusable(kata, "it is left out")})
    assert figure.findobj(lambda artist: artist.get_gid() == panel.MISSING)
    if not {(day, ""), (day, kata)} & ALL and (modules or day == "day14"):  # day 14 has a record to show
        assert panel.nothing_of(figure) == ""
    else:
        assert panel.nothing_of(figure) == f"{kata}: it is left out"
    words = [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))]
    assert any("left out" in " ".join(word.split()) for word in words)


def test_a_stub_is_named_and_only_its_panel_is_grey():
    modules = {name: solution("day03", name) for name in ("output_size", "receptive_field")}
    stub = load_file(str(ROOT / "katas/day03/padding.py"), "padding")
    figure = figure_of("day03").draw(padding=stub, **modules)
    (text,) = figure.findobj(lambda artist: artist.get_gid() == panel.WORDS)
    assert text.get_text() == "padding is not written yet"
    assert [axes.get_gid() for axes in figure.axes].count(panel.DRAWN) == 2


def test_of_a_figure_without_any_kata_one_line_says_so(tool):
    assert "nothing of it can be drawn yet: padding is not written yet" in tool("grader", "figure", "day03").one_line(2)


def other(name, value):
    """Return another value of an option."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return WORDS[name] if isinstance(value, str) else 0.8 * value or 0.1


def options_of(day, kata):
    return read(COURSE[day].figure).defaults(f"picture_{kata}")


def drawn(day, kata, **options):
    """Return the pixels of a kata's picture."""
    from matplotlib import pyplot
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    function = f"picture_{kata}"
    figure = getattr(figure_of(day), function)(
        **{name: solution(day, name) for name in katas_of(day, function)}, **options
    )
    figure.set_dpi(60)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pyplot.close(figure)
    return bytes(canvas.buffer_rgba())


@pytest.mark.parametrize(
    ("day", "kata", "option"),
    [
        marked(day, kata.name, option)
        for day in DAYS
        for kata in COURSE[day].katas
        if kata.id not in LONG
        for option in list(options_of(day, kata.name))[:1]
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_picture_with_another_option_is_another(day, kata, option):
    value = OTHER.get(f"{day}/{kata}", other(option, options_of(day, kata)[option]))
    assert drawn(day, kata) != drawn(day, kata, **{option: value})


@pytest.mark.parametrize(
    ("kata", "option", "words"),
    [
        ("day03/padding", "pad=9", "pad"),
        ("day03/padding", "mode=blue", "mode must be"),
        ("day03/strided_conv", "stride=0", "stride must be from 1 to 6 in this picture, got 0"),
        (
            "day02/equivariance",
            "mode=blue",
            "mode must be zeros, reflect, replicate or circular in this picture, got blue",
        ),
    ],
)
def test_an_impossible_option_ends_in_one_line(tool, kata, option, words):
    ran = tool(
        "grader", "picture", kata, option, "mode=reflect" if option == "pad=9" else option, "--against", "solutions"
    )
    assert words in ran.one_line(2)

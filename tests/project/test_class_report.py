"""What is said of a class: its statistics against NumPy and SciPy, its lists, and the page that shows them."""

import importlib.util
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from scipy import stats

from grader import ROOT
from grader.classroom.people import pseudonyms, to_talk_to, without_names
from grader.classroom.report import class_report, write_class_report
from grader.classroom.results import Result
from grader.classroom.similarity import read_texts, similar
from grader.classroom.statistics import difficulty, discrimination, families, items, uncertainty
from grader.classroom.turns import Turn, by_chance, pairs, rare, turns, unexplained
from grader.course.catalogue import read_course
from grader.course.faults import EnvironmentFault

KATAS = ("day03/padding", "day03/cost", "day04/max_pool")
FUNCTIONS = {"day03/padding": "pad2d", "day03/cost": "conv_macs", "day04/max_pool": "max_pool2d"}


def check(name, status="passed", turn="", message=""):
    diagnosis = f"This is what {turn} gives." if turn else ""
    said = {"name": name, "status": status, "message": message, "diagnosis": diagnosis, "misconception": turn}
    return {**said, "seconds": 0.0, "title": "", "where": "", "again": ""}


def kata(name, passed, status="failed", turn="", message="wrong values"):
    """A kata of ten checks of its function, of which so many passed."""
    function = FUNCTIONS[name]
    checks = [check(f"{function}-example")] + [check(f"{function}-{n}") for n in range(1, 10)]
    for number in range(passed, 10):
        checks[number] = check(checks[number]["name"], status, turn if number == passed else "", message)
    state = "passed" if passed == 10 else status
    return {"id": name, "title": "T", "status": state, "points": passed, "max_points": 10, "hash": "", "checks": checks}


def submission(name, *katas, fault=""):
    return Result(
        name, f"key of {name}", {"schema": 2, "course": {"version": "1", "commit": "c"}, "katas": list(katas)}, fault
    )


@pytest.fixture
def class_of():
    """A class of any size, whose points are drawn."""

    def made(count):
        rng = np.random.default_rng(3)
        skills = rng.integers(0, 11, count)
        points = np.clip(skills[:, None] + rng.integers(-3, 4, (count, len(KATAS))), 0, 10)
        turn = ("forgets_the_rows", "counts_one_group", "takes_the_mean")
        return [
            submission(
                f"student{n:02d}", *(kata(*of, turn=t) for *of, t in zip(KATAS, row.tolist(), turn, strict=True))
            )
            for n, row in enumerate(points)
        ]

    return made


# -- statistics


def test_items_are_what_numpy_and_scipy_say(class_of):
    results = class_of(40)
    points = np.array([[one["points"] for one in result.katas] for result in results])
    for number, item in enumerate(items(results)):
        rest = points.sum(axis=1) - points[:, number]
        assert item.kata == KATAS[number] and item.graded == 40
        assert item.difficulty == pytest.approx(1 - points[:, number].mean() / 10)
        assert item.discrimination == pytest.approx(stats.pearsonr(points[:, number], rest).statistic)
        assert item.passed == (points[:, number] == 10).sum()


def test_where_all_are_alike_there_is_no_discrimination():
    assert discrimination([1, 1, 1], [2, 3, 4]) is None
    assert discrimination([1, 2, 3], [2, 3, 4]) is None  # the rest is the same for everybody
    assert difficulty([0, 10], 10) == 0.5


def test_the_uncertainty_is_that_of_a_correlation_of_nothing():
    rng = np.random.default_rng(0)
    drawn = [stats.pearsonr(*rng.normal(size=(2, 30))).statistic for _ in range(4_000)]
    assert np.quantile(np.abs(drawn), 0.95) == pytest.approx(uncertainty(30), abs=0.03)


def test_families_count_who_got_as_far():
    refused = [check("pad2d-refuses-pad-negative", "failed"), check("pad2d-refuses-mode-1", "unchecked")]
    first = {**kata(KATAS[0], 10), "checks": [*kata(KATAS[0], 10)["checks"], *refused]}
    unusable = {**kata(KATAS[0], 0), "checks": [check("import", "failed"), check("pad2d-1", "unchecked")]}
    results = [
        submission("a", first),
        submission("b", kata(KATAS[0], 4)),
        submission("c", kata(KATAS[0], 0, "todo")),
        submission("d", unusable),
    ]
    found = {one.name: (one.failed, one.tried) for one in families(results)}
    assert found == {"pad2d": (1, 2), "pad2d refuses": (1, 1), "import": (1, 3)}


# -- lists


def test_wrong_turns_are_counted_once_a_submission():
    twice = kata(KATAS[0], 8, turn="forgets_the_rows")
    twice["checks"][9]["misconception"], twice["checks"][9]["diagnosis"] = "forgets_the_rows", "This is ..."
    results = [submission("a", twice), submission("b", kata(KATAS[0], 3, turn="forgets_the_rows"))]
    results.append(submission("c", kata(KATAS[1], 3, turn="counts_one_group")))
    assert [(turn.kata, turn.name, turn.students) for turn in turns(results)] == [
        ("day03/padding", "forgets_the_rows", ("a", "b")),
        ("day03/cost", "counts_one_group", ("c",)),
    ]


def test_only_two_shared_rare_wrong_turns_make_a_pair():
    def wrong(name, *found):
        return submission(name, *(kata(of, 5, turn=turn) for of, turn in zip(KATAS, found, strict=True)))

    rest = [wrong(f"s{n}", f"own{n}", f"own{n}", "usual") for n in range(60)]
    results = [wrong("a", "rare1", "rare2", "usual"), wrong("b", "rare1", "rare2", "usual"), *rest]
    results.append(wrong("c", "rare1", "alone", "usual"))  # one alone says nothing
    (pair,) = pairs(turns(results), len(results))
    assert (pair.first, pair.second, [turn.name for turn in pair.turns]) == ("a", "b", ["rare1", "rare2"])


def test_how_many_pairs_come_by_chance_is_what_drawing_gives():
    rng, count, sizes = np.random.default_rng(1), 60, (2, 2, 3, 3, 2, 3)

    def drawn():
        takers = [[f"s{n}" for n in rng.choice(count, size, replace=False)] for size in sizes]
        return [Turn("day03/cost", str(number), "", tuple(names)) for number, names in enumerate(takers)]

    found = np.mean([len(pairs(drawn(), count)) for _ in range(4_000)])
    assert by_chance(drawn(), count) == pytest.approx(found, abs=0.01)
    assert [rare(count) for count in (10, 59, 60, 5_000)] == [2, 2, 3, 5]


def test_what_failed_without_a_reason_is_the_functions_alone():
    odd = kata(KATAS[0], 6, message="pad2d(image 5x5): wrong\nmore")
    odd["checks"].append(check("cropping_undoes_padding-zeros", "failed", message="consequence"))
    explained, unusable = kata(KATAS[0], 6, turn="x"), kata(KATAS[1], 0)
    unusable["checks"] = [check("import", "failed", message="SyntaxError")]
    forbidden = kata(KATAS[2], 0, message="numpy.pad is not allowed here: it is the kata")
    (only,) = unexplained([submission("a", odd), submission("b", explained, unusable, forbidden)])
    assert (only.function, only.students, only.example) == ("pad2d", ("a",), "pad2d(image 5x5): wrong")
    test_alone = {
        **kata(KATAS[0], 10),
        "checks": [check("pad2d-example"), check("new_array", "failed", message="it is")],
    }
    (only,) = unexplained([submission("a", test_alone)])
    assert only.function == "new_array"


def test_whom_to_talk_to_is_a_list_with_reasons():
    todo = [kata(name, 0, "todo") for name in KATAS]
    results = [
        submission("busy", *(kata(name, 2) for name in KATAS)),
        submission("new", *todo),
        submission("early", kata(KATAS[0], 10), *todo[1:]),
        submission("late", *(kata(name, 10) for name in KATAS[:2]), todo[2]),
        submission("gone", *todo, fault="the zip is broken"),
    ]
    assert [(one.name, one.why) for one in to_talk_to(results)] == [
        ("new", "has not begun"),
        ("early", "stopped early: 2 of 3 katas not begun; the last begun is day03/padding"),
        ("gone", "nothing could be graded: the zip is broken"),
    ]


def test_no_part_of_a_name_is_left_in_what_was_said():
    fault = "doejane_LATE_12_345.rar and doejane_12_346.rar have one name"
    (one,) = without_names([submission("doejane_12", fault=fault)], {"doejane_12": "S01"})
    assert "doejane" not in one.fault


def test_pseudonyms_are_the_same_each_time_and_say_nothing_of_the_names(class_of):
    results = class_of(40)
    first, again = pseudonyms(results), pseudonyms(results[::-1])
    assert first == again and sorted(first.values()) == [f"S{n:02d}" for n in range(1, 41)]
    assert list(first) != sorted(first)
    assert pseudonyms([replace(result, key="x" + result.key) for result in results]) != first


# -- the page


class Page(HTMLParser):
    """What a browser would find: text, tags, and addresses."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.addresses = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.addresses += [value for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def page(results, tmp_path, **more):
    path = tmp_path / "class.html"
    write_class_report(class_report(results, **more), path)
    return Page(path.read_text(encoding="utf-8"))


def test_the_page_is_whole_in_itself_and_shows_everybody(class_of, tmp_path):
    results = [*class_of(40), submission("gone", *class_of(1)[0].katas, fault="the zip is broken")]
    shown = page(results, tmp_path)
    assert "script" not in shown.tags and all(address.startswith("#") for address in shown.addresses)
    assert all(result.name in shown.text for result in results)
    assert "40 of 41 submissions graded" in shown.text and "the zip is broken" in shown.text
    assert "This is what forgets_the_rows gives." in shown.text


@pytest.mark.parametrize(
    ("count", "statistics", "percentages"), [(9, False, False), (29, True, False), (30, True, True)]
)
def test_little_is_said_of_few(class_of, tmp_path, count, statistics, percentages):
    shown = page(class_of(count), tmp_path)
    assert ("Discrimination" in shown.text) is ("The same rare wrong turns" in shown.text) is statistics
    assert ("fewer than 10 submissions" in shown.text) is not statistics
    assert bool(re.search(r"\d+ of \d+ \(\d+ %\)", shown.text)) is percentages


def test_what_a_submission_says_is_shown_and_not_obeyed(class_of, tmp_path):
    bad = "<script>alert(1)</script>\x1b[31m"
    odd = kata(KATAS[0], 5, message=bad)
    shown = page([*class_of(12), submission("<b>=bold", odd, *map(kata, KATAS[1:], (1, 1)))], tmp_path)
    assert "script" not in shown.tags and "\x1b" not in shown.text
    assert "<script>alert(1)</script>\\x1b[31m" in shown.text and "<b>=bold" in shown.text


def test_names_can_be_left_out(tool, class_of, tmp_path):
    results, folder = class_of(12), tmp_path / "results"
    results[3].report["katas"][0]["checks"][9].update(status="failed", message="the file is missing: up/student03/x.py")
    for result in [*results, submission("ghost", fault="up/ghost is empty")]:
        result.write(folder)
    out = tmp_path / "page/class.html"
    ran = tool("grader", "class", "report", folder, "--out", out, "--no-names")
    text = out.read_text(encoding="utf-8")
    assert ran.code == 0 and "S01" in text and "S13" in text
    assert not re.search("student|ghost", text + ran.out.replace(str(out), ""))
    named = tool("grader", "class", "report", folder, "--out", out)
    assert "ghost" in named.out and "Katas" in named.out and "discrimination" in named.out
    assert named.out.splitlines()[-1] == str(out)


def test_the_terminal_is_as_wide_as_it_is(tool, class_of, tmp_path):
    for result in class_of(12):
        result.write(tmp_path / "results")
    ran = tool("grader", "class", "report", tmp_path / "results", "--out", tmp_path / "c.html", COLUMNS="60")
    assert max(map(len, ran.out.replace(str(tmp_path / "c.html"), "").splitlines())) <= 60


# -- texts that are alike

INSTALLED = pytest.mark.skipif(
    importlib.util.find_spec("copydetect") is None, reason="copydetect is not installed: the extra similarity brings it"
)


def disguised(source):
    """Return a copy with every local name changed and a comment put in."""
    for old in ("image", "index", "size", "mode", "padded"):
        source = re.sub(rf"\b{old}\b", f"my_{old}", source)
    return source.replace("\n    ", "\n    # my own idea\n    ", 1)


@INSTALLED
def test_a_disguised_copy_is_found_and_other_ways_are_not():
    copied = (ROOT / "solutions/day03/padding.py").read_text(encoding="utf-8")
    others = {
        name: (ROOT / f"solutions/day03/{name}.py").read_text(encoding="utf-8") for name in ("im2col", "separable")
    }
    texts = {"day03/padding": {"a": copied, "b": disguised(copied), **others}}
    stub = (ROOT / "katas/day03/padding.py").read_text(encoding="utf-8")
    found = similar(texts, {"day03/padding": stub})
    assert [(pair.first, pair.second) for pair in found.pairs] == [("a", "b")]
    assert found.pairs[0].shares["day03/padding"] >= 0.89
    untouched = similar({"day03/padding": {"a": stub, "b": stub}}, {"day03/padding": stub})
    assert untouched.pairs == []


@INSTALLED
def test_a_kata_that_all_write_alike_tells_nothing():
    text = (ROOT / "solutions/day03/padding.py").read_text(encoding="utf-8")
    found = similar({"day03/padding": dict.fromkeys("abcde", text)}, {"day03/padding": ""})
    assert found.pairs == [] and found.telling_nothing == ["day03/padding"]


def test_without_copydetect_the_mend_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "copydetect", None)
    with pytest.raises(EnvironmentFault, match=r"pip install .*\[similarity\]"):
        similar({}, {})


def test_texts_are_found_as_the_grading_finds_them(tmp_path):
    folder, padding = tmp_path / "up", read_course().kata("padding")
    for name in ("a/day03/padding.py", "b/main/katas/day03/padding.py", "doe_7_8_padding.py", "c/notes.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    assert read_texts(folder, [padding])[padding.id] == {
        "a": "a/day03/padding.py",
        "b": "b/main/katas/day03/padding.py",
        "doe_7": "doe_7_8_padding.py",
    }


def test_submissions_that_are_not_there_are_said(tool, class_of, tmp_path):
    for result in class_of(2):
        result.write(tmp_path / "results")
    asked = ("grader", "class", "report", tmp_path / "results", "--out", tmp_path / "c.html", "--similarity")
    assert "is no folder" in tool(*asked, tmp_path / "none").one_line(2)
    (tmp_path / "up/student00/day03").mkdir(parents=True)
    (tmp_path / "up/student00/day03/padding.py").write_text("x = 1\n", encoding="utf-8")
    ran = tool(*asked, tmp_path / "up")
    assert ran.err.splitlines()[0] == f"grader: student01 is not compared: {tmp_path}/up holds nothing of it"


def test_names_are_left_out_of_texts_that_are_alike(class_of):
    results = class_of(2)
    names = pseudonyms(results)
    assert [result.name for result in without_names(results, names)] == ["S01", "S02"]

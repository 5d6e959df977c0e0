"""Citations: what lessons and docstrings cite is kept in docs/references.toml, and what is kept there is cited."""

import re
import tomllib

import pytest

from grader import ROOT

WORKS = tomllib.loads((ROOT / "docs/references.toml").read_text(encoding="utf-8"))
FILES = [*sorted(ROOT.glob("katas/day*/README.md")), *sorted(ROOT.glob("solutions/day*/*.py"))]
NUMBER = re.compile(r"\b(?:\d{4}\.\d{5}|1\d{3}\.\d{4}|astro-ph/\d{7}|10\.\d{4,5}/[\w./()-]*\w)\b")
NEW = re.compile(r"(?:arXiv[: ]|doi:|abs/|, |\()$")  # what stands before a number that is a citation's
# "Hirata & Seljak 2003", "Lin et al. (2017", "Bengio and others 2009": the first or the last author, and the year
NAMED = re.compile(r"([A-ZÀ-Þ][\w-]+)(?:\*\*)?(?: et al\.?| and others|\+)?,? \(?((?:19|20)\d\d)\b")
MONTHS = "January February March April May June July August September October November December Spring Fall"
NO_AUTHOR = set(f"{MONTHS} In LeNet-5 AlexNet VGG-16 Distill NeurIPS NIPS Amini".split())  # Amini gives a lecture


def text_of(file):
    return file.read_text(encoding="utf-8")


def names_of(work):
    return set(re.findall(r"[\w-]+", work["authors"]))


def cited_numbers(text):
    """Yield the numbers of arXiv and the DOIs in a text; decimals are none."""
    for found in NUMBER.finditer(text):
        if "/" in found.group() or NEW.search(text[: found.start()]) or text[found.start() - 1] == "[":
            yield found.group().removesuffix(")")


def is_cited(work, text):
    number = work["identifier"].partition(":")[2]
    family = {author.split()[-1] for author in re.split(r", | et al\.?", work["authors"]) if author}
    named = any(re.search(rf"\b{name}\b", text) for name in family)
    return (bool(number) and number in text) or (named and work["year"] in text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: "-".join(file.parts[-2:]))
def test_what_is_cited_is_kept(file):
    text = text_of(file)
    known = {work["identifier"].partition(":")[2] for work in WORKS.values()}
    # A number that is no work's may be a decimal of the text's own: only those that look cited are asked for.
    assert sorted({number for number in cited_numbers(text) if "10." not in number[:3]} - known) == []
    for name, year in NAMED.findall(re.sub(r"\s+", " ", text)):
        if name in NO_AUTHOR:
            continue
        works = [work for work in WORKS.values() if name in names_of(work)]
        years = {int(work["year"]) for work in works if work["year"]}
        # A preprint may be a year or two older than the proceedings.
        assert any(0 <= int(year) - known_year <= 2 for known_year in years), f"{name} {year}"


@pytest.mark.parametrize("key", sorted(WORKS))
def test_what_is_kept_is_cited_and_whole(key):
    work = WORKS[key]
    assert set(work) == {"authors", "title", "year", "identifier", "cited", "confirmed"}
    assert work["authors"] and work["title"] and work["cited"]
    assert work["confirmed"] == "" or work["confirmed"].startswith("http")
    assert any(is_cited(work, text_of(file)) for file in FILES)

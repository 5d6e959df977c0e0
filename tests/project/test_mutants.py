"""Mutations of the solutions: what they are, and that a sample of them fails its grader; `tox -e mutants` does all."""

import tomllib

import pytest

from grader import ROOT
from grader.course.catalogue import read_course
from grader.course.faults import BrokenCourse
from grader.proof import equivalents
from grader.proof.mutation import Verdict, _compare, examine
from grader.proof.mutations import mutations, unchanged

COURSE = read_course()
MODULE = '''"""Words: 1 + 1."""

import numpy as np


def f(x, mode="a", size=2):
    """Return x + 1."""
    if size < 1 and x.ndim:
        raise ValueError(f"size must be at least {1 + 1}")
    y = np.array(x)
    y += x[1:] @ g(x, size)
    return y if mode == "a" else -np.sum(y, axis=0)
'''


def changes():
    return {mutation.change for mutation in mutations(MODULE)}


@pytest.mark.parametrize(
    "change",
    [
        "if size < 1 and x.ndim: -> pass",
        "size < 1 and x.ndim -> size < 1 or x.ndim",
        "size < 1 and x.ndim -> size < 1",
        "size < 1 -> size <= 1",
        "size < 1 -> size < 2",
        "np.array(x) -> x",
        "y += x[1:] @ g(x, size) -> y -= x[1:] @ g(x, size)",
        "y += x[1:] @ g(x, size) -> y = x[1:] @ g(x, size)",
        "x[1:] @ g(x, size) -> x[1:]",
        "g(x, size) -> g(size, x)",
        "1: -> 0:",
        "-np.sum(y, axis=0) -> np.sum(y, axis=0)",
        "axis=0 -> axis=1",
        "axis=0 -> left out",
        "mode == 'a' -> mode != 'a'",
        "x, mode='a', size=2 -> x, mode='a', size=3",
    ],
)
def test_a_slip_is_among_the_mutations(change):
    assert change in changes()


def test_words_are_left_alone():
    docstrings = {line for line in MODULE.splitlines() if '"""' in line}
    assert not {m.source for m in mutations(MODULE)} & docstrings
    assert not any("raise" in m.source or "import" in m.source for m in mutations(MODULE))


@pytest.mark.filterwarnings("ignore::SyntaxWarning")  # of what a mutant says, such as 1[0]
@pytest.mark.parametrize("kata", list(COURSE.katas())[::12], ids=lambda kata: kata.id)
def test_every_mutant_is_python_and_has_a_key_of_its_own(kata):
    text = kata.solution.read_text(encoding="utf-8")
    found = mutations(text)
    assert len({mutation.text for mutation in found} | {unchanged(text)}) == len(found) + 1
    assert len({mutation.key for mutation in found}) == len(found)
    for mutation in found:
        compile(mutation.text, kata.id, "exec")


@pytest.mark.parametrize("name", ["day02/cross_correlation", "day03/padding"])
def test_a_sample_of_mutants_dies(name):
    verdict = examine(COURSE, COURSE.kata(name), sample=12, jobs=2)
    assert verdict.is_sound, "\n".join(verdict.lines())


def test_a_record_is_found_when_lines_are_renumbered_and_stale_when_they_change():
    kata = COURSE.kata("day03/padding")
    every = mutations(MODULE)
    first, second = every[:2]
    known = {first.key: "why", second.key: "why", ("f", "y = x", "y -> x"): "why"}
    verdict = Verdict(kata, mutations(f"\n\n{MODULE}"), True, survivors=[first, every[2]])
    _compare(verdict, every, known)
    assert verdict.unexplained == [every[2]]
    does_not_survive, is_none = sorted(verdict.stale)
    assert "it does not survive" in does_not_survive and second.change in does_not_survive
    assert "there is no such mutation: f | y = x | y -> x" in is_none


def test_a_record_needs_a_reason(tmp_path, monkeypatch):
    kata = COURSE.kata("day03/padding")
    file = tmp_path / "equivalent.toml"
    monkeypatch.setattr(equivalents, "file_of", lambda _: file)
    mutation = mutations(MODULE)[0]
    file.write_text(equivalents.record(kata, mutation))
    with pytest.raises(BrokenCourse, match="has no reason"):
        equivalents.read_equivalents(kata)
    file.write_text(equivalents.record(kata, mutation, "nothing reads it"))
    assert equivalents.read_equivalents(kata) == {mutation.key: "nothing reads it"}


def test_every_record_is_of_a_mutation_that_there_is():
    for kata in COURSE.katas():
        there = {mutation.key for mutation in mutations(kata.solution.read_text(encoding="utf-8"))}
        assert set(equivalents.read_equivalents(kata)) <= there, kata.id


def test_every_record_names_a_kata():
    names = {kata.name for kata in COURSE.katas()}
    for file in (ROOT / "tests").glob("day*/equivalent.toml"):
        assert {record["kata"] for record in tomllib.loads(file.read_text())["mutation"]} <= names

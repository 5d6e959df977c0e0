"""The course handed on: a release of some days to a class, and a newer course taken in."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader import ROOT
from grader.commands.verb import OK, Verb, days
from grader.course.catalogue import Course, Day, as_name, nearest, read_course
from grader.course.faults import UsageError
from grader.course.manifest import require_whole_course
from grader.faces.command import mention


def _release_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder, or an earlier release")
    action = parser.add_argument(
        "--days", nargs="+", required=True, metavar="DAY", help="what goes in: day01 day02, day01-day03, week1, all"
    )
    action.completer = lambda **_: ["all", "week1", "week2", *days()]  # type: ignore[attr-defined]
    parser.add_argument(
        "--without-diagnosis", action="store_true", help="leave solutions and wrong turns out, also from the seal"
    )


def _release(options: argparse.Namespace) -> int:
    from grader.classroom.bundle import bundle, leaning
    from grader.classroom.release import others, write_release

    require_whole_course("release")
    chosen = _days(read_course(), options.days)
    given = bundle(ROOT, chosen, without_diagnosis=options.without_diagnosis)
    write_release(given, options.folder.absolute())
    print(f"{options.folder}: release {given.manifest.words}, {len(given.files) + 1} files")
    if options.without_diagnosis and (kept := leaning(given)):
        mention("grader", f"graders or figures of these days lean on {', '.join(kept)}: sealed, not left out")
    if more := others(given, options.folder.absolute()):
        mention("grader", f"{options.folder} also holds {len(more)} files that are not the release's: {more[0]} ...")
    return OK


def _days(course: Course, names: list[str]) -> list[Day]:
    """Return the days that some names mean, each once and in the course's order."""
    chosen = set()
    for name in names:
        found = course.days_of(as_name(name))
        if found is None:
            raise UsageError(f'"{name}" is no name of days{nearest(name, [day.name for day in course.days])}')
        chosen |= {day.name for day in found}
    return [day for day in course.days if day.name in chosen]


def _update_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="FROM", help="the newer course: its folder, or a zip of it")


def _update(options: argparse.Namespace) -> int:
    from grader.classroom.parcel import opened
    from grader.classroom.update import update

    with opened(options.source) as folder:
        edition, done = update(ROOT, folder)
    if done.is_empty:
        print(f"nothing to do: this copy of the course is {edition.words} already")
        return OK
    print(f"this copy of the course is now {edition.words}")
    for words, paths in (
        ("kept as you wrote it", done.kept),
        ("merged: what you wrote, and the newer text around it", done.merged),
        ("new", done.new),
        ("not merged in full: the newer stub lies beside yours", done.beside),
        ("replaced by the newer", done.replaced),
        ("removed", done.removed),
        ("kept in .grader/backups as it was before, since it had been changed", done.backups),
    ):
        if paths:
            print(f"{len(paths):>5} {words}")
    for path in done.beside:
        print(f"      see {path}")
    return OK


VERBS = (
    Verb("release", "Write a copy of some days to give to a class: for instructors.", _release, _release_arguments),
    Verb("update", "Take in a newer course, and keep what you wrote.", _update, _update_arguments),
)

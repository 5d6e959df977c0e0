"""Marks handed on: to whatever system reads them, for one submission or a class."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.commands.verb import OK, Verb, kata_called, read_history, selected, take_names
from grader.course.catalogue import read_course
from grader.course.faults import EnvironmentFault, UsageError
from grader.course.manifest import require_whole_course
from grader.faces.command import mention

if TYPE_CHECKING:
    from grader.classroom.results import Result
    from grader.classroom.similarity import Similarity

FORMATS = "csv, canvas, moodle, gradescope, junit, classroom50, prairielearn"


# -- one submission


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("format", metavar="FORMAT", help=FORMATS)
    take_names(parser, "days or katas, which are graded anew (default: the kata that was graded last)")
    parser.add_argument(
        "--of", metavar="FILE", help="instead of grading, a report that --json wrote (- is standard input)"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: standard output")
    _take_wishes(parser)


def _export(options: argparse.Namespace) -> int:
    from grader.classroom.formats.known import SheetFormat, format_called
    from grader.classroom.formats.sheet import Wanted
    from grader.classroom.verdicts import unmarked

    format_, result = format_called(options.format), _one_result(options)
    if isinstance(format_, SheetFormat):
        sheet = format_.write([result], Wanted(options.roster, options.title))
        _put(sheet.text, options.out)
        _mention_all(sheet.remarks)
    else:
        _put(format_.write(result), options.out)
        mention("grader", unmarked(result))
    return EnvironmentFault.status if unmarked(result) and not result.theirs else OK


def _one_result(options: argparse.Namespace) -> Result:
    """Return the report that is to be exported: one that was written, or that of a grading."""
    if options.of is None:
        return _result(_graded(options.names), "the grading")
    if options.names:
        raise UsageError(f"{options.names[0]} or --of {options.of}? What is graded anew needs no report")
    return _report(options.of)


def _graded(names: list[str]) -> dict[str, Any]:
    """Return the report of katas of the learner's own, or of the one that was graded last."""
    from grader import ROOT
    from grader.bench.process import Bench
    from grader.judge.gathering import Listener
    from grader.judge.submission import Submission
    from grader.study.session import Session

    course = read_course()
    katas, checks = selected(course, names or [kata_called(course, None, read_history()).id])
    if checks:
        raise UsageError(f"{names[0]} is a single check: a day or a kata has points")
    with closing(Bench()) as bench:
        report = Session(course, Submission(ROOT / "katas")).grade(katas, bench, Listener())
    if report.interrupted:
        raise KeyboardInterrupt
    mention("grader", report.trouble)
    return report.as_json()


def _report(name: str) -> Result:
    """Return a report of one submission as the result of a class of one."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        return _result(json.loads(text), name)
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(f"{name} is no report: python -m grader day03 --json {name} writes one") from None


def _result(said: dict[str, Any], name: str) -> Result:
    from grader.classroom.results import Result

    if said["schema"] < 2:
        raise UsageError(f"{name} was written by an older version of the course: grade again with --json")
    of_class = said.pop("class", {})
    called = of_class.get("name") or said["submission"]["name"]
    return Result(called, of_class.get("key", ""), said, of_class.get("fault", ""), of_class.get("theirs", False))


# -- a class


def _class_export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("results", type=Path, metavar="RESULTS", help="the folder that class grade wrote")
    parser.add_argument("format", metavar="FORMAT", help=FORMATS)
    parser.add_argument("--out", type=Path, metavar="FILE", help="a folder, where a format takes a file a submission")
    _take_wishes(parser)


def _class_export(options: argparse.Namespace) -> int:
    from grader.classroom.formats.known import SheetFormat, format_called
    from grader.classroom.formats.sheet import Wanted
    from grader.classroom.results import read_results, results_in
    from grader.classroom.verdicts import unmarked

    format_ = format_called(options.format)
    _require_elsewhere(options.out, options.results)
    if isinstance(format_, SheetFormat):
        sheet = format_.write(read_results(options.results), Wanted(options.roster, options.title))
        _put(sheet.text, options.out)
        _mention_all(sheet.remarks)
        return OK
    if options.out is None:
        raise UsageError(f"{format_.name} takes a file a submission: say --out FOLDER")
    if options.out.exists() and not options.out.is_dir():
        raise UsageError(f"{options.out} is no folder, and {format_.name} takes a file a submission")
    for result in results_in(options.results):  # one at a time: a class may be large
        _put(format_.write(result), options.out / f"{result.name.replace('/', '_')}{format_.ending}")
        mention("grader", unmarked(result))
    return OK


def _require_elsewhere(out: Path | None, results: Path) -> None:
    """Raise a UsageError where what is written would take the place of a result, or be taken for one."""
    if out and (
        out.resolve() == results.resolve() or (out.parent.resolve(), out.suffix) == (results.resolve(), ".json")
    ):
        raise UsageError(f"{out}: there the results are, which would be written over; name another place")


# -- the report


def _report_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("results", type=Path, metavar="RESULTS", help="the folder that class grade wrote")
    parser.add_argument("--out", type=Path, default=Path("class.html"), metavar="FILE", help="default: class.html")
    parser.add_argument("--no-names", action="store_true", help="S01, S02, ... in place of names")
    parser.add_argument(
        "--similarity", type=Path, metavar="SUBMISSIONS", help="list texts that are alike (extra similarity)"
    )


def _class_report(options: argparse.Namespace) -> int:
    from grader.classroom.people import pseudonyms, without_names
    from grader.classroom.report import class_report, show_class_report, write_class_report
    from grader.classroom.results import read_results
    from grader.faces.style import Style

    results = read_results(options.results)
    names = pseudonyms(results) if options.no_names else {result.name: result.name for result in results}
    alike = _alike(options.similarity, results, names) if options.similarity else None
    report = class_report(without_names(results, names) if options.no_names else results, alike)
    write_class_report(report, options.out)
    show_class_report(report, sys.stdout, Style(sys.stdout).columns)
    print(options.out)
    return OK


def _alike(folder: Path, results: list[Result], names: dict[str, str]) -> Similarity:
    """Return which submissions' texts are alike, by the names that the report uses."""
    from grader.classroom.collection import opened
    from grader.classroom.similarity import read_texts, similar
    from grader.classroom.statistics import katas
    from grader.course.stubs import text_of_stub

    course = read_course()
    graded = [course.kata(name) for name in katas(results)]
    with opened(folder) as place:
        texts = read_texts(place, graded)
    found = {name for by_name in texts.values() for name in by_name}
    for name in (names[result.name] for result in results if result.name not in found and not result.fault):
        mention("grader", f"{name} is not compared: {folder} holds nothing of it")
    known = {kata: {names[name]: text for name, text in own.items() if name in names} for kata, own in texts.items()}
    return similar(known, {kata.id: text_of_stub(kata) for kata in graded})


# -- Gradescope's autograder


def _gradescope_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("zip", type=Path, metavar="ZIP", help="the zip to write, for Gradescope's autograder")
    take_names(parser, "what is graded: days or katas")
    parser.add_argument(
        "--torch-index", default="", metavar="ADDRESS", help="of torch's CPU build, as pytorch.org says"
    )


def _gradescope(options: argparse.Namespace) -> int:
    from grader.classroom.gradescope import write_zip

    require_whole_course("class gradescope")
    if not options.names:
        raise UsageError(f"what is {options.zip} to grade? Name a day or a kata: day03")
    katas, checks = selected(read_course(), options.names)
    if checks:
        raise UsageError(f"{options.names[0]} is a single check: a day or a kata has points")
    write_zip(options.zip, [kata.id for kata in katas], options.torch_index)
    print(options.zip)
    return OK


# -- both


def _take_wishes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--roster", type=Path, metavar="FILE", help="the table of students (canvas needs it)")
    parser.add_argument("--title", default="", help="what the column of marks is called (canvas, moodle)")


def _put(text: str, where: Path | None) -> None:
    from grader.course.files import write_whole

    if where is None:
        sys.stdout.write(text)
    else:
        write_whole(where, text.encode())


def _mention_all(remarks: Iterable[str]) -> None:
    for remark in remarks:
        mention("grader", remark)


VERBS = (Verb("export", "Write a graded submission for the system that takes the marks.", _export, _export_arguments),)
WORDS = (
    Verb("export", "Write a class's marks for the system that takes them.", _class_export, _class_export_arguments),
    Verb(
        "report", "What the class gets wrong: in the terminal, and one page of HTML.", _class_report, _report_arguments
    ),
    Verb("gradescope", "Write the zip that Gradescope grades by.", _gradescope, _gradescope_arguments),
)

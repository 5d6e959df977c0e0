"""JUnit's XML, as GitLab, Jenkins and actions of GitHub's read it: a suite a kata, a case a check."""

from __future__ import annotations

import xml.etree.ElementTree as xml
from collections import Counter
from collections.abc import Iterable
from typing import Any

from grader.classroom.results import Result
from grader.classroom.verdicts import bounded, statuses, words
from grader.judge.results import Status

BOUND = 8_000  # characters of what is said of one check
FAULT = "could not be graded"  # the case that stands for a submission of which nothing could be


def junit(result: Result) -> str:
    """Return the same counts as pytest gives: failures are the learner's, errors what could not be checked."""
    suites = [_suite(result, kata) for kata in result.katas]
    root = xml.Element("testsuites", {"name": bounded(result.name, 200), **_sums(suites)})
    root.extend(suites)
    xml.indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"


def _suite(result: Result, kata: dict[str, Any]) -> xml.Element:
    seconds = sum(check["seconds"] for check in kata["checks"])
    if result.fault:
        suite = _counted(kata, tests=1, failures=0, errors=1, skipped=0, seconds=0.0)
        _complain(_case(suite, kata, FAULT, 0.0), "error", "submission", result.fault)
        return suite
    counts = statuses(kata)
    suite = _counted(
        kata,
        tests=len(kata["checks"]),
        failures=counts[Status.FAILED],
        errors=counts[Status.UNCHECKED] + counts[Status.ERROR],
        skipped=counts[Status.TODO],
        seconds=seconds,
    )
    for name, check in _named(kata["checks"]):
        _say(_case(suite, kata, name, check["seconds"]), check)
    return suite


def _counted(kata: dict[str, Any], *, seconds: float, **counts: int) -> xml.Element:
    told = {name: str(count) for name, count in counts.items()}
    return xml.Element("testsuite", {"name": kata["id"], **told, "time": f"{seconds:.3f}"})


def _sums(suites: list[xml.Element]) -> dict[str, str]:
    names = ("tests", "failures", "errors", "skipped")
    sums = {name: str(sum(int(suite.attrib[name]) for suite in suites)) for name in names}
    return {**sums, "time": f"{sum(float(suite.attrib['time']) for suite in suites):.3f}"}


def _named(checks: list[dict[str, Any]]) -> Iterable[tuple[str, dict[str, Any]]]:
    """Yield each check with a name of its own: GitLab counts equal names once."""
    seen: Counter[str] = Counter()
    for check in checks:
        seen[check["name"]] += 1
        again = seen[check["name"]]
        yield (f"{check['name']} ({again})" if again > 1 else check["name"]), check


def _case(suite: xml.Element, kata: dict[str, Any], name: str, seconds: float) -> xml.Element:
    return xml.SubElement(
        suite,
        "testcase",
        classname=kata["id"].replace("/", "."),
        name=bounded(name, 200),
        file=f"{kata['id']}.py",
        time=f"{seconds:.4f}",
    )


def _say(case: xml.Element, check: dict[str, Any]) -> None:
    match check["status"]:
        case Status.FAILED:
            _complain(case, "failure", check["misconception"] or "failure", words(check))
        case Status.UNCHECKED:
            _complain(case, "error", "unchecked", words(check))
        case Status.ERROR:
            _complain(case, "error", "grader", words(check))
        case Status.TODO:
            xml.SubElement(case, "skipped", message="not started")


def _complain(case: xml.Element, tag: str, kind: str, text: str) -> None:
    text = bounded(text, BOUND)
    xml.SubElement(case, tag, type=kind, message=text.partition("\n")[0]).text = text

"""The learner's log: a page a day and a summary a week, in Markdown, under logs/.

A page has two kinds of parts. What stands between the two marks is the grader's and is written anew each
time; all the rest is the learner's, and is never touched.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from grader import ROOT
from grader.course.catalogue import Course, Day, nearest
from grader.course.faults import UsageError
from grader.course.files import write_whole
from grader.course.objectives import read_objectives
from grader.study.progress import History, State

LOGS = ROOT / "logs"
BEGIN = "<!-- grader: from here to the next mark is written anew each time; write anywhere else -->"
END = "<!-- grader: until here -->"
QUESTIONS = {
    "Lecture": "What did the lecture say to the question that you watched it with?",
    "Experiments": "What did you change, what did you predict, and what came out?",
    "Insights": "What became clear today, in your own words?",
    "Links to earlier days": "What of earlier days did you use, or see differently now?",
    "Open questions": "What do you not understand yet? What would answer it?",
    "ShearNet": "What changed in your picture of ShearNet's problem?",
}
WEEK_QUESTIONS = {
    "Theory and ShearNet": "Which ideas of this week bear on ShearNet's error at low noise, and how?",
    "Evidence": "What have you measured that speaks for or against them?",
    "Next": "What will you find out next week, and how will you know?",
}
WEEKS = {"week1": range(1, 8), "week2": range(8, 15)}
WORDS = {State.PASSED: "passed", State.FAILED: "failed", State.TODO: "to do", State.CHANGED: "changed since graded"}


def log_path(name: str) -> Path:
    return LOGS / f"{name}.md"


def write_log(course: Course, name: str, history: History, figure: Path | None) -> Path:
    """Write or refresh the page of a day ("day05") or of a week ("week1"), and return where it is."""
    if name in WEEKS:
        days = [day for day in course.days if day.number in WEEKS[name]]
        if not days:
            raise UsageError(f"{name} has no day in this copy of the course")
        title = f"Week {name[-1]}"
        return _write(log_path(name), title, _week_results(days, history), WEEK_QUESTIONS)
    if name.startswith("week"):
        raise UsageError(f'no week "{name}"{nearest(name, WEEKS)}')
    day = course.day(name)
    picture = _beside(log_path(day.name), figure)
    return _write(log_path(day.name), f"Day {day.number} · {day.title}", _day_results(day, history, picture), QUESTIONS)


def _beside(path: Path, figure: Path | None) -> Path | None:
    """Return a copy of the figure that lies beside the page: git keeps logs/ and ignores figures/."""
    if figure is None:
        return None
    copy = path.with_suffix(".png")
    write_whole(copy, figure.read_bytes())
    return copy


def answers(path: Path) -> dict[str, str]:
    """Return what the learner has written under each heading of a page."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    own = re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", "", text, flags=re.DOTALL)
    parts = re.split(r"^## +(.+?) *$", own, flags=re.MULTILINE)
    given = {heading: _without_questions(body) for heading, body in zip(parts[1::2], parts[2::2], strict=True)}
    return {heading: body for heading, body in given.items() if body}


def _without_questions(body: str) -> str:
    asked = {f"*{question}*" for question in (*QUESTIONS.values(), *WEEK_QUESTIONS.values())}
    return "\n".join(line for line in body.splitlines() if line.strip() not in asked).strip()


def _write(path: Path, title: str, results: str, questions: dict[str, str]) -> Path:
    part = f"{BEGIN}\n{results}\n{END}"
    if not path.exists():
        own = "\n".join(f"## {heading}\n*{question}*\n\n" for heading, question in questions.items())
        write_whole(path, f"# {title}\n\n{part}\n\n{own}".encode())
        return path
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}), and so is left as it is") from None
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise UsageError(f"{path} no longer has the grader's two marks in order, and so is left as it is")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    write_whole(path, f"{before}{part}{after}".encode())
    return path


def _day_results(day: Day, history: History, picture: Path | None) -> str:
    served = dict.fromkeys(objective for kata in day.katas for objective in kata.objectives)
    known = read_objectives()
    lines = [_summary([day], history), "", "| kata | | points | attempts | first passed |", "|---|---|---|---|---|"]
    for kata in day.katas:
        first = history.first_passed(kata)
        cells = (
            f"[{kata.name}](../katas/{kata.id}.py)",
            WORDS[history.state(kata)],
            f"{history.points(kata)}/{kata.points}",
            str(history.attempts(kata)),
            f"{first.astimezone():%d %B, %H:%M}" if first else "",
        )
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "What the day is about:", ""]
    lines += [f"- {objective} {known.get(objective, '')}" for objective in served]
    if picture:
        lines += ["", f"![The day's figure]({picture.name})"]
    return "\n".join(lines)


def _week_results(days: list[Day], history: History) -> str:
    lines = [_summary(days, history), "", "| day | | katas | points |", "|---|---|---|---|"]
    for day in days:
        passed = sum(history.state(kata) is State.PASSED for kata in day.katas)
        points = sum(history.points(kata) for kata in day.katas)
        link = f"[{day.name}]({day.name}.md)" if log_path(day.name).exists() else f"{day.name} (no log)"
        lines.append(f"| {link} | {day.title} | {passed}/{len(day.katas)} | {points}/{day.points} |")
    for heading in QUESTIONS:
        written = [(day, answers(log_path(day.name)).get(heading, "")) for day in days]
        if any(text for _, text in written):
            lines += ["", f"**{heading}, from the days' logs**", ""]
            lines += [f"- {day.name}: {' '.join(text.split())}" for day, text in written if text]
    return "\n".join(lines)


def _summary(days: list[Day], history: History) -> str:
    katas = [kata for day in days for kata in day.katas]
    passed = sum(history.state(kata) is State.PASSED for kata in katas)
    points = sum(history.points(kata) for kata in katas)
    most = sum(kata.points for kata in katas)
    return f"{datetime.now():%d %B %Y} · {passed} of {len(katas)} katas · {points} of {most} points"

"""Watch mode: what is saved is graded as it is saved, by a bench forked warm.

Saves, keys and Ctrl-C arrive in one queue. Each grading has a bench of its own, so that whatever a
submission did to its process ends with it.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.bench.nursery import CAN_FORK, Nursery
from grader.bench.process import HEAVY, Bench
from grader.course.catalogue import Course, Kata
from grader.course.faults import Fault
from grader.course.files import shown
from grader.faces import aid, desk, image, lesson
from grader.faces.keys import Key, keys_of
from grader.faces.style import Style
from grader.faces.terminal import TerminalFace
from grader.judge.results import Report, Status
from grader.judge.submission import Submission
from grader.study.figure import draw, draw_picture, own_figure, own_picture
from grader.study.progress import History, State
from grader.study.session import Session

STEP, SETTLE = 10, 30  # milliseconds: how often files are looked at, and how long they must rest


@dataclass(frozen=True)
class Saved:
    """Files of the submission were written, moved or deleted."""

    paths: frozenset[Path]


class Watch:
    """One session of watch mode."""

    def __init__(self, course: Course, katas: list[Kata], submission: Submission, style: Style) -> None:
        self._course, self._katas, self._submission, self._style = course, katas, submission, style
        self._session = Session(course, submission)
        self._events: queue.SimpleQueue[Saved | Key] = queue.SimpleQueue()
        self._bench: Bench | None = None
        self._current = katas[-1]
        self._current = self._following()
        self._passed = False
        packages = {package for kata in katas for package in kata.imports if package in HEAVY}
        self._nursery = Nursery({"numpy", *packages}) if CAN_FORK else None

    def run(self) -> int:
        """Grade what is saved until the learner quits."""
        stop = threading.Event()
        watcher = threading.Thread(target=_follow, args=(self._submission.root, self._arrived, stop), daemon=True)
        watcher.start()
        try:
            image.prepare(self._style)
            with keys_of(sys.stdin, self._arrived) as listening:
                self._listening = listening
                self._grade([self._current])
                self._prompt()
                while True:
                    event = self._events.get()
                    if event == Key("q"):
                        return 0
                    self._answer(event)
        except KeyboardInterrupt:
            return 0
        finally:
            stop.set()
            if self._nursery:
                self._nursery.close()
            watcher.join(1.0)  # else Python may end while watchfiles is at work, which aborts the process
            self._style.say()

    def _arrived(self, event: Saved | Key) -> None:
        """Queue an event; a newer save, or the wish to quit, ends a grading that is under way."""
        self._events.put(event)
        urgent = bool(self._saved(event)) if isinstance(event, Saved) else event == Key("q")
        if urgent and self._bench:
            self._bench.abandon()

    def _saved(self, event: Saved) -> list[Kata]:
        return [kata for kata in self._katas if self._submission.file(kata) in event.paths]

    def _answer(self, event: Saved | Key) -> None:
        action = self._action(event.name) if isinstance(event, Key) else None
        if isinstance(event, Saved) and (saved := self._saved(event)):
            self._current = saved[0]
            self._grade(saved)
        elif action:
            try:
                action()
            except Fault as fault:
                self._style.say(f"grader: {fault}")
            self._say(self._session.progress.trouble)
        else:
            return
        self._prompt()

    def _action(self, key: str) -> Callable[[], Any] | None:
        """Return what a key asks for."""
        style, day = self._style, self._course.day(self._current.day)
        watched = [kata for kata in self._katas if kata.day == day.name]
        if key.isdecimal() and 1 <= int(key) <= len(watched):
            return lambda: self._take(watched[int(key) - 1])
        return {
            "n": lambda: self._take(self._following()),
            "b": lambda: self._take(self._katas[self._katas.index(self._current) - 1]),
            "k": lambda: desk.katas(style, day, watched, self._history(), self._current),
            "r": lambda: self._grade([self._current]),
            "h": lambda: aid.hint(self._current, self._session.progress, style),
            "l": lambda: lesson.show(self._course, self._current, self._history(), style),
            "p": self._picture,
            "f": self._figure,
            "s": lambda: aid.solution(self._current, self._session.progress, style, anyway=False),
            "?": lambda: desk.keys(style),
        }.get(key)

    def _history(self) -> History:
        return self._session.progress.history()

    def _take(self, kata: Kata) -> None:
        """Take another kata in hand."""
        self._current = kata
        self._grade([kata])

    def _grade(self, katas: list[Kata]) -> None:
        style = self._style
        if style.terminal:
            style.say("\033[2J\033[H")
        style.passing(f"   {', '.join(kata.name for kata in katas)}: grading")
        bench = self._bench = Bench(nursery=self._nursery)
        report = self._graded(katas, bench)
        if bench.abandoned:
            return
        if report.interrupted:
            raise KeyboardInterrupt
        (*_, last) = report.katas
        self._passed = last.status is Status.PASSED
        if self._passed:
            self._celebrate(katas[-1])

    def _graded(self, katas: list[Kata], bench: Bench) -> Report:
        face = TerminalFace(self._style, self._course, self._session.submission)
        start = time.perf_counter()
        try:
            report = self._session.grade(katas, bench, face)
        finally:
            self._bench = None
            bench.close()
        self._style.clear()
        self._style.say(self._style.paint(f"     graded in {time.perf_counter() - start:.2f} s", "dim"))
        self._say(report.trouble)
        return report

    def _say(self, trouble: str) -> None:
        if trouble:
            self._style.say(f"grader: {trouble}")

    def _celebrate(self, kata: Kata) -> None:
        """Say what a kata that passed has come to, at length the first time, and what is next."""
        style, following, history = self._style, self._following(), self._history()
        is_first = [verdict.status for verdict in history.of(kata)].count(State.PASSED) == 1
        if is_first and style.terminal:
            style.say("\033[2J\033[H")
            desk.passed(style, self._course.day(kata.day), kata, history)
            try:
                self._picture()
            except Fault as fault:
                style.say(f"grader: {fault}")
        done = history.state(following) is State.PASSED
        style.say("every kata of this watch has passed" if done else f"passed; next: {self._shown(following)}")

    def _picture(self) -> None:
        day, kata = self._course.day(self._current.day), self._current
        path = own_picture(day, kata)
        self._drawn(f"the picture of {kata.name}", path, lambda: draw_picture(day, kata, self._submission, path))

    def _figure(self) -> None:
        day = self._course.day(self._current.day)
        path = own_figure(day)
        self._drawn(f"the figure of {day.name}", path, lambda: draw(day, self._submission, path, told=self._tell))

    def _tell(self, words: str) -> None:
        self._style.passing(f"   {words}")

    def _drawn(self, what: str, path: Path, drawing: Callable[[], None]) -> None:
        """Draw something, saying so meanwhile, and show it."""
        self._tell(f"drawing {what}")
        try:
            drawing()
        finally:
            self._style.clear()
        image.show(path, self._style)

    def _prompt(self) -> None:
        if self._style.terminal and self._listening:
            style = self._style
            done = desk.bar(style, self._course.day(self._current.day), self._history())
            keys = (
                "n next · k katas · h hint · l lesson"
                + (" · s solution" if self._passed else "")
                + " · ? keys · q quit"
            )
            style.say(style.fold(f"{done}   watching {self._shown(self._current)}", ""))
            style.say(style.paint(style.fold(keys, ""), "dim"))

    def _following(self) -> Kata:
        """Return the first unfinished kata after the one in hand, from the top again where there is none."""
        here = self._katas.index(self._current) + 1
        order = [*self._katas[here:], *self._katas[:here]]
        history = self._history()
        return next((kata for kata in order if history.state(kata) is not State.PASSED), self._current)

    def _shown(self, kata: Kata) -> str:
        return shown(self._submission.file(kata))


def _follow(root: Path, arrived: Callable[[Saved], None], stop: threading.Event) -> None:
    """Report every save below `root`, until `stop` is set."""
    import watchfiles

    for changes in watchfiles.watch(root, stop_event=stop, step=STEP, debounce=SETTLE, rust_timeout=500):
        arrived(Saved(frozenset(Path(path).resolve() for _, path in changes)))

"""A sitting: one kata of a submission under grading, and what has come of it so far."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.bench.messages import Call, Load, Outcome, Recipe
from grader.bench.process import AnyBench, Died, Stuck
from grader.cases import Case
from grader.checks import Check, Failure, NotStarted, Step, Unchecked
from grader.comparison import shown as value_shown
from grader.course.catalogue import Kata
from grader.course.files import file_hash, shown
from grader.course.source import parse, read_leniently
from grader.course.stubs import text_of_stub
from grader.judge.budget import Budget
from grader.judge.diagnosis import Diagnosis
from grader.judge.facts import pattern
from grader.judge.handle import Handle, request_of
from grader.judge.library import Library
from grader.judge.results import CheckResult, Explanation, Status, grader_error
from grader.judge.submission import Unusable, against, inspect
from grader.judge.survey import Survey, leading
from grader.judge.wording import call_words, ending, subject

LOAD_LIMIT = 10.0  # seconds for a submission's module to be imported
DEATHS = 2  # times that a function may end its process before it is not called any more
IMPORT = "import"  # the check that stands for "the file can be run"


class Sitting:
    """One kata of a submission: it is loaded once, its checks reach it by handles, and each gets its verdict here."""

    def __init__(
        self,
        kata: Kata,
        recipe: Recipe,
        bench: AnyBench,
        cases: list[Case],
        library: Library,
        budget: Budget,
        brief: bool = False,
    ) -> None:
        self.kata, self.cases = kata, cases
        self.device = bench.device
        self.reference = parse(text_of_stub(kata).encode(), str(kata.stub))
        self.hash = ""
        self.direct: set[str] = set()  # functions whose cases are called as they stand
        self._recipe, self._bench, self._library = recipe, bench, library
        self._fault: Unusable | None = None
        self._fault_is_told = False
        self._is_loaded = False
        self._lost: dict[str, str] = {}  # what is not called any more, and why
        self._deaths: dict[str, int] = {}
        self._budget = budget
        self._outcomes: dict[Case, Outcome] = {}
        self._unanswered: set[Case] = set()
        self._survey = Survey(self)
        self._diagnosis = Diagnosis(kata, self.reference, self._survey, library)
        self._right: set[str] = set()  # functions of which a value is right
        self._is_brief = brief  # no failure is explained
        self._unwritten: dict[str, int] = {}  # functions of which a value came upon a stub, and its line

    # -- what a check asks

    def handle(self, check: Check) -> Handle:
        """Return the handle of a check, the kata being loaded; Unusable where it cannot be."""
        if not self._is_loaded:
            self._fault = self._load()
            self._is_loaded = True
        if self._fault:
            raise self._fault
        return Handle(self, check)

    def _load(self) -> Unusable | None:
        file = Path(self._recipe.file)
        self.hash = file_hash(file)
        self._bench.renew(self.kata.imports)
        try:
            self._bench.prepare(inspect(file, self.kata) if not self._recipe.overlay else set())
            outcome = self._bench.ask(Load(self._recipe), LOAD_LIMIT)
        except Unusable as unusable:
            return unusable
        except Stuck:
            return Unusable(f"importing it did not end within {LOAD_LIMIT:g} s: does a loop at the top never end?")
        except Died as died:
            return Unusable(f"importing it ended the whole process: {died}")
        if outcome.error and not outcome.error.unwritten:
            frames = f"\n{outcome.error.frames}" if outcome.error.frames else ""
            return Unusable(f"{ending(outcome.error)}{frames}", outcome.error.line or 1)
        return None

    def call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call:
        """Return a call of the kata's: of a function by its name, of what was kept, or of a probe."""
        return Call(self.kata.id, target, args, kwargs, device=self.device)

    def ask(self, call: Call, check: Check) -> Outcome:
        """Return what came of a call, as a step of the check; Failure where nothing did."""
        name = check.about or self._name(call)
        if name in self._lost:
            raise Unchecked(self._lost[name])
        self._budget.require()
        try:
            outcome = self._bench.ask(call, check.left)
        except Stuck:
            self._budget.spend(check.seconds)
            self._lost[name] = f"{name} did not return within the time limit in an earlier check"
            check.steps.append(Step(call, None))
            raise Failure(f"no answer within {check.seconds:g} s: does a loop never end?") from None
        except Died as died:
            self._died(name)
            check.steps.append(Step(call, None))
            raise Failure(f"the call ended the whole process instead of returning: {died}") from None
        self._budget.spend(outcome.seconds)
        check.steps.append(Step(call, outcome))
        return outcome

    def _name(self, call: Call) -> str:
        """Return what is not called again if the call never returns: a function, or a probe of one."""
        if isinstance(call.target, str):
            return call.target
        return f"{value_shown(call.target)} of {subject(call, set(self.reference.definitions))}".removesuffix(" of ")

    def await_values(self, function: str) -> None:
        """Raise what a check of a refusal comes to while no value of its function is right."""
        if function in self._right or not any(case.function == function and not case.naming for case in self.cases):
            return
        if function in self._unwritten:
            raise NotStarted(self._unwritten[function])
        raise Unchecked(f"what {function} refuses is looked at once a value of it is right")

    def ask_case(self, case: Case, check: Check) -> Outcome:
        """Return what came of a hidden case; one that was asked before to explain another is not asked again."""
        call = request_of(self.kata.id, case, self.device)
        self.direct.add(case.function)
        if case in self._outcomes:
            check.steps.append(Step(call, self._outcomes[case]))
            return self._outcomes[case]
        self._outcomes[case] = outcome = self.ask(call, check)
        return outcome

    def outcome(self, case: Case, seconds: float) -> Outcome | None:
        """Return what came of a hidden case, for an explanation: None where nothing comes of it in that time."""
        if case in self._unanswered or case.function in self._lost:
            return None
        if case not in self._outcomes:
            try:
                self._budget.require()
                self._outcomes[case] = self._bench.ask(request_of(self.kata.id, case, self.device), seconds)
                self._budget.spend(self._outcomes[case].seconds)
            except (Stuck, Died, Unchecked):
                self._unanswered.add(case)
                return None
        return self._outcomes[case]

    def _died(self, name: str) -> None:
        self._deaths[name] = self._deaths.get(name, 0) + 1
        if self._deaths[name] >= DEATHS:
            self._lost[name] = f"{name} ended the whole process in {DEATHS} earlier checks, and is not called again"

    def solution(self) -> ModuleType:
        """Return the reference solution's module, new each time."""
        return self._library.load(str(self.kata.solution), f"solution.{self.kata.day}.{self.kata.name}")

    # -- what comes of a check

    def result(self, name: str, check: Check, title: str, error: BaseException | None, seconds: float) -> CheckResult:
        """Return the verdict of a check that has ended, with an exception or without."""
        about = self._about(check)
        if error is None and not check.is_refusal:
            self._right |= {
                about,
                *(step.request.target for step in check.steps if isinstance(step.request.target, str)),
            }
        if isinstance(error, NotStarted) and about:
            self._unwritten.setdefault(about, error.line)
        verdict = self._verdict(name, check, title, error, seconds)
        return replace(verdict, about=about, is_refusal=check.is_refusal, title=title)

    def _about(self, check: Check) -> str:
        """Return the function or class that a check is about, where it is known."""
        if check.about or not check.steps:
            return check.about
        return subject(check.steps[-1].request, set(self.reference.definitions))

    def _verdict(self, name: str, check: Check, title: str, error: BaseException | None, seconds: float) -> CheckResult:
        if error is None:
            printed = "\n".join(step.outcome.output for step in check.steps if step.outcome and step.outcome.output)
            return CheckResult(name, Status.PASSED, seconds, printed=printed)
        if isinstance(error, NotStarted):
            return CheckResult(name, Status.TODO, seconds, self._still_to_write(error.line))
        if isinstance(error, Unusable):
            return self._unusable(name, error, seconds)
        if isinstance(error, Unchecked):
            return CheckResult(name, Status.UNCHECKED, seconds, Explanation(str(error)))
        if isinstance(error, KeyError | TypeError | ValueError | AttributeError | IndexError) and check.steps:
            # The test took the submission's result apart, and it was not what can be taken apart.
            error = Failure(f"the result is not of the kind described: {type(error).__name__}: {error}")
        if isinstance(error, Failure):
            return CheckResult(name, Status.FAILED, seconds, self._explanation(name, check, title, error))
        return grader_error(name, f"{type(error).__name__}: {error}")

    def _unusable(self, name: str, error: Unusable, seconds: float) -> CheckResult:
        """Return the fault of a file that cannot be run, once; the other checks say that it could not be."""
        if self._fault_is_told:
            return CheckResult(name, Status.UNCHECKED, 0.0, Explanation("the file cannot be run"))
        self._fault_is_told = True
        return CheckResult(IMPORT, Status.FAILED, seconds, Explanation(str(error), where=self._place(error.line)))

    def _explanation(self, name: str, check: Check, title: str, failure: Failure) -> Explanation:
        if self._is_brief:
            return Explanation(failure.what)
        step = check.steps[-1] if check.steps else None
        source = read_leniently(Path(self._recipe.file))
        turn = self._diagnosis.of(check)
        defined = source.definitions.get(turn.replaces if turn else self._about(check))
        return Explanation(
            what=f"{failure.what}\nThe check: {title}" if title else failure.what,
            called=call_words(self.reference, step) if step else "",
            diagnosis=turn.because if turn else "",
            misconception=turn.name if turn else "",
            frames=failure.frames,
            output=step.outcome.output if step and step.outcome else "",
            where=self._place(failure.line or (defined.lineno if defined else 1)),
            again=self._again(name),
            pattern=self._pattern(check, bool(turn)),
        )

    def _pattern(self, check: Check, is_explained: bool) -> str:
        """Return in which cases of the function the submission is wrong; of an explained failure, if it says why."""
        about = check.case.function if check.case else check.about
        if check.is_refusal or not about or not check.steps or check.steps[-1].outcome is None:
            return ""
        part = leading(check.case, check.path) if check.case else None
        words = pattern(about, part, self._survey.of(about), self.reference)
        return "" if is_explained and ": whenever" not in words else words

    def _still_to_write(self, line: int) -> Explanation:
        nodes = read_leniently(Path(self._recipe.file)).definitions
        above = [name for name, node in nodes.items() if node.lineno <= line]
        return Explanation(f"still to write: {above[-1]}" if above else "still to write", where=self._place(line))

    def _place(self, line: int) -> str:
        return f"{shown(Path(self._recipe.file))}:{line}"

    def _again(self, name: str) -> str:
        """Return the command that runs one check again."""
        root = Path(self._recipe.file).parents[1]
        return f"python -m grader {shlex.quote(f'{self.kata.id}/{name}')}{against(root)}"

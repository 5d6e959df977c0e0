"""What can go wrong with the tool's own work; each fault knows the exit status that it ends a command with."""

from __future__ import annotations

from grader.course.text import printable


class Fault(Exception):
    """The command cannot be carried out; the message names the mend."""

    status = 3

    def __str__(self) -> str:
        """Return the message in one line, as a terminal may show it: it may tell of a submission's own words."""
        return " ".join(printable(super().__str__()).splitlines())


class UsageError(Fault):
    """What was asked for does not exist or does not fit."""

    status = 2


class BrokenCourse(Fault):
    """A file of the course itself cannot be used; the message says which, and why."""


class EnvironmentFault(Fault):
    """The environment cannot do what was asked."""


class NotSaved(Fault):
    """Something could not be written; the message says what and why. Nothing older is lost."""

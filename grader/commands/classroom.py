"""A class: its submissions graded, its marks exported, and what it gets wrong."""

from __future__ import annotations

import argparse

from grader.commands import marks
from grader.commands.verb import Verb

WORDS: tuple[Verb, ...] = (*marks.WORDS,)


def _arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(required=True, metavar="WORD")
    for verb in WORDS:
        of_verb = words.add_parser(verb.name, help=verb.summary, description=verb.summary)
        verb.arguments(of_verb)
        of_verb.set_defaults(deed=verb.run)


def _run(options: argparse.Namespace) -> int:
    return options.deed(options)


VERBS = (Verb("class", "A class: grade its submissions, export marks, report.", _run, _arguments),)

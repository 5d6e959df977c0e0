"""What the Tab key brings: verbs, days, katas and options, by argcomplete."""

from __future__ import annotations

import os
from collections.abc import Mapping

from grader.commands.grade import grade_parser
from grader.commands.verb import Verb, days_and_katas
from grader.faces.options import Parser


def complete(verbs: Mapping[str, Verb]) -> None:
    """Answer the shell where it is the shell that asks, and end; return at once where it is not."""
    if "_ARGCOMPLETE" not in os.environ:
        return
    import argcomplete

    written = os.environ["COMP_LINE"][: int(os.environ["COMP_POINT"])]
    verb = next(iter(written.split()[1:]), "")
    inside = verb in verbs and not written.endswith(verb)
    argcomplete.autocomplete(_parser_of(verbs[verb]) if inside else _parser(tuple(verbs)))


def _parser(verbs: tuple[str, ...]) -> Parser:
    parser = grade_parser(verbs)
    (names,) = (action for action in parser._actions if action.dest == "names")
    names.completer = lambda prefix, **_: [*verbs, *days_and_katas(prefix)]  # type: ignore[attr-defined]
    return parser


def _parser_of(verb: Verb) -> Parser:
    """Return the verb's parser behind a word that stands for the verb itself."""
    parser = Parser(prog="katas")
    verb.arguments(parser.add_subparsers().add_parser(verb.name))
    return parser

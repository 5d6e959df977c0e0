"""Wrong turns of day14/proposal."""

import re
import string

from grader.mutants import lenient, wrong
from solutions.day14 import proposal as right

PLAIN = r"(?<![\w.])[+-]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][+-]?\d+)?"


def without_support(text, results, follows):
    """Return the numbers that are right or wrong by another rule: follows(printed text, the text behind it, value)."""
    return [
        found.group()
        for found in re.finditer(PLAIN, text)
        if not any(follows(found.group(), text[found.end() :], value) for value in results.values())
    ]


def read(printed):
    return float(printed.replace(",", ""))


def last_digit(printed):
    mantissa, _, power = printed.lower().partition("e")
    return 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))


def times(rest):
    return 100 if re.match(r"\s?%", rest) else 1


def rounds(printed, rest, value):
    return abs(read(printed) - times(rest) * value) <= last_digit(printed) * (0.5 + 1e-9)


@wrong(
    "claim",
    because="The formats are left aside and every value is printed in one way. A format says how far a number is to be "
    "believed; use it: format(value, spec).",
)
def prints_all_alike(template, results):
    right.claim(template, results)
    pieces = string.Formatter().parse(template)
    return "".join(text + ("" if key is None else f"{results[key]:.2f}") for text, key, *_ in pieces)


@lenient(
    "claim",
    because="A number in the prose of the template goes through. It may be right today, and nobody will notice when "
    "the results have changed; every number has to be a field.",
)
def lets_numbers_in_prose_through(template, results):
    fields = [field for field in string.Formatter().parse(template) if field[1] is not None]
    if not fields:
        return right.claim(template, results)
    return "".join(
        text + ("" if key is None else right.claim(f"{{{key}:{spec}}}", results))
        for text, key, spec, _ in string.Formatter().parse(template)
    )


@lenient(
    "claim",
    because="A template without any field goes through. A claim without a number cannot be tested, and this is what "
    "the proposal exists to prevent.",
)
def lets_claims_without_a_number_through(template, results):
    fields = [field for field in string.Formatter().parse(template) if field[1] is not None]
    return right.claim(template, results) if fields or re.search(PLAIN, template) else template


@lenient(
    "claim",
    because="A field whose key is not in the results is left empty or as it stands. A number that nobody measured must "
    "be refused, by its key.",
)
def leaves_missing_keys_open(template, results):
    text = ""
    for literal, key, spec, _ in string.Formatter().parse(template):
        if key is None or key in results:
            return_field = "" if key is None else right.claim(f"{{{key}:{spec}}}", results)
            text += literal + return_field
        else:
            text += literal + f"{{{key}}}"
    return text


@lenient(
    "claim",
    because="NaN and infinity are printed like numbers. A measurement that failed supports no claim.",
)
def prints_nan(template, results):
    pieces = list(string.Formatter().parse(template))
    if any(key is not None and spec and results.get(key) not in (None, *finite(results)) for _, key, spec, _ in pieces):
        return "".join(text + ("" if key is None else format(results[key], spec)) for text, key, spec, _ in pieces)
    return right.claim(template, results)


def finite(results):
    return [value for value in results.values() if abs(value) < float("inf")]


@wrong(
    "unsupported_numbers",
    because="A number is taken to follow if it is close to a result in relative terms. 1.29 is close to 1.283 and is "
    "not what it rounds to; what counts is half a unit of the last digit that is printed.",
)
def takes_what_is_close(text, results):
    return without_support(text, results, lambda p, rest, v: abs(read(p) - times(rest) * v) <= 0.01 * abs(v))


@wrong(
    "unsupported_numbers",
    because="Results are cut off, not rounded, to the digits that are printed: 1.2831 would support 1.28 and 0.1238 "
    "would not support 12.4 %.",
)
def cuts_off(text, results):
    def follows(printed, rest, value):
        unit = last_digit(printed)
        return abs(read(printed)) - 1e-12 <= abs(times(rest) * value) < abs(read(printed)) + unit and (
            read(printed) * value >= 0
        )

    return without_support(text, results, follows)


@wrong(
    "unsupported_numbers",
    because="The % sign is not looked at. 12.4 % is the number 0.124; before a % sign a result is taken 100 times.",
)
def overlooks_per_cent(text, results):
    return without_support(text, results, lambda p, rest, v: rounds(p, "", v))


@wrong(
    "unsupported_numbers",
    because="A result also counts 100 times where no % sign stands. 12.4 alone is not 0.124.",
)
def sees_per_cent_everywhere(text, results):
    return without_support(text, results, lambda p, rest, v: rounds(p, rest, v) or rounds(p, "%", v))


@wrong(
    "unsupported_numbers",
    because="The sign is not looked at: 0.0003 is taken to follow from -0.00031.",
)
def forgets_the_sign(text, results):
    return without_support(text, results, lambda p, rest, v: rounds(p.lstrip("+-"), rest, abs(v)))


@wrong(
    "unsupported_numbers",
    because="Each number is named once. Named it is as often as it stands in the text: each place has to be mended.",
)
def names_each_once(text, results):
    return list(dict.fromkeys(right.unsupported_numbers(text, results)))


@wrong(
    "verdict",
    because="The gain is rounded before it is judged. 1.004 with an error of 0.001 is a gain, and prints as 1.00. "
    "Judge first, round for the reader.",
)
def rounds_first(gain, error):
    return right.verdict(round(gain, 2), round(error, 2))


@wrong(
    "verdict",
    because="The error is left out: whatever lies above 1 is said to help. A gain within 2 of its errors "
    "may be chance.",
)
def forgets_the_error(gain, error):
    right.verdict(gain, error)
    return "helps" if gain > 1 else "hurts" if gain < 1 else "open"


@wrong(
    "verdict",
    because="One standard error is asked for. Chance alone is beyond that in one case of three: two of them.",
)
def asks_for_one_error(gain, error):
    return right.verdict(gain, error / 2)


@wrong(
    "write_proposal",
    because="The changes are sorted by their gain. A gain was measured with the changes before it in place, so the "
    "order given is the order of work.",
)
def sorts_by_gain(changes, results):
    return right.write_proposal(sorted(changes, key=lambda change: -results[change["gain"]]), results)


@lenient(
    "write_proposal",
    because="A change goes through whose reason is empty, or gives a number instead of a theory. Without a reason "
    "nobody knows whether the gain will still be there tomorrow; refuse it by the change's name.",
)
def asks_for_no_reason(changes, results):
    marked = [
        {
            **change,
            "why": "No reason." if re.search(r"\d", change["why"]) or not change["why"].strip() else change["why"],
        }
        for change in changes
    ]
    return right.write_proposal(marked, results)

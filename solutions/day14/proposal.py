"""A proposal whose numbers all come from results, and whose verdicts are passed before anything is rounded.

`results` is a flat dict {key: number}. A key is made of letters, digits, spaces and underscores. A *number* in a text
is a run of digits, maybe with a sign, commas between thousands, a decimal point with digits after it, an exponent:
-1,024 or 1.5e-5. What follows a letter, a digit, an underscore or a point directly begins none: g1, conv2 and v0.3 hold
no number.
"""

import math
import re
import string

_NUMBER = re.compile(r"(?<![\w.])[+-]?\d+(?:,\d{3})*(?:\.(?P<decimals>\d+))?(?:[eE](?P<power>[+-]?\d+))?")
_HEADS = {"helps": "What to change", "open": "Tried, and open", "hurts": "Tried, and worse"}


def claim(template, results):
    """Return the template with every field {key:format} replaced by format(results[key], format).

    Refused by a ValueError: by the name of the key, a field whose key is not in results, whose value is not finite, or
    which has no format; by the name `template`, one without any field, or with a number outside its fields.

    >>> claim("g1 is off by {rmse:.1e}, {x:.2f} times the bound", {"rmse": 9.13e-5, "x": 1.004})
    'g1 is off by 9.1e-05, 1.00 times the bound'
    """
    fields = list(string.Formatter().parse(template))  # (the text before it, key, format, conversion)
    _check_template(template, fields)
    text = ""
    for literal, key, spec, _ in fields:
        text += literal
        if key is not None:  # the text after the last field stands alone
            _check_field(key, spec, results)
            text += format(results[key], spec)
    return text


def unsupported_numbers(text, results):
    """Return the numbers of a text that do not follow from results: a list of str, as they stand there, in their order.

    A number follows if a value of the results, rounded to the last digit that is printed, is that number: 1.28 stands
    for 1.275 to 1.285, 9.1e-5 for 9.05e-5 to 9.15e-5. Before a % sign, with or without a space, the value is taken 100
    times.

    >>> unsupported_numbers("At 1.3 times the bound, 26% above it, in 14 s.", {"x": 1.26, "above": 0.2634})
    ['14']
    """
    return [found.group() for found in _NUMBER.finditer(text) if not _follows(found, text, results)]


def _follows(found, text, results):
    unit = 100 if re.match(r"\s?%", text[found.end() :]) else 1
    printed = float(found.group().replace(",", ""))
    last_digit = 10.0 ** (int(found["power"] or 0) - len(found["decimals"] or ""))
    return any(abs(printed - unit * value) <= last_digit * (0.5 + 1e-9) for value in results.values())


def verdict(gain, error):
    """Judge a change by the factor by which it lowers the error, and the standard error of that factor.

    Return "helps" where the gain is more than 2 errors above 1, "hurts" where it is more than 2 below 1, "open"
    between. A gain that is not finite or an error that is not (or is below 0) is refused by name.

    >>> verdict(1.004, 0.001), verdict(1.3, 0.2), verdict(0.9, 0.02)
    ('helps', 'open', 'hurts')
    """
    _check_verdict(gain=gain, error=error)
    if abs(gain - 1) <= 2 * error:
        return "open"
    return "helps" if gain > 1 else "hurts"


def write_proposal(changes, results):
    r"""Return a proposal in Markdown: what to change, what is open, what made it worse.

    Parameters
    ----------
    changes : list of dict
        Each of str: "change", its name, "why", the theory that leads one to expect it, without any number; "evidence",
        a template for `claim`; "gain", the key in results of the factor by which it lowers the error, whose standard
        error is under that key + " error"; and, for some, "figure", the path of a picture.

    Returns
    -------
    text : str
        Blocks with one empty line between two, and "\n" after the last. Three parts in this order, each begun by a
        block of its own: "## What to change" for what helps, "## Tried, and open", "## Tried, and worse" for what
        hurts; a part without changes is left out. Within a part the order given stays: a gain was measured with the
        changes before it in place. A change makes the blocks "### " and its name; why; evidence, filled in; and
        "![name](figure)" where it has one.

    Refused by the name of the change: an empty why (or nothing but spaces), a number in it, and what `claim` or
    `verdict` refuses.

    >>> scale = {"change": "Scale", "why": "Steps are small.", "evidence": "It gives {s:.1f}.", "gain": "s"}
    >>> write_proposal([scale], {"s": 8.0, "s error": 0.6})
    '## What to change\n\n### Scale\n\nSteps are small.\n\nIt gives 8.0.\n'
    """
    parts = {word: [] for word in _HEADS}
    for change in changes:
        gain, error = results[change["gain"]], results[change["gain"] + " error"]
        parts[_named(change, verdict, gain, error)].append(change)
    blocks = []
    for word, members in parts.items():
        if members:
            blocks.append(f"## {_HEADS[word]}")
        for change in members:
            blocks += _blocks(change, results)
    return "\n\n".join(blocks) + "\n"


def _blocks(change, results):
    _check_why(change)
    evidence = _named(change, claim, change["evidence"], results)
    figure = [f"![{change['change']}]({change['figure']})"] if "figure" in change else []
    return [f"### {change['change']}", change["why"], evidence, *figure]


def _named(change, function, *args):
    """Call a function; what it refuses is refused in the change's name."""
    try:
        return function(*args)
    except ValueError as error:
        raise ValueError(f"{change['change']}: {error}") from None


def _check_template(template, fields):
    if all(key is None for _, key, *_ in fields):
        raise ValueError(f"template has no number at all: {template!r}")
    for literal, *_ in fields:
        if found := _NUMBER.search(literal):
            raise ValueError(f"template has the number {found.group()} in its prose: {template!r}")


def _check_field(key, spec, results):
    if key not in results:
        raise ValueError(f"{key} is not in the results")
    if not spec or not math.isfinite(results[key]):
        raise ValueError(f"{key} must have a format and a finite value, got {spec!r} and {results[key]}")


def _check_verdict(gain, error):
    if not math.isfinite(gain):
        raise ValueError(f"gain must be finite, got {gain}")
    if not 0 <= error < math.inf:
        raise ValueError(f"error must be finite and not below 0, got {error}")


def _check_why(change):
    if not change["why"].strip() or _NUMBER.search(change["why"]):
        raise ValueError(f"{change['change']}: why must give a reason, without any number")

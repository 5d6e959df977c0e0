"""Other right ways to write day14/proposal."""

import math
import re
from decimal import Decimal

from grader.mutants import right
from solutions.day14 import proposal as reference


@right("claim")
def by_a_substitution(template, results):
    return re.sub(r"\{([^{}:!]+):([^{}]*)\}", lambda found: f"{results[found[1]]:{found[2]}}", template)


@right("unsupported_numbers")
def by_printing_again(text, results):
    """Print every result in the form that the number has, and compare the values."""
    missing = []
    for found in reference._NUMBER.finditer(text):
        printed = found.group()
        mantissa, _, power = printed.replace(",", "").lower().partition("e")
        decimals = len(mantissa.partition(".")[2])
        factor = 100 if text[found.end() :].lstrip()[:1] == "%" else 1
        shift = -int(power or 0)
        texts = [f"{factor * v * 10.0**shift:.{decimals}f}" for v in results.values() if math.isfinite(v)]
        if not any(float(other) == float(mantissa) for other in texts):
            missing.append(printed)
    return missing


@right("unsupported_numbers")
def in_decimals(text, results):
    values = [Decimal(repr(float(value))) for value in results.values() if math.isfinite(value)]
    missing = []
    for found in re.finditer(r"(?<![\w.])[+-]?(?:\d|(?<=\d),(?=\d{3}))+(?:\.\d+)?(?:[eE][+-]?\d+)?", text):
        number = Decimal(found.group().replace(",", ""))
        half = Decimal((0, (1,), number.as_tuple().exponent)) / 2
        scaled = [100 * v for v in values] if re.match(" ?%", text[found.end() :]) else values
        if all(abs(number - value) > half for value in scaled):
            missing.append(found.group())
    return missing


@right("verdict")
def by_cases(gain, error):
    if gain - 2 * error > 1:
        return "helps"
    if gain + 2 * error < 1:
        return "hurts"
    return "open"


@right("write_proposal")
def line_by_line(changes, results):
    text = ""
    for word, head in (("helps", "What to change"), ("open", "Tried, and open"), ("hurts", "Tried, and worse")):
        members = [c for c in changes if by_cases(results[c["gain"]], results[f"{c['gain']} error"]) == word]
        if members:
            text += f"## {head}\n\n"
        for member in members:
            text += f"### {member['change']}\n\n{member['why']}\n\n{by_a_substitution(member['evidence'], results)}\n\n"
            if member.get("figure"):
                text += f"![{member['change']}]({member['figure']})\n\n"
    return text.rstrip("\n") + "\n"

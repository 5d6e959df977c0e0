"""A proposal whose numbers all come from results, and whose verdicts are passed before anything is rounded.

`results` is a flat dict {key: number}. A key is made of letters, digits, spaces and underscores. A *number* in a text
is a run of digits, maybe with a sign, commas between thousands, a decimal point with digits after it, an exponent:
-1,024 or 1.5e-5. What follows a letter, a digit, an underscore or a point directly begins none: g1, conv2 and v0.3 hold
no number.
"""

import math
import re
import string


def claim(template, results):
    """Return the template with every field {key:format} replaced by format(results[key], format).

    Refused by a ValueError: by the name of the key, a field whose key is not in results, whose value is not finite, or
    which has no format; by the name `template`, one without any field, or with a number outside its fields.

    >>> claim("g1 is off by {rmse:.1e}, {x:.2f} times the bound", {"rmse": 9.13e-5, "x": 1.004})
    'g1 is off by 9.1e-05, 1.00 times the bound'
    """
    raise NotImplementedError


def unsupported_numbers(text, results):
    """Return the numbers of a text that do not follow from results: a list of str, as they stand there, in their order.

    A number follows if a value of the results, rounded to the last digit that is printed, is that number: 1.28 stands
    for 1.275 to 1.285, 9.1e-5 for 9.05e-5 to 9.15e-5. Before a % sign, with or without a space, the value is taken 100
    times.

    >>> unsupported_numbers("At 1.3 times the bound, 26% above it, in 14 s.", {"x": 1.26, "above": 0.2634})
    ['14']
    """
    raise NotImplementedError


def verdict(gain, error):
    """Judge a change by the factor by which it lowers the error, and the standard error of that factor.

    Return "helps" where the gain is more than 2 errors above 1, "hurts" where it is more than 2 below 1, "open"
    between. A gain that is not finite or an error that is not (or is below 0) is refused by name.

    >>> verdict(1.004, 0.001), verdict(1.3, 0.2), verdict(0.9, 0.02)
    ('helps', 'open', 'hurts')
    """
    raise NotImplementedError


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
    raise NotImplementedError

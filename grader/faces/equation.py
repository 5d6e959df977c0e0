"""Equations: from TeX to MathML for a browser, and to one line of plain text for a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

RAISED = dict(zip("0123456789+-=()niT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀ", strict=True))
LOWERED = dict(zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
ABOVE = {
    "^": "\u0302", "ˆ": "\u0302", "¯": "\u0304", "‾": "\u0304", "―": "\u0304", "~": "\u0303", "˜": "\u0303",
    "→": "\u20d7", "˙": "\u0307",
}  # fmt: skip
BRACE = "⏟"  # an underbrace
TIGHT = set("([{|‖⌊⌈⟨)]}⌋⌉⟩,;.:!/'′^_")  # operators that stand without space


def mathml(tex: str, *, display: bool) -> str:
    """Return an equation as MathML; ValueError where it is no TeX."""
    from latex2mathml.converter import convert

    if "\\href" in tex:
        raise ValueError("an equation has no links")
    try:
        # < and > of the text would pass as tags.
        source = tex.replace("<", r"\lt ").replace(">", r"\gt ")
        return convert(source, display="block" if display else "inline")
    except Exception as error:  # its errors have no base of their own
        raise ValueError(f"no TeX: {error}") from None


def plain(tex: str) -> str:
    """Return an equation as one line of text, with parentheses around long parts of fractions; as TeX if it is none."""
    try:
        tree = ElementTree.fromstring(mathml(tex, display=False))
    except (ValueError, ElementTree.ParseError):
        return tex
    text = re.sub(r"(^|[(\[{=<>≤≥≈,·⋅^→⇒←] ?)\s*([-+]) (?=\S)", r"\1\2", " ".join(_text(tree).split()))
    return re.sub(r"(\b[a-z]{2,}) \(", r"\1(", text).replace("( ", "(").replace("∂ ", "∂")


def _text(node: Element) -> str:
    tag = node.tag.rpartition("}")[2]
    return WAYS.get(tag, _row)(node)


def _row(node: Element) -> str:
    if len(node) == 1 and (node[0].text or "") == ",":
        return ","  # of 20{,}000
    return "".join(map(_text, node))


def _leaf(node: Element) -> str:
    return (node.text or "").replace("\u2061", "").replace("\xa0", " ")


def _word(node: Element) -> str:
    text = _leaf(node)
    return f"{text} " if len(text) > 1 and text.isalpha() else text


def _operator(node: Element) -> str:
    text = _leaf(node).replace("\u2212", "-")
    if not text.strip() or set(text) <= TIGHT:
        return f"{text} " if text in (",", ";") else text
    return f" {text} "


def _grouped(node: Element) -> str:
    """Return a part in parentheses, unless it is one thing."""
    text = _text(node).strip()
    return text if len(text) <= 1 or text.isalnum() or _is_one(node) else f"({text})"


def _is_one(node: Element) -> bool:
    tag = node.tag.rpartition("}")[2]
    if tag in ("mrow", "mstyle") and len(node) == 1:
        return _is_one(node[0])
    return tag in ("mi", "mn", "mtext", "msub", "msup", "msubsup", "msqrt", "mover")


def _fraction(node: Element) -> str:
    above, below = node
    return f"{_grouped(above)}/{_grouped(below)} "


def _root(node: Element) -> str:
    return f"√({_row(node).strip()})"


def _script(text: str, small: dict[str, str], sign: str) -> str:
    text = text.strip()
    if all(char in small for char in text) and (len(text) <= 2 or not text.isalpha()):
        return "".join(small[char] for char in text)
    return f"{sign}{text}" if text.isalnum() or len(text) == 1 else f"{sign}({text})"


def _base(node: Element) -> str:
    return _text(node).strip() if _is_one(node) or len(_text(node).strip()) <= 1 else _grouped(node)


def _below(node: Element) -> str:
    return _base(node[0]) + _script(_text(node[1]), LOWERED, "_")


def _raised(node: Element) -> str:
    if set(text := _text(node[1]).strip()) <= set("'′″*"):
        return _base(node[0]) + text
    return _base(node[0]) + _script(text, RAISED, "^")


def _both(node: Element) -> str:
    return _base(node[0]) + _script(_text(node[1]), LOWERED, "_") + _script(_text(node[2]), RAISED, "^") + " "


def _under(node: Element) -> str:
    if (node[1].text or "") == BRACE:
        return _text(node[0])
    if len(node[0]) == 2 and (node[0][1].text or "") == BRACE:
        return f"[{_text(node[0]).strip()}: {_text(node[1]).strip()}]"
    return _below(node) + ("" if node.tag.endswith("msub") else " ")


def _accent(node: Element) -> str:
    base, accent = _text(node[0]).strip(), _text(node[1]).strip()
    if accent in ABOVE and len(base) == 1:
        return unicodedata.normalize("NFC", base + ABOVE[accent])
    return f"{base}^({accent}) " if accent not in ABOVE else f"({base}){ABOVE[accent]}"


def _table(node: Element) -> str:
    return "; ".join(", ".join(_row(cell).strip() for cell in row) for row in node)


WAYS: dict[str, Callable[[Element], str]] = {
    "mi": _word,
    "mn": _leaf,
    "mtext": _leaf,
    "mo": _operator,
    "mspace": lambda _: " ",
    "mfrac": _fraction,
    "msqrt": _root,
    "msub": _under,
    "msup": _raised,
    "msubsup": _both,
    "munder": _under,
    "munderover": _both,
    "mover": _accent,
    "mtable": _table,
}

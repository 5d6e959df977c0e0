"""A page of HTML, whole in itself: Markdown with equations, and the look that all pages share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.course.files import write_whole
from grader.faces.equation import mathml


def write_page(template: str, path: Path, **given: Any) -> None:
    """Fill in a template and write the page."""
    import jinja2

    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    write_whole(path, environment.get_template(template).render(**given).encode())


def rendered(text: str, link: Callable[[str], str] = str) -> Any:
    """Return Markdown as HTML with MathML; tags in it are shown, not obeyed.

    `link` is given the address of each link and picture, and returns the one to use.
    """
    from markdown_it import MarkdownIt
    from markupsafe import Markup
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("js-default")
    markdown.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True, renderer=_equation)
    tokens = markdown.parse(text)
    for token in (child for block in tokens for child in block.children or ()):
        for attribute in ("href", "src"):
            if address := token.attrs.get(attribute):
                token.attrs[attribute] = link(str(address))
    return Markup(markdown.renderer.render(tokens, markdown.options, {})) if text else ""


def _equation(tex: str, options: dict[str, bool]) -> str:
    """Return an equation as MathML, which browsers draw themselves; as it was written where it is no TeX."""
    from markupsafe import escape

    try:
        return mathml(tex, display=options["display_mode"])
    except ValueError:
        return str(escape(tex))

"""Papers out of templates: PDF/UA by typst, Word by docxtpl. Both libraries are heavy, so they are read when needed."""

import io
import json
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.utils import timezone

# A template of the office is somebody's file: it may print, loop and choose, never reach into Python.
_FONTS = "static/fonts/Titillium_Web"
_DOTS_AN_INCH = 192


def typeset(template: Path, content: Mapping[str, Any], *, made_at: datetime | None = None) -> bytes:
    """Return the PDF of a template, tagged for who reads by ear (PDF/UA-1), with ``content`` as its ``content``.

    The template reads only the folder that it lies in. Raises typst.TypstError for a template that has no title or a
    picture without words, as the standard forbids.
    """
    import typst

    made = typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=(made_at or timezone.now()).replace(microsecond=0),
    )
    assert isinstance(made, bytes), "one document is asked for"
    return made


def as_picture(svg: str) -> bytes:
    """Return a drawing as a PNG, for Word, which draws no SVG of ours. The drawing is as wide as it says."""
    import typst

    page = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    made = typst.compile(
        page,
        format="png",
        ppi=_DOTS_AN_INCH,
        font_paths=_fonts(),
        sys_inputs={"svg": svg},
    )
    assert isinstance(made, bytes), "one page is asked for"
    return made


def fill_in(template: bytes, content: Mapping[str, Any], *, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Return the Word document of a template with its tags filled in.

    ``pictures`` are PNGs by the names under which ``content`` mentions them. Raises jinja2.TemplateError for a template
    whose tags cannot be read.
    """
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    document = DocxTemplate(io.BytesIO(template))
    drawn = {
        name: InlineImage(document, io.BytesIO(picture), width=Mm(150)) for name, picture in (pictures or {}).items()
    }
    document.render({**content, "pictures": drawn}, jinja_env=_words_only())
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def unknown_words(template: bytes, *, known: Collection[str]) -> set[str]:
    """Return the names that a template asks for and that ``known`` does not hold.

    Raises jinja2.TemplateError for tags that cannot be read, docx's and zipfile's errors for what is no Word document.
    """
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    return set(document.get_undeclared_template_variables(_words_only())) - set(known)


def _words_only() -> Any:
    """The environment of a template of the office: it prints words, loops and chooses.

    The usual sandbox is not enough. A picture knows its document, and the document reads and writes files: so nothing
    has attributes but the words themselves (dictionaries) and jinja's own loop.
    """
    from jinja2.sandbox import SandboxedEnvironment

    class WordsOnly(SandboxedEnvironment):
        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            is_plain = isinstance(obj, dict) or type(obj).__module__.startswith("jinja2")
            return is_plain and bool(super().is_safe_attribute(obj, attr, value))

    environment = WordsOnly(autoescape=True)
    environment.globals.clear()
    return environment


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The fonts of the pages and no others: a machine's own would make another paper elsewhere."""
    import typst

    folder = Path(str(files("bootstrap_italia_template").joinpath(_FONTS)))
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])

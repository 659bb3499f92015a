"""Word documents (.docx and its kin), without help: `extractors.word.body` reads their XML."""

from __future__ import annotations

from pathlib import Path

from extractors.blocks import make_document
from extractors.reader import reader
from extractors.word.body import read_word
from schemas.document import Document


@reader("docx")
def docx(path: Path, name: str) -> Document:
    """Read ``path``; anchors call it ``name``. There are no pages in a Word file, so no spots.

    Raises:
        ReadError: as `extractors.word.body.read_word` does.
    """
    story = read_word(path, name)
    return make_document(path, name, "docx", story.drafts, warnings=story.warnings, partial=story.partial)

"""From what a reader found to the blocks of a Document: numbered, anchored, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import file_digest
from pathlib import Path

from extractors.tables import NO_RULES, NO_WALLS, Draft, Grid, as_table, with_captions
from schemas.document import Anchor, Block, Document, Paragraph, Table

# XML 1.0 and UTF-8 cannot hold these; a text layer that contains them would break every output later.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def speakable(text: str) -> str:
    """``text`` with characters that no output can hold replaced one by one, so that offsets stay."""
    return _UNSPEAKABLE.sub("\ufffd", text)


def number_blocks(drafts: Iterable[Draft | Grid], name: str) -> tuple[Block, ...]:
    """Anchored blocks; blank paragraphs are left out, table captions taken from the lines above."""
    blocks: list[Block] = []
    tables = 0
    kept = [d for d in drafts if isinstance(d, Grid) or d.text.strip()]
    for draft in with_captions(kept):
        at = len(blocks)
        if isinstance(draft, Grid):
            tables += 1
            blocks.append(as_table(draft, name, at, tables))
        else:
            anchor = Anchor(
                name,
                at,
                end=len(draft.text),
                quote=draft.text,
                spots=draft.spots,
                sheet=draft.sheet,
                address=draft.address,
            )
            blocks.append(Paragraph(draft.text, anchor, draft.styled, draft.footnote))
    return tuple(blocks)


def make_document(
    path: Path,
    name: str,
    kind: str,
    drafts: Iterable[Draft | Grid],
    *,
    pages: int = 0,
    warnings: Iterable[str] = (),
    partial: bool = False,
) -> Document:
    """The Document of the file at ``path``, told as ``name``."""
    blocks = number_blocks(drafts, name)
    with path.open("rb") as opened:
        digest = file_digest(opened, "sha256").hexdigest()
    return Document(
        name,
        digest,
        kind,
        blocks,
        pages=pages,
        warnings=tuple(dict.fromkeys([*warnings, *_inferred(blocks)])),
        partial=partial,
        bytes=path.stat().st_size,
    )


def _inferred(blocks: Iterable[Block]) -> Iterator[str]:
    """Which tables were not drawn as such, in a sentence for each way."""
    tables = [block for block in blocks if isinstance(block, Table)]
    for doubt in (NO_WALLS, NO_RULES):
        numbers = [str(table.anchor.table) for table in tables if table.doubt == doubt]
        if numbers:
            yield f"表{'、'.join(numbers)}{doubt}，请留意"

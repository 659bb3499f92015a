"""The outline of a report, from its numbering. Styles and sizes lie too often to be more than a hint."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from extractors.labels import Label, find_label, reads_as_heading, run_in_heading
from schemas.document import Anchor, Block, Cell, Document, Paragraph, Section

_LONGEST_ENTRY = 100  # characters of a line in a table of contents, leaders included


@dataclass(slots=True)
class _Open:
    """A section while its end is not known yet."""

    label: Label
    title: str
    first: int
    path: tuple[str, ...]
    parent: int | None
    last: int = 0


def outline(document: Document) -> Document:
    """``document`` with its sections, the level of each heading, and the section in every anchor.

    A reader may leave a level in a paragraph as a hint that the author styled it as a heading. Levels
    that come back are depths in the tree: 1 for the outermost numbering that the document uses.
    """
    sections, levels = _tree(document.blocks)
    if not sections:
        return replace(document, blocks=tuple(_placed(b, "", _hint(b)) for b in document.blocks))
    names = _places(sections, len(document.blocks))
    blocks = tuple(_placed(block, names[at], levels.get(at, 0)) for at, block in enumerate(document.blocks))
    return replace(document, blocks=blocks, sections=tuple(_finish(s) for s in sections))


def _hint(block: Block) -> int:
    """Without any numbering the author's styles are all there is."""
    return block.level if isinstance(block, Paragraph) else 0


def _tree(blocks: tuple[Block, ...]) -> tuple[list[_Open], dict[int, int]]:
    """Sections in order of their headings, and the level of each heading's block."""
    sections: list[_Open] = []
    levels: dict[int, int] = {}
    stack: list[int] = []
    contents = _contents(blocks)
    for at, block in enumerate(blocks):
        found = None if at in contents else _heading(block)
        if found is None:
            continue
        label, title, alone = found
        while stack and not _inside(label, sections[stack[-1]].label):
            sections[stack.pop()].last = at - 1
        parent = stack[-1] if stack else None
        path = (*(sections[parent].path if parent is not None else ()), label.short)
        sections.append(_Open(label, title, at, path, parent))
        stack.append(len(sections) - 1)
        if alone:
            levels[at] = len(path)
    for index in stack:
        sections[index].last = len(blocks) - 1
    return sections, levels


def _contents(blocks: tuple[Block, ...]) -> range:
    """The blocks of a table of contents: from 目录 to where its first entry comes again as a heading."""
    starts = (
        at
        for at, block in enumerate(blocks)
        if isinstance(block, Paragraph) and re.sub(r"\s", "", block.text) == "目录"
    )
    start = next(starts, len(blocks))
    first: Label | None = None
    for at in range(start + 1, len(blocks)):
        block = blocks[at]
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_ENTRY:
            break
        label = find_label(block.text)
        if label is not None and first is None:
            first = label
        elif label is not None and first is not None and _again(label, first):
            return range(start, at)
    return range(0)


def _again(label: Label, first: Label) -> bool:
    """Same number, and a title that begins alike (entries carry leaders and page numbers)."""
    words = [re.sub(r"[\s.．·…\d]", "", one.title)[:4] for one in (label, first)]
    return (label.kind, label.short) == (first.kind, first.short) and words[0] == words[1]


def _heading(block: Block) -> tuple[Label, str, bool] | None:
    """Label, title, and whether the heading stands alone in its paragraph."""
    if not isinstance(block, Paragraph) or block.footnote:
        return None
    label = find_label(block.text)
    if label is None:
        return None
    if reads_as_heading(block.text, styled=block.level > 0):
        return label, label.title, True
    run_in = run_in_heading(block.text)
    if run_in:
        return label, run_in[len(label.printed) :], False
    return None


def _inside(label: Label, outer: Label) -> bool:
    """Whether a heading numbered like ``label`` stands under one numbered like ``outer``."""
    return label.rank > outer.rank and label.kind != outer.kind


def _places(sections: list[_Open], count: int) -> list[str]:
    """For every block the readable path of the innermost section it stands in."""
    names = [""] * count
    for section in sections:  # inner sections come later and overwrite outer ones
        name = "".join(section.path)
        names[section.first : section.last + 1] = [name] * (section.last + 1 - section.first)
    return names


def _finish(section: _Open) -> Section:
    return Section(
        section.label.printed,
        section.title,
        len(section.path),
        section.path,
        section.first,
        section.last,
        section.parent,
    )


def _placed(block: Block, name: str, level: int) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, anchor=_at(block.anchor, name), level=level)
    if name == block.anchor.section:
        return block
    moved: dict[int, Cell] = {}
    for cell in block.cells():
        values = [*_of_cell(cell)]
        values[_ANCHOR] = _at(cell.anchor, name)
        moved[id(cell)] = Cell(*values)
    rows = tuple(tuple(moved[id(c)] if c is not None else None for c in row) for row in block.rows)
    return replace(block, rows=rows, anchor=_at(block.anchor, name))


# As replace() does it, but the fields are looked up once: a report has thousands of cells.
_of_cell, _of_anchor = (attrgetter(*(each.name for each in fields(of))) for of in (Cell, Anchor))
_ANCHOR = [each.name for each in fields(Cell)].index("anchor")
_SECTION = [each.name for each in fields(Anchor)].index("section")


def _at(anchor: Anchor, name: str) -> Anchor:
    if name == anchor.section:
        return anchor
    values = [*_of_anchor(anchor)]
    values[_SECTION] = name
    return Anchor(*values)

"""Plain text and Markdown, as reports are pasted into mails: headings with #, tables with tabs, pipes or <table>.

A .csv or .tsv is a worksheet without formats. Where the original had a page break the pasted text has a blank line, in the middle of a sentence or of a table.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from extractors.blocks import make_document, speakable
from extractors.continued import join
from extractors.hypertext import Page, parse
from extractors.joining import ends_sentence, goes_on
from extractors.labels import find_label, reads_as_heading
from extractors.plain import join_lines
from extractors.reader import reader
from extractors.sheets.regions import drafts_of
from extractors.sheets.separated import separated
from extractors.sniff import decode
from extractors.tables import Draft, Grid, typed_grid
from schemas.document import Document
from schemas.errors import DamagedFile, EmptyFile

_HASHES = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_PIPE_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")  # under the header
_LONG_RULE = re.compile(
    r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?\s*$"
)  # anywhere; "-" and "--" say “none”
_OPENS, _OPENS_INSIDE = (
    re.compile(r"\s*<table[\s>]", re.IGNORECASE),
    re.compile(r"<table[\s>]", re.IGNORECASE),
)
_TITLE = re.compile(r"(?:报告|自评表|总结|方案|说明|材料|情况表)\s*$")  # a document's or a table's own name
_MOST_COLUMNS = 1000  # a line with more marks is no row of anything printed
_CLOSING = frozenset("，。、；：！？）」』”’》")  # nothing begins with these
_BROKEN_LINES = 8  # fewer say nothing of a margin
_RAGGED = 8  # a figure or a word is not broken, nor a stop set at the head of a line
_MOSTLY = 0.9
_WRAPPED_FROM = 16  # characters; a shorter line was not broken by a margin


@reader("text")
def text(path: Path, name: str) -> Document:
    """Read ``path``, anchors call it ``name``; utf-8, gb18030 or utf-16.

    Raises:
        DamagedFile: no encoding makes text of it.
        EmptyFile: only blanks.
    """
    content = decode(path.read_bytes())
    if content is None:
        raise DamagedFile(name, "文字编码无法辨认", "请另存为 UTF-8 编码的文本，或提交 .docx")
    content = speakable(content)
    if Path(name).suffix.lower() in {".csv", ".tsv"}:
        drafts = drafts_of(separated(content, name), name)
    else:
        drafts = _drafts(content.splitlines(), name)
    if not drafts:
        raise EmptyFile(name, "文件里只有空白", "请重新导出或重新上传这份材料")
    return make_document(path, name, "text", drafts)


def _drafts(lines: list[str], name: str) -> list[Draft | Grid]:
    """Paragraphs and tables in order, what blank lines cut put together again."""
    out: list[Draft | Grid] = []
    at = 0
    blank_above = True
    margin = _margin(lines)
    while at < len(lines):
        if not lines[at].strip(" \t\r\n\f\u3000\xa0"):
            blank_above = True
            at += 1
            continue
        end = _markup_end(lines, at)
        if end > at:
            page = Page(parse("\n".join(lines[at:end]), name), name)
            out += page.drafts()
            at, blank_above = end, False
            continue
        end = _table_end(lines, at)
        if end > at:
            _add_grid(out, _grid(lines[at:end]))
            at = end
        else:
            full = not blank_above and at > 0 and 0 < margin <= len(lines[at - 1].rstrip())
            _add_line(out, lines[at], blank_above, full=full)
            at += 1
        blank_above = False
    return out


def _markup_end(lines: list[str], start: int) -> int:
    """The line after the <table> that begins at ``start``; ``start`` itself when none does or it never ends."""
    if not _OPENS.match(lines[start]):
        return start
    depth = 0
    for at in range(start, len(lines)):
        depth += len(_OPENS_INSIDE.findall(lines[at])) - lines[at].lower().count("</table>")
        if depth <= 0:
            return at + 1
    return start


def _table_end(lines: list[str], start: int) -> int:
    """The line after the table that begins at ``start``; ``start`` itself when none does."""
    if max(lines[start].count("|"), lines[start].count("\t")) > _MOST_COLUMNS:
        return start
    split = _is_pipe_row if _is_pipe_row(lines[start]) else _is_tab_row
    end = start
    while end < len(lines) and split(lines[end], within=end > start):
        end += 1
    only = lines[start:end]
    if len(only) == 1 and only[0].strip().count("\t") + only[0].strip(" |").count("|") < 2:
        return start  # one line with a single tab is a sentence with a gap
    return end


def _is_tab_row(line: str, *, within: bool = False) -> bool:
    return "\t" in line.strip() or line.count("\t") > 2 or (within and "\t" in line)


def _is_pipe_row(line: str, *, within: bool = False) -> bool:
    bare = line.strip()
    return bare.count("|") > (0 if within else 1) and (bare.startswith("|") or within)


def _grid(lines: list[str]) -> Grid:
    if _is_pipe_row(lines[0]):
        rows = [line.strip() for line in lines]
        kept = [
            row for at, row in enumerate(rows) if not (_PIPE_RULE if at == 1 else _LONG_RULE).fullmatch(row)
        ]
        return typed_grid([_pipe_cells(row) for row in kept])
    return typed_grid([[_unmarked(cell) for cell in line.rstrip("\r\n").split("\t")] for line in lines])


def _pipe_cells(line: str) -> list[str]:
    inner = line.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    cells = re.split(r"(?<!\\)\|", inner)
    return [re.sub(r"<br\s*/?>", "\n", _unmarked(cell.replace("\\|", "|"))) for cell in cells]


def _unmarked(text: str) -> str:
    return text.replace("**", "").strip()


def _add_grid(out: list[Draft | Grid], grid: Grid) -> None:
    """A table, or the rest of the one before it when only blank lines part them."""
    if out and isinstance(out[-1], Grid):
        joined = join(out[-1], grid)
        if joined is not None:
            out[-1] = joined
            return
    out.append(grid)


def _margin(lines: list[str]) -> int:
    """From how many characters a line is one that a program broke by counting; 0 where none did.

    In such a text blank lines part the paragraphs, and nearly every line with another right below it is full.
    """
    broken, parted = [], 0
    for line, below in pairwise(lines):
        if not line.strip() or _HASHES.match(line.strip()) or _is_tab_row(line) or _is_pipe_row(line):
            continue
        if not below.strip():
            parted += 1
        elif find_label(below) is None and not _is_pipe_row(below) and not _is_tab_row(below):
            broken.append(len(line.rstrip()))
    if len(broken) < _BROKEN_LINES or parted < _BROKEN_LINES:
        return 0
    margin = max(broken) - _RAGGED
    full = sum(length >= margin for length in broken)
    return margin if margin >= _WRAPPED_FROM and full >= _MOSTLY * len(broken) else 0


def _add_line(out: list[Draft | Grid], line: str, blank_above: bool, *, full: bool = False) -> None:
    """A paragraph, or the rest of the one before it when a page or a margin cut the sentence.

    ``full``: the line right above reaches the margin, so that a stop at its end need not end the paragraph.
    """
    heading = _HASHES.match(line.strip())
    draft = Draft(_unmarked(heading[2] if heading else line), styled=len(heading[1]) if heading else 0)
    before = out[-1] if out else None
    if isinstance(before, Draft) and not before.styled and not draft.styled:
        cut = goes_on(before.text, draft.text) if blank_above else _wrapped(before.text, draft.text, full)
        if cut:
            out[-1] = replace(before, text=join_lines([before.text, draft.text])[0])
            return
    out.append(draft)


def _wrapped(before: str, after: str, full: bool) -> bool:
    """Whether ``after``, on the very next line, is the same paragraph."""
    if after.strip()[:1] in _CLOSING or (full and find_label(after) is None):
        return True
    if reads_as_heading(before) or _TITLE.search(before):
        return False
    long_enough = len(before) >= _WRAPPED_FROM and not ends_sentence(before)
    return goes_on(before, after) or (
        long_enough and len(after) >= _WRAPPED_FROM and find_label(after) is None
    )

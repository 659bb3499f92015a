"""Sentences and tables that the author cut by hand at a page break, put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractors.continued import join
from extractors.joining import goes_on
from extractors.plain import join_lines
from extractors.tables import Draft, Grid


def mended(drafts: Iterable[Draft | Grid]) -> Iterator[Draft | Grid]:
    """``drafts`` with what a page break cut put together; blank ones, which may hold the break, are left out."""
    held: Draft | Grid | None = None
    breaks: list[Draft] = []
    for draft in drafts:
        if isinstance(draft, Draft) and not draft.text.strip():
            breaks.append(draft)
            continue
        joined = _rejoined(held, draft, breaks)
        if joined is None and held is not None:
            yield held
        held = draft if joined is None else joined
        breaks = []
    if held is not None:
        yield held


def _rejoined(held: Draft | Grid | None, draft: Draft | Grid, breaks: list[Draft]) -> Draft | Grid | None:
    page_break = any(blank.breaks_page for blank in breaks)
    if isinstance(held, Grid) and isinstance(draft, Grid):
        return join(held, draft) if page_break else None
    if not isinstance(held, Draft) or not isinstance(draft, Draft) or (breaks and not page_break):
        return None
    if held.styled or draft.styled or held.apart or draft.apart or held.footnote or draft.footnote:
        return None
    if not goes_on(held.text, draft.text):
        return None
    return replace(held, text=join_lines([held.text, draft.text])[0])

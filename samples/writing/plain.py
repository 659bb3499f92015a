"""Submissions as text, tables with a tab between cells, as copied out of a viewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writing.grid import LAYOUTS, grid, place
from writing.prose import blocks

if TYPE_CHECKING:
    from writing.content import Form, Output, Submission


def txt(submission: Submission, output: Output) -> bytes:
    """The parts of ``submission`` that ``output`` holds, as UTF-8 text."""
    lines: list[str] = []
    for part in output.parts:
        if part == "report":
            lines += [submission.title, "", *(block.text for block in blocks(submission.report)), ""]
        else:
            lines += [submission.form.title, "", *_table(submission.form), ""]
    return "\n".join(lines).encode()


def _table(form: Form) -> list[str]:
    """One field per column; a cell that reaches further leaves the fields after it empty."""
    lines = grid(form)
    texts = [[""] * len(LAYOUTS[form.variant].widths) for _ in lines]
    for r, c, cell in place(lines):
        texts[r][c] = cell.text.replace("\n", "")
    return ["\t".join(row) for row in texts]

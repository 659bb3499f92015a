"""The parts of README.md that a bench writes, each between two marks."""

from __future__ import annotations

from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
LINKING, PLANTED, SLIPS = "读数和归名", "植入的缺陷", "植入的差错"  # one for each bench of `make accuracy`


def marks(name: str) -> tuple[str, str]:
    """The lines before and behind the part."""
    return f"<!-- make accuracy 改写：{name} -->", f"<!-- 改写到这里：{name} -->"


def written(text: str, name: str, part: str) -> str:
    """``text`` with what stands between the marks of ``name`` replaced.

    Raises:
        ValueError: the marks are not there, once each and in order.
    """
    begin, end = marks(name)
    before, first, rest = text.partition(f"{begin}\n")
    _, last, after = rest.partition(f"{end}\n")
    if not first or not last or begin in rest or end in before + after:
        raise ValueError(f"README.md：应当各有一行“{begin}”和“{end}”，表写在两行之间")
    return f"{before}{first}{part}\n\n{last}{after}"


def rewrite(name: str, part: str) -> None:
    """Write ``part`` into README.md.

    Raises:
        ValueError: README.md has no such marks.
    """
    README.write_text(written(README.read_text(encoding="utf-8"), name, part), encoding="utf-8")

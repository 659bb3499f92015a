"""Findings of planted reports held against the plants; findings of consistent ones counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from extractors.quantities import read_cell
from tests.bench.extraction.matching import squeezed
from tests.bench.findings.matching import Paragraphs, at_place, cites

Record = dict[str, Any]
Statistic = Callable[[Sequence["Sheet"]], float | None]
LOUD = ("error", "warning")
_DRAWS = 1000
_TAIL = 25  # of _DRAWS: 2.5 %


@dataclass(slots=True)
class Outcome:
    """One plant, and the findings that cite it, each with the indices of the evidence that does."""

    plant: Record
    found: list[tuple[Record, list[int]]] = field(default_factory=list)

    def at(self, *severities: str) -> bool:
        """Whether a finding of one of these severities cites it."""
        return any(finding["severity"] in severities for finding, _ in self.found)


@dataclass(slots=True)
class Sheet:
    """One submission: its plants, what was said of them, what was said beside, and what was said before any planting.

    ``led``: findings that cite none of the plants but words of a planted paragraph, and were not made before: a part
    that cannot be read any more is missing from its sum. They count neither way. ``fair``: rows that a reader may
    remark on in the consistent report as well.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    true: Counter[str] = field(default_factory=Counter)  # by severity
    false: list[Record] = field(default_factory=list)
    led: list[Record] = field(default_factory=list)
    clean: list[Record] = field(default_factory=list)
    fair: set[str] = field(default_factory=set)


def sheets(planted: Path, clean: Path, plants: Iterable[Record]) -> list[Sheet]:
    """A sheet for each submission, from the findings.jsonl of the two audits."""
    root = clean / "submissions"
    names = sorted({str(path.parent.relative_to(root)) for path in root.rglob("*") if path.is_file()})
    made = {name: Sheet() for name in names}
    for remark in _lines(planted / "remarks.jsonl"):
        made[remark["folder"]].fair.add(squeezed(remark["row"]))
    for plant in plants:
        made[_folder(plant)].outcomes.append(Outcome(plant))
    for finding in _lines(clean / "out" / "findings.jsonl"):
        sheet = made[_folder(finding)]
        if not _is_remark(finding, sheet):
            sheet.clean.append(finding)
    paragraphs = Paragraphs(planted)
    for finding in _lines(planted / "out" / "findings.jsonl"):
        _count(finding, made[_folder(finding)], paragraphs)
    return list(made.values())


def _folder(record: Record) -> str:
    return str(Path(record["document"]).parent)


def _lines(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _is_remark(finding: Record, sheet: Sheet) -> bool:
    """Whether it says of a row, and of its goal and result only, that the one is far from the other."""
    roles = {evidence["role"] for evidence in finding["evidence"]}
    rows = {(evidence["table"], evidence["row"], evidence["sheet"]) for evidence in finding["evidence"]}
    about_one_row = len(rows) == 1 and roles == {"target", "actual"}
    return about_one_row and finding["severity"] == "warning" and squeezed(finding["subject"]) in sheet.fair


def _count(finding: Record, sheet: Sheet, paragraphs: Paragraphs) -> None:
    """True where it cites a planted figure, whatever else it says of it."""
    stood = any(each["message"] == finding["message"] for each in sheet.clean)
    mine = [] if stood else sheet.outcomes  # what was said before is not of the plant, wherever it stands
    hits = [(o, at) for o in mine if (at := cites(finding, o.plant, paragraphs))]
    for outcome, at in hits:
        outcome.found.append((finding, at))
    if hits:
        sheet.true[finding["severity"]] += 1
    elif not stood and _is_led(finding, sheet, paragraphs):
        sheet.led.append(finding)
    elif not _is_remark(finding, sheet):
        sheet.false.append(finding)


def _is_led(finding: Record, sheet: Sheet, paragraphs: Paragraphs) -> bool:
    """Whether it stands on a planted paragraph."""
    places = [o.plant["place"] for o in sheet.outcomes if "paragraph" in o.plant["place"]]
    return any(at_place(each, place, paragraphs) for each in finding["evidence"] for place in places)


def precision(severity: str) -> Statistic:
    """Share of the findings of ``severity`` that cite a planted figure."""

    def share(chosen: Sequence[Sheet]) -> float | None:
        true = sum(sheet.true[severity] for sheet in chosen)
        false = sum(each["severity"] == severity for sheet in chosen for each in sheet.false)
        return true / (true + false) if true + false else None

    return share


def recall(*severities: str, family: str = "", kind: str = "") -> Statistic:
    """Share of the plants that a finding of one of ``severities`` cites; without any: of the plant's own or worse."""

    def share(chosen: Sequence[Sheet]) -> float | None:
        fits = [
            outcome
            for sheet in chosen
            for outcome in sheet.outcomes
            if family in ("", outcome.plant["family"]) and kind in ("", outcome.plant["kind"])
        ]
        return (
            sum(outcome.at(*(severities or _due(outcome))) for outcome in fits) / len(fits) if fits else None
        )

    return share


def _due(outcome: Outcome) -> tuple[str, ...]:
    return LOUD if outcome.plant["severity"] == "warning" else ("error",)


def alarms(severity: str) -> Statistic:
    """Findings of ``severity`` for each consistent report."""
    return lambda chosen: sum(e["severity"] == severity for s in chosen for e in s.clean) / len(chosen)


def accused(chosen: Sequence[Sheet]) -> float:
    """Share of the consistent reports that are accused of any error."""
    return sum(any(e["severity"] == "error" for e in s.clean) for s in chosen) / len(chosen)


def only_suspect(chosen: Sequence[Sheet]) -> float | None:
    """How often the planted figure is the only suspect, of the plants that arithmetic found."""
    return _mean([len(told) == 1 and bool(own) for _, told, own in _localised(chosen)])


def among_suspects(chosen: Sequence[Sheet]) -> float | None:
    """How often it is one of the suspects."""
    return _mean([bool(own) for _, _, own in _localised(chosen)])


def suggested(chosen: Sequence[Sheet]) -> float | None:
    """How often the value suggested for it is the true one, where it is the only suspect."""
    return _mean(
        [_is_right(own[0], plant) for plant, told, own in _localised(chosen) if len(told) == 1 and own]
    )


def arithmetic(chosen: Sequence[Sheet]) -> int:
    """How many plants arithmetic found."""
    return len(_localised(chosen))


def _is_right(suspect: Record, plant: Record) -> bool:
    read = read_cell(suspect["suggested"]) if suspect["suggested"] else None
    return read is not None and read.number == Decimal(plant["truth"])


def _localised(chosen: Sequence[Sheet]) -> list[tuple[Record, list[Record], list[Record]]]:
    """Mistyped figures that a finding at warning or worse proves by arithmetic, its suspects, and those that are the figure.

    Of several findings the first that is no other's consequence speaks, as it does to a reader.
    """
    found: list[tuple[Record, list[Record], list[Record]]] = []
    for outcome in (outcome for sheet in chosen for outcome in sheet.outcomes):
        proofs = [
            (finding, at)
            for finding, at in outcome.found
            if finding["severity"] in LOUD and any(each["strict"] for each in finding["relations"])
        ]
        if proofs and outcome.plant["truth"] is not None:
            finding, at = min(proofs, key=lambda proof: proof[0]["root"] is not None)
            own = [each for each in finding["suspects"] if each["evidence"] in at]
            found.append((outcome.plant, finding["suspects"], own))
    return found


def _mean(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None


def between(chosen: Sequence[Sheet], statistic: Statistic) -> tuple[float, float] | None:
    """The middle 95 % of ``statistic`` over documents drawn again and again."""
    random = Random(1)  # noqa: S311
    drawn = [statistic(random.choices(chosen, k=len(chosen))) for _ in range(_DRAWS)]
    values = sorted(value for value in drawn if value is not None)
    if len(values) < _DRAWS // 2:
        return None
    return values[len(values) * _TAIL // _DRAWS], values[len(values) * (_DRAWS - _TAIL) // _DRAWS - 1]

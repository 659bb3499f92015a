"""Chooses errors for a submission, makes them, and tells of each what gives it away."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from tests.bench.heldout.blocks import Table
from tests.bench.heldout.generate import Document, Submission, save, submissions
from tests.bench.heldout.plant import (
    kinds_money,
    kinds_rates,
    kinds_results,
    kinds_scores,
    kinds_sums,
    kinds_words,
    kinds_years,
)
from tests.bench.heldout.plant.draft import Draft, Kind, apply, number_of, stands_for
from tests.bench.heldout.plant.scene import NUMERAL, Mention, Place, look
from tests.bench.heldout.plant.witness import Proof, Ties

KINDS: tuple[Kind, ...] = (
    *kinds_money.KINDS,
    *kinds_sums.KINDS,
    *kinds_rates.KINDS,
    *kinds_results.KINDS,
    *kinds_scores.KINDS,
    *kinds_years.KINDS,
    *kinds_words.KINDS,
)
MUCH = Decimal("1.3")  # 130 % of a goal want a reason: 财预〔2020〕10号 and what bureaus make of it
_TRIES = 12  # places of a kind that are looked at before another kind has its turn
_SHOWN = 6  # proofs told of one plant


@dataclass(frozen=True, slots=True)
class Plant:
    """An error as made: ``before`` and ``truth`` are what stood there."""

    kind: Kind
    draft: Draft
    before: str
    truth: Decimal | None


def planted(count: int, seed: int, split: str, most: int = 3) -> Iterator[tuple[Submission, list[Plant]]]:
    """Submissions with one to ``most`` errors each. Kinds that were used least have the first choice."""
    used: Counter[tuple[str, str]] = Counter()
    for submission in submissions(count, seed, split):
        random = Random(f"plant/{seed}/{submission.case.half}/{submission.case.id}")  # noqa: S311
        plants = plant(submission, random, random.randint(1, most), used)
        for each in plants:
            used[each.kind.family, each.kind.name] += 1
        yield submission, plants


def plant(
    submission: Submission, random: Random, number: int, used: Counter[tuple[str, str]] | None = None
) -> list[Plant]:
    """Make up to ``number`` errors in ``submission`` that something else in it gives away."""
    scene = look(submission)
    ties = Ties(scene)
    turns = list(KINDS)
    random.shuffle(turns)
    turns.sort(key=lambda kind: (used or Counter())[kind.family, kind.name])
    chosen: list[tuple[Kind, Draft]] = []
    for kind in turns:
        if len(chosen) == number:
            break
        drafts = kind.drafts(scene, ties, random)
        random.shuffle(drafts)
        fits = next((d for d in drafts[:_TRIES] if _is_fair(d, ties, [c for _, c in chosen])), None)
        if fits:
            chosen.append((kind, fits))
    return [_made(kind, draft) for kind, draft in chosen]


def _is_fair(draft: Draft, ties: Ties, others: list[Draft]) -> bool:
    """Whether a reader can see it, and none of the ``others`` meddles. Fills in the proofs and what they touch."""
    places = {other.place.key for other in others}
    taken = frozenset[str]().union(*(other.touched for other in others))
    if draft.place.key in places:
        return False
    mention = draft.mention
    if mention is not None:
        now, was = stands_for(mention, draft.words), mention.interval
        if now is None or was is None or (now[0] <= was[1] and was[0] <= now[1]):
            return False
        draft.proofs = [*draft.proofs, *ties.proofs(mention, now)]
        own = {mention.same, *(m.same for proof in draft.proofs for m in proof.mentions)}
        draft.touched |= own
    sound = [p for p in draft.proofs if not any(m.place.key in places for m in p.mentions)]
    return not draft.touched & taken and any(proof.is_fair for proof in sound)


def _made(kind: Kind, draft: Draft) -> Plant:
    before = draft.place.text[draft.at : draft.end]
    truth = number_of(draft.mention) if draft.mention is not None else None
    apply(draft)
    return Plant(kind, draft, before, truth)


def write_planted(out: Path, count: int, seed: int, split: str, most: int = 3) -> list[dict[str, Any]]:
    """Write the submissions and plants.jsonl below ``out``; what the file says comes back."""
    records: list[dict[str, Any]] = []
    far: list[dict[str, Any]] = []
    for submission, plants in planted(count, seed, split, most):
        write_documents(out, submission)
        far += remarks(submission)
        records += [record(submission, each, number) for number, each in enumerate(plants, 1)]
    for name, lines in (("plants", records), ("remarks", far)):
        text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
        (out / f"{name}.jsonl").write_text(text, encoding="utf-8", newline="\n")
    return records


def remarks(submission: Submission) -> Iterator[dict[str, Any]]:
    """Rows that exceed their goal by far and give no reason, in consistent reports too: to say so is fair."""
    case = submission.case
    for row in case.rows.values():
        if not (isinstance(row.target, Decimal) and isinstance(row.actual, Decimal)) or row.key in case.notes:
            continue
        much, little = (row.target, row.actual) if row.operator == "≤" else (row.actual, row.target)
        if little and much > little * MUCH:
            folder = str(Path(submission.documents[0].path).parent)
            yield {"folder": folder, "row": row.name}


def write_documents(out: Path, submission: Submission) -> None:
    """The files of ``submission`` below ``out``/submissions."""
    for document in submission.documents:
        path = out / "submissions" / document.path
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, document)


def record(submission: Submission, plant: Plant, number: int) -> dict[str, Any]:
    """A line of plants.jsonl."""
    draft = plant.draft
    value = None
    if plant.truth is not None:
        found = NUMERAL.search(draft.words)
        assert found
        value = Decimal(found[0].replace(",", ""))
    return {
        "id": f"{submission.case.id}:{number}",
        "submission": submission.case.id,
        "half": submission.case.half,
        "document": draft.place.document.path,
        "family": plant.kind.family,
        "kind": plant.kind.name,
        "severity": plant.kind.severity,
        "before": plant.before,
        "after": draft.words,
        "value": None if value is None else str(value),
        "truth": None if plant.truth is None else str(plant.truth),
        "size": _size(value, plant.truth, plant.before, draft.words),
        "place": placed(draft.place),
        "needles": list(draft.needles),
        "wide": draft.wide,
        "proof": [
            {"how": p.how, "near": p.near, "places": [_said(m) for m in p.mentions]}
            for p in _telling(draft.proofs)
        ],
    }


def _telling(proofs: list[Proof]) -> list[Proof]:
    """Fair ones first, near ones before far ones."""
    return sorted(proofs, key=lambda p: (not p.is_fair, not p.near))[:_SHOWN]


def _size(value: Decimal | None, truth: Decimal | None, before: str, after: str) -> str | None:
    """How large the slip is beside the truth; None for words and slips of a unit."""
    if value is None or not truth or NUMERAL.sub("", before) != NUMERAL.sub("", after):
        return None
    return f"{abs(value - truth) / truth:.4f}"


def _said(mention: Mention) -> dict[str, Any]:
    return {**placed(mention.place), "printed": mention.printed}


def placed(place: Place) -> dict[str, Any]:
    """Where it is, as it is printed now."""
    if not isinstance(place.block, Table):
        return {"document": place.document.path, "paragraph": place.text}
    tables = [block for block in place.document.blocks if isinstance(block, Table)]
    cells = place.block.placed()[1]
    column = sorted(c for r, c in cells if r == place.row)[place.index]
    said = {"said": True} if place.paragraph else {}
    return {
        "document": place.document.path,
        "table": tables.index(place.block) + 1,
        "row": place.row + 1 + _lines_above(place.document, place.block),
        "column": column + 1,
        "text": place.cell.text,
        **said,
    }


def _lines_above(document: Document, table: Table) -> int:
    """Lines that a workbook prints above the form: its title, and the year."""
    if not document.path.endswith(".xlsx"):
        return 0
    return 2 if table.subtitle else 1

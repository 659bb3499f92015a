"""Planted errors: the same twice over, one place each, given away by something else; and findings matched to them."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from extractors.reader import read
from schemas.document import Table as Tabled
from tests.bench.findings.matching import Paragraphs, cites
from tests.bench.findings.scoring import (
    Outcome,
    Sheet,
    alarms,
    among_suspects,
    arithmetic,
    between,
    only_suspect,
    precision,
    recall,
    suggested,
)
from tests.bench.heldout.generate import Submission, submissions
from tests.bench.heldout.markup import Paragraph
from tests.bench.heldout.plant import slips
from tests.bench.heldout.plant.draft import stands_for
from tests.bench.heldout.plant.planting import KINDS, planted, record, write_planted
from tests.bench.heldout.plant.relations import relations
from tests.bench.heldout.plant.scene import look
from tests.bench.heldout.plant.witness import Ties

Printed = dict[tuple[str, int, int, int], str]


def _printed(submission: Submission) -> Printed:
    """Every paragraph and cell, by document, block, row and place in the row."""
    found: Printed = {}
    for document in submission.documents:
        for number, block in enumerate(document.blocks):
            if isinstance(block, Paragraph):
                found[document.path, number, 0, 0] = block.text
                continue
            for r, row in enumerate(block.rows):
                found |= {(document.path, number, r, c): cell.text for c, cell in enumerate(row)}
    return found


@pytest.mark.parametrize("split", ["c", "d", "e"])
def test_the_same_seed_plants_the_same_errors(split: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert write_planted(first, 4, 7, split) == write_planted(second, 4, 7, split)
    files = [sorted(p.relative_to(folder) for p in folder.rglob("*.*")) for folder in (first, second)]
    assert files[0] == files[1]
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in files[0])


@pytest.mark.parametrize("split", ["c", "d", "e"])
def test_every_plant_changes_one_place_and_nothing_else_changes(split: str) -> None:
    for clean, (now, plants) in zip(submissions(12, 3, split), planted(12, 3, split), strict=True):
        before, after = _printed(clean), _printed(now)
        assert before.keys() == after.keys()
        changed = {key for key in before if before[key] != after[key]}
        assert 1 <= len(plants) == len(changed)
        texts = Counter(after[key] for key in changed)
        for plant in plants:
            told = record(now, plant, 1)["place"]
            assert texts[told.get("paragraph", told.get("text"))] > 0


@pytest.mark.parametrize("split", ["c", "d", "e"])
def test_the_consistent_report_contradicts_what_is_planted(split: str) -> None:
    """Looked at afresh: a figure that stands for the new number is not possible beside what else is printed."""
    figures = 0
    for clean, (now, plants) in zip(submissions(12, 5, split), planted(12, 5, split), strict=True):
        scene = look(clean)
        ties = Ties(scene)
        for number, plant in enumerate(plants, 1):
            told = record(now, plant, number)
            assert told["proof"]
            if plant.draft.mention is None:
                continue
            figures += 1
            old = plant.draft.mention
            twins = [m for m in scene.mentions if m.same == old.same and m.printed == plant.before]
            assert twins
            interval = stands_for(twins[0], plant.draft.words)
            assert interval is not None
            low, high = twins[0].interval or (Decimal(0), Decimal(0))
            assert interval[1] < low or high < interval[0], "beyond its own rounding"
            known = any(ties.proofs(twin, interval) for twin in twins) or plant.draft.proofs
            assert known, told
    assert figures


@pytest.mark.parametrize("split", ["c", "d", "e"])
def test_relations_hold_in_consistent_reports(split: str) -> None:
    """Those of the content and the form do: what Ties leaves out is the odd one of a hundred."""
    for submission in submissions(8, 2, split):
        scene = look(submission)
        kept = Ties(scene).relations
        results = {(r.result, r.members) for r in relations(scene)}
        assert len(results) - len({(r.result, r.members) for r in kept}) <= max(2, len(results) // 20)


def test_every_kind_finds_a_place() -> None:
    used = Counter(
        (p.kind.family, p.kind.name) for split in "cde" for _, ps in planted(40, 7, split) for p in ps
    )
    assert set(used) == {(kind.family, kind.name) for kind in KINDS}
    assert max(used.values()) <= 3 * (sum(used.values()) // len(KINDS))


def test_plants_of_one_report_touch_different_quantities() -> None:
    for _, plants in planted(30, 11, "e"):
        seen: set[str] = set()
        for plant in plants:
            assert not plant.draft.touched & seen
            seen |= plant.draft.touched


@pytest.mark.parametrize(
    ("slip", "printed", "possible"),
    [
        (slips.swapped, "612.5", {"162.5", "621.5"}),
        (slips.longer, "128", {"1128", "1228", "1288"}),
        (slips.shorter, "1,864.05", {"864.05", "164.05", "184.05", "186.05"}),
        (slips.point, "115.49", {"11.549", "1154.9"}),
        (slips.point, "128", {None}),
        (slips.shorter, "7", {None}),
        (slips.swapped, "100", {None}),
    ],
)
def test_slips(slip: slips.Slip, printed: str, possible: set[str | None]) -> None:
    made = {slip(printed, Random(seed)) for seed in range(40)}  # noqa: S311
    assert made & possible
    assert made <= possible | {None}


def _finding(path: str, location: str, quote: str, value: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    evidence = {
        "document": path,
        "location": location,
        "table": None,
        "row": None,
        "column": None,
        "cell": None,
    }
    evidence |= {"quote": quote, "value": value, "role": "mention"}
    finding = {
        "rule": "X",
        "severity": "error",
        "message": "",
        "document": path,
        "subject": "",
        "suspects": [],
        "relations": [{"strict": True}],
        "root": None,
    }
    return {**finding, "evidence": [evidence], **more}


def test_a_finding_is_of_a_plant_when_it_cites_the_place_and_the_figure(tmp_path: Path) -> None:
    records = write_planted(tmp_path, 12, 7, "e")
    paragraphs = Paragraphs(tmp_path)
    plant = next(r for r in records if r["value"] and "paragraph" in r["place"])
    [number] = paragraphs.numbers(plant["document"], plant["place"]["paragraph"])
    there = _finding(plant["document"], f"二（一） 第{number}段", plant["after"], plant["value"])
    assert cites(there, plant, paragraphs) == [0]
    assert not cites(_finding(plant["document"], "第1段", plant["after"], plant["value"]), plant, paragraphs)
    assert not cites(_finding(plant["document"], f"第{number}段", "别的", "3.75"), plant, paragraphs)
    lines = (tmp_path / "plants.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == records


def test_places_told_of_cells_are_where_the_reader_finds_them(tmp_path: Path) -> None:
    records = [r for split in "ce" for r in write_planted(tmp_path / split, 16, 7, split)]
    cells = [(r["half"], r["place"]) for r in records if "table" in r["place"]]
    assert any(place["document"].endswith(".xlsx") for _, place in cells)
    for split, place in cells:
        path = tmp_path / split / "submissions" / place["document"]
        tables = [block for block in read(path, place["document"]).blocks if isinstance(block, Tabled)]
        if place["document"].endswith(".xlsx"):  # a workbook counts its title's lines, too
            address = f"{chr(ord('A') + place['column'] - 1)}{place['row']}"
            texts = [c.text for c in tables[0].cells() if c.anchor.address.partition(":")[0] == address]
        else:
            cell = tables[place["table"] - 1].rows[place["row"] - 1][place["column"] - 1]
            texts = [cell.text] if cell else []
        assert "".join("".join(texts).split()) == "".join(place["text"].split()), place


def test_scores_of_sheets() -> None:
    plant = {"severity": "error", "family": "资金数", "kind": "错一位", "truth": "512"}
    right = [{"evidence": 0, "suggested": "512万元", "reason": ""}]
    both_likely = [*right, {"evidence": 1, "suggested": "9", "reason": ""}]
    found = _finding("a/b/c.docx", "第1段", "572万元", "572", suspects=right)
    vague = found | {"suspects": both_likely}
    hit = Sheet([Outcome(plant, [(found, [0])])], Counter(error=1))
    tied = Sheet([Outcome(plant, [(vague, [0])])], Counter(error=1))
    miss = Sheet([Outcome(plant)], false=[found], clean=[found])
    both = [hit, miss]
    assert recall("error")(both) == recall()(both) == 0.5
    assert precision("error")(both) == 0.5
    assert alarms("error")(both) == 0.5
    assert (arithmetic(both), only_suspect(both), among_suspects(both), suggested(both)) == (1, 1, 1, 1)
    assert (only_suspect([hit, tied]), among_suspects([hit, tied]), suggested([hit, tied])) == (0.5, 1, 1)
    assert precision("warning")(both) is None
    assert between(both, recall("error")) == (0, 1)

"""run.json: how this was run and what it came to, so that it can be repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pipeline.ledger import Standing, standings
from pipeline.lines import write_json
from pipeline.report import report
from pipeline.rulebook import rulebook
from pipeline.run import Run, Status, problems
from schemas.finding import Outcome, Severity


@report("run.json")
def run_json(run: Run, out: Path) -> None:
    """Write the run's papers; only "timing" differs between equal runs."""
    content = {
        "versions": dict(run.versions),
        "parameters": dict(run.parameters),
        "rules": {"codes": [rule.code for rule in rulebook()], "sha256": _hash("pipeline.rules")},
        "schemas": {"sha256": _hash("schemas")},
        "inputs": {row.path: row.sha256 for row in run.files},
        "counts": counts(run),
        "timing": dict(run.timing),
    }
    write_json(out / "run.json", content)


def counts(run: Run) -> dict[str, object]:
    """How many of everything, zeros included."""
    outcomes = run.outcomes()
    standing = Counter(each for audit in run.audits for _, each in standings(audit))
    severities = Counter(record.severity for record in problems(run))
    statuses = Counter(row.status for row in run.files)
    return {
        "files": {str(status): statuses[status] for status in Status},
        "projects": len(run.audits),
        "facts": sum(len(audit.case.facts) for audit in run.audits),
        "standing": {str(each): standing[each] for each in Standing},
        "checks": {str(outcome): outcomes[outcome] for outcome in Outcome},
        "findings": {str(severity): severities[severity] for severity in Severity},
    }


def _hash(package: str) -> str:
    """sha256 over the names and contents of everything that belongs to ``package``."""
    digest = sha256()
    for name, content in _contents(files(package), ""):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _contents(folder: Traversable, prefix: str) -> Iterable[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _contents(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".py", ".yaml")):
            yield f"{prefix}{entry.name}", entry.read_bytes()

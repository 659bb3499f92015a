"""report/index.html: one page that a reviewer opens from any folder, without a network, and can print.

The page holds no address, loads nothing and runs one script of ours, pinned by its hash.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from pipeline import review
from pipeline.ledger import Standing
from pipeline.report import report, write
from pipeline.run import Run, Status
from pipeline.safe import visible
from schemas.finding import Outcome, Severity
from schemas.thresholds import load_thresholds

_OUTCOMES = (Outcome.AGREES, Outcome.DIFFERS, Outcome.REVIEW, Outcome.UNCLEAR)


@report("report/index.html")
def review_html(run: Run, out: Path) -> None:
    """Write the reviewer's page."""
    write(out / "report" / "index.html", render(run))


def render(run: Run) -> str:
    """The whole page."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.finalize = _shown
    css, script = _resource("review.css"), _resource("review.js")
    departments = review.departments(run)
    page = environment.from_string(_resource("review.html")).render(
        css=css,
        script=script,
        csp=_policy(css, script),
        departments=departments,
        cards=[card for each in departments for card in each.cards()],
        counts=_counts(run, departments),
        bar=_bar(_checked(run.outcomes())),
        ledger_bar=lambda book: _bar(book.standing),
        standings=list(Standing),
        limits=_limits(run),
        unread=run.unread(),
        said=[row for row in run.files if row.instead or (row.status is Status.PARSED and row.reason)],
        files=run.files,
        severities=list(Severity),
        versions=run.versions,
        most_doubted=review.MOST_DOUBTED,
    )
    return page + "\n"


def _resource(name: str) -> str:
    return (files("pipeline.reports") / name).read_text(encoding="utf-8")


def _policy(css: str, script: str) -> str:
    """Nothing but our own style and script, each by the hash of its text."""
    return f"default-src 'none'; style-src {_pin(css)}; script-src {_pin(script)}; base-uri 'none'; form-action 'none'"


def _pin(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def _shown(value: object) -> object:
    """Every text that reaches the page, with what cannot be seen made visible; markup of ours passes."""
    return visible(value) if type(value) is str else value


def _counts(run: Run, departments: Sequence[review.Department]) -> dict[str, int]:
    statuses = Counter(row.status for row in run.files)
    outcomes = run.outcomes()
    return {
        "files": len(run.files),
        **{str(status): statuses[status] for status in Status},
        **{outcome.name.lower(): outcomes[outcome] for outcome in Outcome},
        "checks": sum(outcomes[outcome] for outcome in _OUTCOMES),
        "facts": sum(len(audit.case.facts) for audit in run.audits),
        "unchecked": sum(project.unchecked_figures for each in departments for project in each.projects),
    }


def _checked(outcomes: Counter[Outcome]) -> dict[Outcome, int]:
    return {each: outcomes[each] for each in _OUTCOMES}


def _limits(run: Run) -> str:
    """The bureau's own limits, where it has any."""
    used = run.parameters.get("thresholds")
    default = load_thresholds().written()
    if not run.parameters.get("bureau") or not isinstance(used, dict):
        return ""
    changed = "，".join(f"{key} {value}" for key, value in used.items() if value != default.get(key))
    return f"{run.parameters['bureau']}（{changed or '与默认相同'}）"


def _bar(counted: Mapping[Outcome, int] | Mapping[Standing, int]) -> list[tuple[str, int, int]]:
    """Pieces of a bar 1000 wide: name, where it begins, how wide it is; none where nothing was counted."""
    return list(_pieces((each.name.lower(), count) for each, count in counted.items() if count))


def _pieces(counted: Iterable[tuple[str, int]]) -> Iterable[tuple[str, int, int]]:
    named = list(counted)
    total = sum(count for _, count in named)
    begun = 0
    for name, count in named:
        first, last = begun * 1000 // total, (begun + count) * 1000 // total
        begun += count
        if last > first:
            yield name, first, last - first

"""Recompute every figure of samples/content and say what does not hold.

python samples/verify.py

The content files describe submissions without defects, so nothing may be said before the defects
are put in; and every submission with defects must look different afterwards.
"""

from __future__ import annotations

import ast
import operator
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from writing.arithmetic import form_errors, is_time, number, rounds_to
from writing.content import load, printed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from writing.content import Submission

HERE = Path(__file__).resolve().parent
_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_SCALES = {"100", "10000"}  # per cent and 万, which no one prints
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def errors(submission: Submission) -> Iterator[str]:
    """Everything about ``submission`` that an auditor could object to."""
    yield from form_errors(submission.form)
    words = _words(submission)
    for formula in submission.holds:
        yield from _formula(formula, words)
    yield from _goals(submission)
    yield from _body(submission)


def _words(submission: Submission) -> set[str]:
    form = submission.form
    cells = [text for row in form.rows for text in (row.target, row.actual, row.note)]
    cells += [text for fund in form.funds for text in (fund.initial, fund.full, fund.executed)]
    text = "\n".join([submission.report, form.goal, form.done, *cells])
    return {found.rstrip("0").rstrip(".") if "." in found else found for found in _NUMBER.findall(text)}


def _formula(formula: str, words: set[str]) -> Iterator[str]:
    """``a+b=c`` must be exact, ``a/b~c`` must round to c; every operand must be printed."""
    left, sign, right = formula.replace("=", " = ").replace("~", " ~ ").split()
    value = _value(ast.parse(left, mode="eval").body)
    if not (value == Decimal(right) if sign == "=" else rounds_to(value, right)):
        yield f"{formula}：得 {value}"
    missing = set(_NUMBER.findall(formula)) - words - _SCALES
    if missing:
        yield f"{formula}：文中没有 {'、'.join(sorted(missing))}"


def _value(node: ast.expr) -> Decimal:
    if isinstance(node, ast.BinOp):
        result: Decimal = _OPERATORS[type(node.op)](_value(node.left), _value(node.right))
        return result
    if isinstance(node, ast.Constant):
        return Decimal(str(node.value))
    raise ValueError(f"不认识的算式：{ast.dump(node)}")


def _goals(submission: Submission) -> Iterator[str]:
    """Every number of the goal has a row with that target; the year is not one."""
    targets = {number(row.target) for row in submission.form.rows}
    for found in _NUMBER.findall(submission.form.goal.replace(f"{submission.year}年", "")):
        if Decimal(found) not in targets:
            yield f"绩效目标中的 {found} 没有对应指标"


def _body(submission: Submission) -> Iterator[str]:
    """Every result of the form is to be read in the report, and the goal and its answer word for word."""
    form = submission.form
    for row in form.rows:
        figure = _NUMBER.search(row.actual)
        if (
            figure
            and not is_time(row)
            and not re.search(rf"(?<![\d.]){figure[0]}(?![\d.])", submission.report)
        ):
            yield f"{row.name}：正文没有 {row.actual}"
    for text in (form.goal, form.done):
        if text not in submission.report:
            yield f"正文没有：{text[:20]}……"


def main() -> int:
    found = 0
    for path in sorted((HERE / "content").glob("*.yaml")):
        submission = load(path)
        said = list(errors(submission))
        if submission.defects and printed(submission) == submission:
            said.append("缺陷没有落在材料里")
        for message in said:
            print(f"{path.name}：{message}", file=sys.stderr)
        found += len(said)
    print(f"共 {found} 处不一致")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

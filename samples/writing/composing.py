"""A plan put into words: the report, the form, and where each fact was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from writing.arithmetic import show
from writing.content import Trap
from writing.latent import HUNDRED
from writing.wording import about, loosen

if TYPE_CHECKING:
    from random import Random

    from writing.latent import Measure, Plan, Use


@dataclass(slots=True)
class Draft:
    """A report in the making. ``marks`` holds the words of each fact, to be found again."""

    rng: Random
    phrases: dict[str, Any]
    names: dict[str, str]
    plan: Plan
    rounded: bool
    marks: dict[str, str] = field(default_factory=dict)
    traps: list[Trap] = field(default_factory=list)
    holds: list[str] = field(default_factory=list)
    goal: str = ""
    done: str = ""
    notes: dict[str, str] = field(default_factory=dict)

    def say(self, key: str, **words: object) -> str:
        """One of the phrases called ``key``, filled in."""
        phrase: str = self.rng.choice(self.phrases[key])
        return phrase.format(**self.names, **words)

    def mark(self, key: str, text: str) -> str:
        """Remember that ``text`` says ``key``."""
        self.marks[key] = text
        return text

    def trap(self, why: str, *numbers: str) -> None:
        """Remember that these figures only look as if they disagreed."""
        self.traps.append(Trap(numbers, why))


def compose(draft: Draft) -> str:
    """Write the whole report; ``# `` marks headings."""
    _goals(draft)
    blocks = [draft.say("opening", no=draft.rng.randint(2, 40))]
    blocks += _overview(draft)
    blocks += _spending(draft)
    blocks += [
        "# 三、预算支出组织实施情况",
        draft.say("organise", m=draft.rng.randint(2, 6)),
        *_training(draft),
    ]
    blocks += ["# 四、预算支出绩效情况", "## （一）预算支出决策情况"]
    blocks += [draft.say("decision", month=draft.rng.randint(9, 12)), "## （二）预算支出过程情况"]
    blocks += [*_uses(draft), "## （三）预算支出产出和效益情况", *_effects(draft)]
    return "\n".join([*blocks, *_close(draft)])


def in_goal(measure: Measure) -> bool:
    """Goals name what is counted in 产出 and 效益, and the satisfaction; rates are left to the form."""
    return measure.level2 == "数量指标" or measure.level1 == "满意度指标" or measure.level2 == "社会效益指标"


def _goals(draft: Draft) -> None:
    goals, dones = [], []
    for m in draft.plan.measures:
        if m.state != "met":
            draft.notes[m.name] = draft.rng.choice(draft.phrases[f"reasons_{m.state}"])
        if not in_goal(m):
            continue
        key = "goal_count" if m.unit != "%" else "goal_rate"
        goals.append(draft.mark(f"goal/{m.name}", draft.say(key, name=m.name, t=show(m.target), u=m.unit)))
        dones.append(draft.say("done", name=m.name, a=m.result))
    draft.goal = draft.say("goal_lead") + "，".join(goals) + "。"
    draft.done = draft.say("done_lead") + "，".join(dones) + "。"


def _overview(draft: Draft) -> list[str]:
    n, k = draft.plan.whole
    things, u, part = draft.plan.project["whole"]
    whole = draft.mark("whole", draft.say("whole", whole=things, u=u, part=part, n=n, k=k))
    intro = draft.mark("intro", draft.say("intro", people_n=draft.rng.randint(6, 38)))
    uses = "、".join(use.name for use in draft.plan.uses)
    return [
        "# 一、预算支出概况",
        "## （一）项目实施单位基本情况",
        whole + intro if draft.rng.random() < 0.5 else intro + whole,
        "## （二）预算资金基本情况",
        draft.say("basis", uses=uses, no=draft.rng.randint(3, 60)),
        "## （三）预算资金绩效目标",
        draft.goal,
    ]


def _spending(draft: Draft) -> list[str]:
    money = draft.plan.money
    change = money.full - money.initial
    key = "budget_up" if change > 0 else "budget_down" if change else "budget_flat"
    words = {"initial": show(money.initial), "change": show(abs(change)), "full": show(money.full)}
    first, *rest = draft.say(key, **words).split("|")
    if change:
        draft.mark("change", rest[0])
        draft.holds.append(f"{words['initial']}{'+' if change > 0 else '-'}{words['change']}={words['full']}")
        draft.trap("年初预算与全年预算", words["initial"], words["full"])
    left = money.full - money.executed
    spent = {"executed": show(money.executed), "left": show(left), "rate": money.rate}
    clauses = draft.say("spent" if left else "spent_all", **spent).split("|")
    if left:
        draft.mark("left", clauses[1])
        draft.mark("rate", clauses[2])
        draft.holds.append(f"{show(money.full)}-{show(money.executed)}={show(left)}")
    text = "，".join([first, *rest]) + "。" + "，".join(clauses) + "。"
    if money.sources:
        a, b, c = (show(x) for x in money.sources)
        text += draft.mark("sources", draft.say("sources", a=a, b=b, c=c))
        draft.holds.append(f"{a}+{b}+{c}={show(money.full)}")
    k, p = draft.rng.choice((10, 20, 30, 50)), draft.rng.choice((70, 80, 85))
    draft.trap("管理门槛不是支出", str(k))
    return [
        "# 二、预算资金使用及管理情况",
        "## （一）预算资金安排落实及实际使用情况",
        text,
        "## （二）预算资金管理情况",
        draft.say("management", k=k, p=p),
    ]


def _training(draft: Draft) -> list[str]:
    p, q = draft.plan.training
    return [draft.mark("training/1", draft.say("training", p=p, q=q))]


def _uses(draft: Draft) -> list[str]:
    uses = draft.plan.uses
    executed = show(draft.plan.money.executed)
    draft.holds.append("+".join(show(use.amount) for use in uses) + f"={executed}")
    blocks = [draft.say("process", executed=executed, n=len(uses))]
    style = draft.rng.choice(("heading", "heading", "bracket", "ordinal"))
    for i, use in enumerate(uses):
        first, last = draft.say("use", amount=show(use.amount), purpose=use.purpose).split("|")
        clauses = [first, *_listing(draft, use), last]
        text = "，".join(clauses) + "。"
        if style == "heading":
            blocks += [f"### {i + 1}.{use.name}", draft.mark(f"use/{use.name}", text)]
        else:
            lead = f"（{i + 1}）" if style == "bracket" else f"{'一二三四五六'[i]}是"
            blocks.append(draft.mark(f"use/{use.name}", f"{lead}{use.name}{text}"))
    return blocks


def _listing(draft: Draft, use: Use) -> list[str]:
    amount = show(use.amount)
    if use.listing == "standard":
        who, u, n, per = use.standard
        draft.holds.append(f"{n}*{per}/10000={amount}")
        return [draft.say("standard", who=who, u=u, n=n, per=per)]
    if not use.items:
        return []
    names, amounts = [name for name, _ in use.items], [show(x) for _, x in use.items]
    if use.listing == "partial":
        draft.trap("“等”：不完全列举，合计不超过总数即可", *amounts, amount)
    else:
        draft.holds.append("+".join(amounts) + f"={amount}")
    if use.listing == "named" and len(names) > 1:
        said = "、".join(f"{x}万元" for x in amounts[:-1]) + f"和{amounts[-1]}万元"
        return [draft.say("list_named", names="、".join(names), amounts=said)]
    items = "、".join(f"{name}{x}万元" for name, x in zip(names, amounts, strict=True))
    return [draft.say("list_partial" if use.listing == "partial" else "list_full", items=items)]


def _effects(draft: Draft) -> list[str]:
    executed = draft.plan.money.executed
    blocks = [draft.done]
    if draft.rounded:
        v = show(about(executed))
        blocks.insert(0, draft.say("about_money", v=v))
        draft.trap("约数与准确数", v, show(executed))
    leads = draft.rng.choice(draft.phrases["paragraph"])
    for level1, lead in zip(("产出指标", "效益指标", "成本指标", "满意度指标"), leads, strict=True):
        said = [_effect(draft, m) for m in draft.plan.measures if m.level1 == level1]
        text = "".join(said)
        if text:
            blocks.append(lead + text)
    p, q = draft.plan.training
    name, unit = draft.plan.project["extra"][:2]
    blocks[-1] += draft.say("extra", name=name, a=f"{draft.plan.extra[1]}{unit}")
    blocks.append(draft.mark("training/2", f"队伍建设方面，项目管理培训共举办{p}期，参训{q}人次。"))
    if draft.rng.random() < 0.5:
        blocks[-1] += draft.say("rank", r=draft.rng.randint(2, 9), s=draft.rng.randint(1, 4))
    return blocks


def _effect(draft: Draft, m: Measure) -> str:
    """One sentence on one result; what the 总述 has said already may be left out or loosened."""
    if m.sent:
        return _survey(draft, m)
    if m.parts[1]:
        k, n = m.parts
        return draft.say("time_part", name=m.name, k=k, n=n, a=m.result) + "。"
    if in_goal(m) and draft.rounded and draft.rng.random() < 0.7:
        said = loosen(draft.rng, m)
        if said:
            draft.trap(said.why, show(m.actual), said.number)
            return draft.say(said.phrase, name=m.name, v=said.value, a=said.value) + "。"
    if in_goal(m) and draft.rng.random() < 0.3:
        return ""
    if m.state == "met" and m.sign == "≥" and m.unit != "%" and draft.rng.random() < 0.45:
        return _compared(draft, m)
    key = "plain_missed" if m.state == "missed" else "plain"
    return draft.mark(f"plain/{m.name}", draft.say(key, name=m.name, a=m.result) + "。")


def _compared(draft: Draft, m: Measure) -> str:
    """With last year's figure, and what follows from the two."""
    places = len(show(m.actual).partition(".")[2])
    before = (m.actual * Decimal(draft.rng.randint(78, 96)) / HUNDRED).quantize(Decimal(1).scaleb(-places))
    if before >= m.actual or not before:
        return draft.mark(f"plain/{m.name}", draft.say("plain", name=m.name, a=m.result) + "。")
    words = {"name": m.name, "a": m.result, "b": f"{show(before)}{m.unit}"}
    draft.trap("上年数用于比较", show(m.actual), show(before))
    kind = draft.rng.choice(("delta", "growth", "compare", "total"))
    if kind == "total" and m.name.startswith(("新", "建", "改", "培")):
        c = show(m.actual * draft.rng.randint(3, 6))
        draft.traps[-1] = Trap((show(m.actual), c), "当年与累计")
        return draft.say("total", name=m.name, c=f"{c}{m.unit}") + "。" + f"其中本年{m.result}。"
    if kind == "delta":
        difference = show(m.actual - before)
        draft.holds.append(f"{show(m.actual)}-{show(before)}={difference}")
        text = draft.say("delta", **words, d=f"{difference}{m.unit}") + "。"
        draft.marks[f"delta/{m.name}/{difference}"] = text
        return text
    if kind == "growth":
        growth = show(HUNDRED * (m.actual - before) / before, 1)
        draft.holds.append(f"100*({show(m.actual)}-{show(before)})/{show(before)}~{growth}")
        text = draft.say("growth", **words, g=growth) + "。"
        draft.marks[f"delta/{m.name}/{growth}"] = text
        return text
    return draft.say("compare", **words) + "。"


def _survey(draft: Draft, m: Measure) -> str:
    happy, valid = m.parts
    words = {"sent": m.sent, "valid": valid, "happy": happy, "name": m.name, "a": m.result}
    text = draft.say("survey", **words).replace("|", "，") + "。"
    draft.holds.append(f"100*{happy}/{valid}~{show(m.actual)}")
    return draft.mark("survey", text)


def _close(draft: Draft) -> list[str]:
    missed = [m for m in draft.plan.measures if m.state == "missed"]
    problems = [
        draft.say(
            "problem_missed",
            name=m.name,
            reason=draft.notes[m.name].split("，今后")[0].split("，下年度")[0].rstrip("。") + "。",
        )
        for m in missed
    ]
    problems += draft.rng.sample(draft.phrases["problems"], 2)
    said = "".join(f"{'一二三四五六'[i]}是{text}" for i, text in enumerate(problems))
    return [
        "# 五、存在的问题及原因分析",
        said,
        "# 六、有关建议",
        draft.say("advice"),
        "# 七、其他需要说明的问题",
        draft.mark("other", draft.say("other")),
    ]

r"""Held-out material: labelled 绩效自评 reports written without sight of the reader that is measured on them.

What it is for: the samples and the sentences beside the indicators were written together with the code, so what they
score is an upper bound. The sentences, projects, outlines and forms here were written from the field's own usage
alone. Every number in the prose carries its label (value, interval, role, period, the form's row it reports), every
sum its parts, every form cell its value; what looks like a number and is none is listed too.

    python -m tests.bench.heldout OUT --count 60 --seed 7 [--split a|b|c|d|e|f|g|h] [--pdf]

writes OUT/submissions/部门/项目/… and OUT/truth.jsonl. The same arguments write the same bytes (but for --pdf).

The content is in eight parts that share no sentence, outline, form or project (but ``d`` to ``h`` borrow the
forms of a and c); without --split ``a`` and ``b`` take turns, as before there were others. When something is read wrongly, ``a``,
``c``, ``d``, ``e`` and ``f`` may be looked at to find out why.
Half ``b`` is never looked at: whoever changes extractors/, pipeline/ or the words in schemas/ must not read the content
of ``b`` (files content/*_b.yaml) nor the documents it writes, only the totals it scores. A sentence of ``b`` that was
looked at has to be replaced by a new one.
The labels of ``b`` were since gone over once, by a labeller who saw neither the reader nor a score, and brought in line with
those of ``c`` to ``g``.

Part ``c`` came later, from another hand, and reaches further: more sectors and tiers (省, 州, 旗, 团场, 街道), whole
departments, transfers, several projects in one report, questions and answers, tables in the prose, quantities that
follow from others (facts.py, extras.py), and true pairs that look like slips: 当年 and 累计, 项目 and 全县, 申报 and 批复.

Part ``d`` is from a third hand and dwells on what is hardest: what a number is (money at every stage, norms, limits,
base values, points), what adds up to what (parts before their total, nested, subsets that are no parts), rows told in
other words than the form's, and periods. Where a ceiling of the form is called 上限 or 限价, both 目标 and 标准 are
fair (``or_role``).

Part ``e`` is from a fourth hand and is what most reports are: plain. Whole paragraphs of funds, goals and results in the
words that county bureaus' clerks use, 部门整体支出 with 基本支出, 项目支出 and 三公经费, several projects in one report
with a budget each, numbered lists. It was written without a look at the reader and is to be measured before a look at
what is read wrongly.

Part ``f`` is from a fifth hand and goes to the sectors that the others left out: 交警, 消防, 气象, 民宗, 档案, 法院, 人大,
海洋渔业, 乡镇 and the like. Besides departments' own reports it holds those of outside firms (points and weights of an
evaluation beside the self-evaluation, reasons for points taken off), building works (概算, 控制价, 合同价, 送审, 审定) and
townships. It was written without a look at the reader and measured before a look at what is read wrongly (interval
.980, role .941, period .962, part-whole .92/.85), which has been looked at since.

Part ``g`` is from a sixth hand and is the ordinary run of what a city's finance bureau receives: schools, hospitals,
roads, irrigation, subsidies to households, whole departments, a township, a street, now and then an outside firm's
evaluation; most of it in the commonest official wording, with places of every tier from province to township. It was
written without a look at the reader and is to be measured before a look at what is read wrongly.

Part ``h`` is from a seventh hand: again the ordinary run of city and county departments, in places of other regions' ways
(市（州）, 县（市）区, 镇街, 乡镇场), with more that a reviewer can recompute: quarters, two batches and two adjustments,
basic spending down to wages, counts of cases beside their rates, persons by a standard, averages of money over what it
paid for. It was written without a look at the reader and is to be measured before a look at what is read wrongly.

truth.jsonl, one object a line; offsets count characters of ``paragraph`` as written (a line break is "\n"):

    fact   a quantity of the prose or of a goal or result cell: at, end, printed; value, low, high in base units (元, %,
           1; metres and the like in the unit written) with low_closed, high_closed, null for open ends and for values
           of pure ranges; unit as written without 万 and 亿, per (亩 of 每亩500元); role, period (or_period, or_role:
           as good), stated (the sentence says the period); row of the form that it reports, or "" (or_row: as
           good, a value of half a year, a goal since replaced); same: equal for the same latent quantity; subject; bound_before: a bounding word stands before a number that is
           somebody's standard, so that the interval may be read with it or without; wrapped: the file breaks lines
    sum    total and parts (ids of facts), exhaustive: true, false (等, 主要), null (the words do not tell)
    field  a cell of the form (form: true) or of a table of the report: row, column, printed, value in base units
    none   text with figures that is no quantity: document numbers, dates, ordinals, names, numbering; optional: a
           count of the text's own parts (以上三项) or the like, which may fairly be read as a quantity too

How labels come about: content is marked text (markup.py). ``{key:form}`` prints a value of the case in a manner of
writing, and the label is read off the printed words by numbers.py, which knows only what is written here.
The documents are consistent: no slips are planted.
"""

"""Years and days: this year dated the year before, a title of last year, a day that there is not."""

from __future__ import annotations

import re
from random import Random

from tests.bench.heldout.plant.draft import WARNING, Draft, Kind
from tests.bench.heldout.plant.picks import OWN, bodies, labels_of
from tests.bench.heldout.plant.scene import NUMERAL, Mention, Scene
from tests.bench.heldout.plant.witness import SAME, Proof, Ties

YEARS = "年份日期"


def _year_before(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """This year's money or result dated the year before, while elsewhere it is this year's."""
    del random
    year = scene.case.year
    found: list[Draft] = []
    for mention in scene.mentions:
        label = mention.label
        if label is None or mention.place.in_form or not label.stated or label.period != str(year):
            continue
        text = mention.place.text
        begin = text.rfind("。", 0, mention.at) + 1
        at = text.rfind(f"{year}年", begin, mention.at)
        again = [m for m in scene.by_same[mention.same] if m.place.key != mention.place.key]
        if at < 0 or not again or not _is_of_year(mention):
            continue
        if any(begin <= other.at < mention.at for other in labels_of(mention.place)):
            continue
        proof = Proof(SAME, near=False, mentions=(again[0],))
        stop = text.find("。", mention.end) if "。" in text[mention.end :] else len(text)
        dated = [x for x in labels_of(mention.place) if at < x.at < stop]
        figures = [digits[0] for x in dated if (digits := NUMERAL.search(x.printed))]
        needles = (f"{year - 1}", *figures)
        touched = frozenset(m.same for m in dated)
        found.append(Draft(mention.place, at, at + 4, str(year - 1), None, [proof], needles, touched))
    del ties
    return found


def _is_of_year(mention: Mention) -> bool:
    own = ("funds:exec", "funds:full", "funds:arr")
    return mention.same in own or mention.same.endswith(":actual")


def _title_year(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """Last year's title over this year's report."""
    del ties, random
    year, found = str(scene.case.year), []
    for place in scene.paragraphs():
        if place.paragraph and place.paragraph.style == "title" and year in place.text:
            at = place.text.index(year)
            before = str(scene.case.year - 1)
            found.append(Draft(place, at, at + 4, before, None, [OWN], (f"{before}年",), wide=True))
    return found


def _no_such_day(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    del ties
    found = []
    days = {"12月31日": ("12月32日", "11月31日"), "2月28日": ("2月30日",), "6月30日": ("6月31日",)}
    for place in bodies(scene):
        for day, wrong in days.items():
            for hit in re.finditer(rf"(?<!\d){day}", place.text):
                new = random.choice(wrong)
                found.append(Draft(place, *hit.span(), new, None, [OWN], (new,)))
    return found


KINDS = [
    Kind(YEARS, "本年写成上年", WARNING, _year_before),
    Kind(YEARS, "标题年度写错", WARNING, _title_year),
    Kind(YEARS, "没有这一天", WARNING, _no_such_day),
]  # fmt: skip

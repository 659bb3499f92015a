"""Whose a document is by where it lies: 部门/项目/文件. An archive is a folder that may be one too many.

People pack a project, a department, everything, or only the attachments; they pack the folder or what is in it. So an archive
counts as a level of folders where it is one, and as none where the folders in it already say what they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import PurePosixPath

from schemas.document import Document

Place = tuple[str, str]  # department and project, empty where the folders do not say

_ORGANISATION = re.compile(
    r"(局|委|会|办|部|厅|院|处|所|站|队|校|园|馆|社|台|团|中心|法院|政府|公司|集团|街道|[镇乡区县市])$"
)
_BODY = re.compile(
    "[一-鿿]{2,30}(?:局|委员会|管委会|办公室|厅|联合会|残联|妇联|人民政府|法院|检察院|办事处|中心)"
)
_YEAR_FOLDER = re.compile(r"20\d{2}(年度?)?")  # submissions/2024/市住建局/…
_ARCHIVE = re.compile(r"(?i)(?P<stem>.+?)(\.tar)?\.(zip|rar|7z|tar|tgz|tbz2?|txz|gz|bz2|xz|eml)!")
# Names that say what kind of papers these are, not whose: 附件, 1.佐证材料, 新建文件夹 (2), 2024年绩效自评材料
_KIND_OF_PAPERS = re.compile(
    r"(?:附件|材料|资料|文件|文档|佐证|凭证|证明|合同|协议|发票|票据|照片|图片|影像|扫描|台账|制度|办法|批复|通知|方案|名单"
    r"|明细|统计|其他|其它|报告|自评|表格?|评价|绩效|总结|目标|预算|决算|支出|项目|部门|单位|整体|财务|施工|验收|采购|招标|会议"
    r"|报送|上报|上传|提交|汇总|打包|压缩|电子|终|定|最|稿|版|件|夹|包|新建|未命名|相关|有关|全部|所有|各|年度?|[及和与的、.]"
    r"|[\d\s()（）\[\]【】_\-—一二三四五六七八九十])*"
)


def is_organisation(name: str) -> bool:
    """Whether ``name`` ends as names of bodies do.

    >>> is_organisation("市教育局"), is_organisation("校舍维修")
    (True, False)
    """
    return bool(_ORGANISATION.search(name))


def body_in(name: str) -> str:
    """The body that the name of a folder holds among other things; empty where it holds none.

    >>> body_in("03_清河县水利局_2024年河道清淤"), body_in("清河县水利局2024年河道清淤"), body_in("河道清淤")
    ('清河县水利局', '清河县水利局', '')
    """
    parts = [part for part in re.split(r"[\d\s_\-—－·.、()（）]+年?度?", name) if part]
    return next((part for part in parts if _BODY.fullmatch(part)), "")


def folder_names(path: str) -> Place:
    """Department and project as the folders say, empty where they do not.

    >>> folder_names("市住建局/公租房保障/附件/报告.docx"), folder_names("市住建局/报告.docx"), folder_names("报告.docx")
    (('市住建局', '公租房保障'), ('市住建局', ''), ('', ''))
    """
    return _named_by(PurePosixPath(path).parts[:-1])


def _named_by(folders: tuple[str, ...]) -> Place:
    folders = _from_department(folders)
    if len(folders) >= 2:
        return folders[0], folders[1]
    return (folders[0] if folders else ""), ""


def _from_department(folders: tuple[str, ...]) -> tuple[str, ...]:
    while folders and (_YEAR_FOLDER.fullmatch(folders[0]) or _only_collects(folders)):
        folders = folders[1:]
    return folders


def _only_collects(folders: tuple[str, ...]) -> bool:
    """Whether the first folder only holds departments (报送材料/市教育局/校舍维修/…)."""
    bodies = [is_organisation(name) for name in folders]
    return len(folders) >= 3 and not bodies[0] and any(bodies[1:-1])


def places(documents: Sequence[Document], stated: Callable[[Document], str]) -> dict[str, Place]:
    """Path of each document → its place; ``stated`` is the project that a document itself names."""
    packed = [document for document in documents if "!/" in document.path]
    names = {document.path: bare(stated(document)) for document in packed}
    archives: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in names:
        parts = PurePosixPath(path).parts
        for end, part in enumerate(parts[:-1], 1):
            if _ARCHIVE.fullmatch(part):
                archives[parts[:end]].append(path)
    return {
        document.path: _place(PurePosixPath(document.path).parts[:-1], archives, names)
        if document.path in names
        else folder_names(document.path)
        for document in documents
    }


def _place(
    folders: tuple[str, ...], archives: dict[tuple[str, ...], list[str]], names: dict[str, str]
) -> Place:
    levels: tuple[str, ...] = ()
    at = 0
    while at < len(folders):
        inside = archives.get(folders[: at + 1])
        if inside is None:
            levels += (folders[at],)
            at += 1
            continue
        chain, below = _unwrapped(inside, at)
        at += len(chain)
        said = _distinct(chain)
        if _from_department(levels):
            levels += () if _are_projects(below, names) else said
        elif _one_project(said, below, names):
            return "", said[-1]
        else:
            levels += _from_the_top(chain, said, below, names)
    return _named_by(levels)


def _unwrapped(inside: Sequence[str], at: int) -> tuple[list[str], dict[str, list[str]]]:
    """The archive and the folders that stand alone in it, one in the other; then what branches, "" for files."""
    chain = [_stem(PurePosixPath(inside[0]).parts[at])]
    while True:
        below: dict[str, list[str]] = defaultdict(list)
        depth = at + len(chain)
        for path in inside:
            parts = PurePosixPath(path).parts
            below[_stem(parts[depth]) if len(parts) > depth + 1 else ""].append(path)
        if len(below) > 1 or "" in below:
            return chain, below
        chain += below


def _distinct(chain: Sequence[str]) -> tuple[str, ...]:
    """The names in ``chain`` that say whose the papers are, each once."""
    said: list[str] = []
    for name in chain:
        if not says_kind(name) and not any(agree(bare(name), bare(other)) for other in said):
            said.append(name)
    return tuple(said)


def _one_project(said: tuple[str, ...], below: dict[str, list[str]], names: dict[str, str]) -> bool:
    """Whether an archive that lies in no department's folder holds one project and is called by it."""
    if not said or any(is_organisation(name) for name in (*said, *below)) or _are_projects(below, names):
        return False
    stated = {names[path] for paths in below.values() for path in paths} - {""}
    return all(agree(a, b) for a, b in combinations(sorted(stated), 2))


def _from_the_top(
    chain: list[str], said: tuple[str, ...], below: dict[str, list[str]], names: dict[str, str]
) -> tuple[str, ...]:
    """The levels that an archive stands for which lies in no department's folder and is more than one project."""
    if any(is_organisation(name) for name in said):
        return said
    if any(is_organisation(name) for name in below):
        return ()  # it wraps departments
    return ((*said, chain[0])[0],) if _are_projects(below, names) else said[:1]


def _are_projects(below: dict[str, list[str]], names: dict[str, str]) -> bool:
    """Whether the folders are projects of their own: they name different ones, or nothing says that they are one."""
    stated = [{names[path] for path in paths} - {""} for folder, paths in below.items() if folder]
    named = [each for each in stated if each]
    if len(named) >= 2:
        return not all(any(agree(a, b) for a in one for b in other) for one, other in combinations(named, 2))
    if named or any(names[path] for path in below.get("", ())):
        return False  # one is the project, the others its papers
    return sum(not says_kind(folder) for folder in below if folder) >= 2


def says_kind(folder: str) -> bool:
    """Whether its name says only what kind of papers are in it (附件, 2024年绩效自评材料)."""
    return bool(_KIND_OF_PAPERS.fullmatch(folder))


def _stem(folder: str) -> str:
    match = _ARCHIVE.fullmatch(folder)
    return match["stem"] if match else folder


def agree(a: str, b: str) -> bool:
    """Whether two bare names may be those of one project: equal, or one inside the other without counting (一期, 二期)."""
    one, other = sorted((a, b), key=len)
    rest = other.replace(one, "", 1)
    return one == other or (
        len(one) >= 4 and one in other and not re.search(r"[\d一二三四五六七八九十]", rest)
    )


def bare(name: str) -> str:
    """A project's name without marks, year and the words that every name ends with.

    >>> bare("2024年“校舍维修”专项资金")
    '校舍维修'
    """
    plain = re.sub(r"[\s《》“”\"'()（）]", "", unicodedata.normalize("NFKC", name))
    return re.sub(r"^20\d{2}年?度?|(?:专项|资金|经费|项目)*$", "", plain)

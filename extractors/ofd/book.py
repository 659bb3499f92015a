"""What an OFD file says of itself: its documents, their pages, templates, annotations, seals, attachments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from posixpath import dirname

from extractors.ofd.package import SAVE_AGAIN, Element, OfdPackage, every, first, kind, text_of
from extractors.ofd.resources import Resources
from extractors.ofd.space import Box, box
from schemas.errors import DamagedFile

MAX_SIDE = 5080.0  # millimetres; PDF allows no larger sheet either
A4: Box = (0.0, 0.0, 210.0, 297.0)
_BOXES = ("PhysicalBox", "ApplicationBox", "CropBox", "ContentBox")  # the sheet, or else what is shown of it


@dataclass(slots=True)
class Attachment:
    """A file inside the file: its name with its ending, and the ending in small letters without the dot."""

    name: str
    ending: str


@dataclass(slots=True)
class Body:
    """One document of the file, whose pages are numbered from ``first`` on.

    ``pages`` are (ID, part or None when it is missing), in order; templates and annotations are by ID of theirs and
    of their page; ``sealed`` are the IDs of the pages that show a seal.
    """

    package: OfdPackage
    part: str
    first: int
    resources: Resources = field(default_factory=Resources)
    pages: list[tuple[str, str | None]] = field(default_factory=list)
    templates: dict[str, str | None] = field(default_factory=dict)
    annotations: dict[str, list[str]] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    sealed: set[str] = field(default_factory=set)
    area: Element | None = None
    versions: int = 0

    def find(self, loc: str, beside: str) -> str | None:
        """The part at ``loc``, written in the part ``beside``."""
        return self.package.find(loc, beside, dirname(self.part))

    def resources_for(self, root: Element, part: str) -> Resources:
        """The resources of the document and those that the page ``root``, which stands in ``part``, has to itself."""
        own = list(every(root, "PageRes"))
        if not own:
            return self.resources
        resources = self.resources.copy()
        for res in own:
            found = self.find(text_of(res), part)
            resources.take(self.package.read(found), found or "")
        return resources

    def picture(self, ident: str) -> str | None:
        """The part that holds the picture with the ID ``ident``."""
        media = self.resources.media(ident)
        return None if media is None else self.find(*media)


def open_books(package: OfdPackage) -> list[Body]:
    """The documents of ``package`` in order.

    Raises:
        DamagedFile: none of them can be found.
    """
    root = package.read(package.find("/OFD.xml"))
    bodies: list[Body] = []
    number = 1
    for at, written in enumerate(every(root, "DocBody"), 1):
        part, versions = _root_of(package, written)
        document = package.read(part)
        if part is not None and document is not None:
            body = Body(package, part, number, versions=versions)
            _fill(body, document)
            _find_seals(body, written)
            bodies.append(body)
            number += len(body.pages)
        elif part is None:
            package.lost.add(text_of(first(written, "DocRoot")) or f"DocBody {at}")
    if not bodies:
        raise DamagedFile(package.name, "OFD 的目录已损坏，找不到文档", SAVE_AGAIN)
    return bodies


def page_box(areas: Iterable[Element | None]) -> Box:
    """The sheet of a page in millimetres, from the first of ``areas`` that tells it; A4 where none does."""
    for area in areas:
        for name in _BOXES if area is not None else ():
            found = box(text_of(first(area, name)))
            if found and 0 < found[2] <= MAX_SIDE and 0 < found[3] <= MAX_SIDE:
                return found
    return A4


def _root_of(package: OfdPackage, written: Element) -> tuple[str | None, int]:
    """The root part of a DocBody as its current version has it, and how many versions are kept."""
    root = package.find(text_of(first(written, "DocRoot")), "OFD.xml")
    versions = list(every(first(written, "Versions"), "Version"))
    for version in versions:
        if version.get("Current") in ("true", "1"):
            part = package.find(version.get("BaseLoc", ""), "OFD.xml", dirname(root or ""))
            loc = text_of(first(package.read(part), "DocRoot"))
            return package.find(loc, part or "", dirname(root or "")) or root, len(versions)
    return root, len(versions)


def _fill(body: Body, document: Element) -> None:
    common = first(document, "CommonData")
    body.area = first(common, "PageArea")
    for res in every(common, "PublicRes", "DocumentRes"):
        part = body.find(text_of(res), body.part)
        body.resources.take(body.package.read(part), part or "")
    for template in every(common, "TemplatePage"):
        body.templates[template.get("ID", "")] = body.find(template.get("BaseLoc", ""), body.part)
    for page in every(first(document, "Pages"), "Page"):
        body.pages.append((page.get("ID", ""), body.find(page.get("BaseLoc", ""), body.part)))
    for loc in every(document, "Annotations"):
        part = body.find(text_of(loc), body.part)
        for page in every(body.package.read(part), "Page"):
            for file in every(page, "FileLoc"):
                found = body.find(text_of(file), part or "")
                if found is None:
                    body.package.lost.add(text_of(file))
                else:
                    body.annotations.setdefault(page.get("PageID", ""), []).append(found)
    body.attachments += _attachments(body, document)


def _attachments(body: Body, document: Element) -> Iterator[Attachment]:
    for loc in every(document, "Attachments"):
        for written in every(body.package.read(body.find(text_of(loc), body.part)), "Attachment"):
            file = text_of(first(written, "FileLoc")).replace("\\", "/").rpartition("/")[2]
            name = written.get("Name") or file
            ending = (file.rpartition(".")[2] if "." in file else written.get("Format", "")).lower()
            if ending and not name.lower().endswith("." + ending):
                name = f"{name}.{ending}"
            yield Attachment(name, ending)


def _find_seals(body: Body, written: Element) -> None:
    """The IDs of the pages on which a signature shows its seal. Whether it is valid is not our question."""
    for loc in every(written, "Signatures"):
        part = body.package.find(text_of(loc), "OFD.xml", dirname(body.part))
        for signature in every(body.package.read(part), "Signature"):
            root = body.package.read(body.find(signature.get("BaseLoc", ""), part or ""))
            for info in every(root, "SignedInfo"):
                body.sealed.update(stamp.get("PageRef", "") for stamp in info if kind(stamp) == "StampAnnot")

"""What can go wrong with a file or with our own configuration, never with a report's figures.

GoujiError                  a sentence for a person: what, why, what to do
├── UsageError              the command line or the output place (exit 2)
├── SchemaError             one of our YAML files (exit 2)
└── ReadError               one submitted file; the run goes on, files.csv says why
    ├── UnknownFormat       no reader for what the bytes are
    ├── Figureless          what cannot hold a figure (a video, a font): passed over and said
    ├── DamagedFile         the bytes are not what they claim to be
    ├── Encrypted           a password we do not have and do not guess
    ├── EmptyFile           nothing in it
    ├── NoTextLayer         pictures of pages
    ├── TooLarge            more than a report can be: refused before parsing
    └── WorkerLost          the reading process ran out of time or memory, or crashed
"""

from __future__ import annotations


class GoujiError(Exception):
    """A trouble told in three parts: ``what`` it is about, ``why`` it is one, and the ``remedy``."""

    def __init__(self, what: object, why: str, remedy: str = "") -> None:
        super().__init__(str(what), why, remedy)
        self.what = str(what)
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        told = f"{self.what}：{self.why}" if self.what else self.why
        return f"{told}\n  怎么办：{self.remedy}" if self.remedy else told


class UsageError(GoujiError):
    """The command cannot start as it was asked."""


class SchemaError(GoujiError):
    """One of our own YAML files says something impossible."""


class ReadError(GoujiError):
    """One submitted file could not be read."""


class UnknownFormat(ReadError):
    """No reader for what the bytes are."""


class Figureless(ReadError):
    """What cannot hold a figure: nothing is missed by passing over it."""


class DamagedFile(ReadError):
    """The bytes are not what they claim to be."""


class Encrypted(ReadError):
    """A password we do not have and do not guess."""


class EmptyFile(ReadError):
    """Nothing in it."""


class NoTextLayer(ReadError):
    """Pictures of pages and no characters."""


class TooLarge(ReadError):
    """More than a report can be: refused before parsing."""


class WorkerLost(ReadError):
    """The reading process ran out of time or memory, or crashed."""

"""XLSX, read by a process of its own: a small file may hold a very large nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from occupancy.attachments.confined import reading
from occupancy.attachments.rules import limits
from occupancy.attachments.rules.refusals import TooHeavy
from occupancy.errors import Refusal


class Broken(Exception):
    """The file is not a workbook, or a damaged one."""


class TooMuchInside(Exception):
    """Unpacked, the workbook would be larger than what is read."""


class BookLocked(Refusal):
    """The workbook asks for a password."""

    code = "import.book_locked"


class BookDeclares(Refusal):
    """The workbook declares entities, which no program of tables writes."""

    code = "import.book_declares"


def rows(data: bytes, *, memory: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the lines of the first sheet as text, numbered from 1 as the program shows them."""
    most = {
        "entries": limits.BOOK_ENTRIES,
        "unpacked": limits.BOOK_UNPACKED,
        "cells": limits.BOOK_CELLS,
        "text": limits.BOOK_TEXT,
    }
    try:
        with reading("workbook", data, most, most_out=limits.BOOK_UNPACKED, memory=memory) as (
            head,
            answer,
        ):
            _check(head.get("refused"))
            for number, line in enumerate(answer, start=1):
                yield number, json.loads(line)
    except TooHeavy as error:
        raise TooMuchInside() from error


def _check(refused: str | None) -> None:
    match refused:
        case None:
            return
        case "too_much":
            raise TooMuchInside()
        case "locked":
            raise BookLocked()
        case "entities":
            raise BookDeclares()
        case _:
            raise Broken()

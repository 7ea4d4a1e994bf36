"""Look a text file through once, in pieces: is it UTF-8, and may a quick reader have it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from anomaly.errors import BadInput

PIECE = 1 << 22  # bytes
MARK = b"\xef\xbb\xbf"  # which some programs put at the start of UTF-8


@dataclass(frozen=True)
class Look:
    """``blank``: nothing but white space · ``lines``: how many, the last with or without a newline
    · ``plain``: no quotation marks, and no carriage return but before a newline, so that commas
    and newlines say all.
    """

    blank: bool
    lines: int
    plain: bool


def look_through(path: Path) -> Look:
    """Look at every byte; raises ``BadInput`` ``file.encoding`` with the line, memory bounded."""
    blank, plain, ends, rest, data = True, True, 0, b"", b""
    for piece, last in _pieces(path):
        data = rest + piece
        good = _readable(path, data, ends, last)
        data, rest = data[:good], data[good:]
        if data.endswith(b"\r") and not last:  # its newline may be in the next piece
            data, rest = data[:-1], b"\r" + rest
        blank = blank and not data.removeprefix(MARK).strip()
        plain = plain and b'"' not in data and data.count(b"\r") == data.count(b"\r\n")
        ends += data.count(b"\n")
    return Look(blank, ends + (not data.endswith(b"\n")), plain)


def _pieces(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Pieces of a file, and whether each is the last."""
    with path.open("rb") as file:
        piece = file.read(PIECE)
        while piece:
            following = file.read(PIECE)
            yield piece, not following
            piece = following


def _readable(path: Path, data: bytes, lines_before: int, last: bool) -> int:
    """How many bytes of ``data`` are whole characters; refuses what is none."""
    mend = "save the file as UTF-8"
    if not lines_before and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadInput("file.encoding", file=str(path), line=1, found="UTF-16", mend=mend)
    good, wrong = len(data), data.find(b"\x00")
    if not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError as problem:
            cut_off = problem.reason == "unexpected end of data" and not last
            if cut_off:
                good = problem.start
            else:
                wrong = problem.start if wrong < 0 else min(wrong, problem.start)
    if wrong >= 0:
        raise BadInput(
            "file.encoding",
            file=str(path),
            line=lines_before + data.count(b"\n", 0, wrong) + 1,
            byte=f"0x{data[wrong]:02x}",
            mend=mend,
        )
    return good

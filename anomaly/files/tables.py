"""Read a file as columns of text with the line each row stands on; refuse what is no table."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from anomaly.errors import BadInput

LONGEST_CELL = 200


@dataclass(frozen=True)
class Table:
    """Columns of stripped text by name; ``lines[i]`` is the line of row i in the file."""

    file: str
    columns: dict[str, list[str]]
    lines: Sequence[int]

    def __len__(self) -> int:
        return len(self.lines)


def read_table(path: Path, needed: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """Read the columns ``needed`` and those of ``optional`` that are there; others are left alone.

    Raises ``BadInput``: ``file.not_found``, ``file.empty``, ``file.encoding``, ``file.columns``,
    ``file.column_twice``, ``file.cells``, ``file.cell_too_long``, ``file.parquet``.
    """
    if not path.is_file():
        raise BadInput("file.not_found", file=str(path), mend="give the name of a file that exists")
    if path.suffix.lower() in (".parquet", ".pq"):
        return _parquet(path, needed, optional)
    text = _decoded(path)
    if not text.strip():
        raise BadInput("file.empty", file=str(path), line=1, mend=f"first line: {','.join(needed)}")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader)]
        wanted = _places(path, header, needed, optional)
        rows = list(reader)
        lines: Sequence[int] = range(2, len(rows) + 2)
        if reader.line_num != len(rows) + 1 or set(map(len, rows)) - {len(header)}:
            rows, lines = _one_by_one(path, text, len(header))
    except csv.Error as problem:
        raise BadInput(
            "file.csv",
            file=str(path),
            line=reader.line_num,
            problem=str(problem),
            mend="close every quotation mark",
        ) from problem
    across = list(zip(*rows, strict=True)) or [()] * len(header)
    columns = {name: list(map(str.strip, across[at])) for name, at in wanted.items()}
    for name, cells in columns.items():
        if max(map(len, cells), default=0) > LONGEST_CELL:
            line = next(
                line for line, cell in zip(lines, cells, strict=True) if len(cell) > LONGEST_CELL
            )
            raise BadInput(
                "file.cell_too_long",
                file=str(path),
                line=line,
                field=name,
                mend=f"at most {LONGEST_CELL} characters",
            )
    return Table(str(path), columns, lines)


def _one_by_one(path: Path, text: str, width: int) -> tuple[list[list[str]], list[int]]:
    """Rows with their lines, where some are blank, span several lines or have too few cells."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    next(reader)
    rows, lines = [], []
    for row in reader:
        if not row:
            continue
        if len(row) != width:
            raise BadInput(
                "file.cells",
                file=str(path),
                line=reader.line_num,
                got=len(row),
                expected=width,
                mend="as many cells as the first line has",
            )
        rows.append(row)
        lines.append(reader.line_num)
    return rows, lines


def _decoded(path: Path) -> str:
    """UTF-8 text, with or without a mark at its start; the first other byte is named."""
    raw = path.read_bytes()
    mend = "save the file as UTF-8"
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadInput("file.encoding", file=str(path), line=1, found="UTF-16", mend=mend)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise BadInput(
            "file.encoding",
            file=str(path),
            line=line,
            byte=f"0x{raw[problem.start]:02x}",
            mend=mend,
        ) from problem
    if "\x00" in text:
        raise BadInput(
            "file.encoding",
            file=str(path),
            line=text.count("\n", 0, text.index("\x00")) + 1,
            byte="0x00",
            mend=mend,
        )
    return text


def _places(
    path: Path, header: list[str], needed: Sequence[str], optional: Sequence[str]
) -> dict[str, int]:
    twice = [name for name in header if header.count(name) > 1]
    if twice:
        raise BadInput(
            "file.column_twice",
            file=str(path),
            line=1,
            field=twice[0],
            mend="name each column once",
        )
    missing = [name for name in needed if name not in header]
    if missing:
        mend = f"first line: {','.join(needed)}"
        raise BadInput("file.columns", file=str(path), line=1, field=missing[0], mend=mend)
    return {name: header.index(name) for name in (*needed, *optional) if name in header}


def _parquet(path: Path, needed: Sequence[str], optional: Sequence[str]) -> Table:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as problem:
        raise BadInput(
            "file.parquet_library_missing", file=str(path), mend="install pyarrow, or give CSV"
        ) from problem
    try:
        names = parquet.read_schema(path).names
        wanted = _places(path, list(names), needed, optional)
        table = parquet.read_table(path, columns=list(wanted))
    except (ArrowException, OSError) as problem:
        raise BadInput(
            "file.parquet", file=str(path), problem=str(problem)[:200], mend="write the file again"
        ) from problem
    columns = {}
    for name in wanted:
        cells = table.column(name).to_pylist()
        columns[name] = ["" if cell is None else str(cell).strip() for cell in cells]
    return Table(str(path), columns, range(1, table.num_rows + 1))

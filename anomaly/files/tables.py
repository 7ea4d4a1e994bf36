"""Read a file as columns of text with the line each row stands on; refuse what is no table.

Two readers, one outcome: a quick one for files in which commas and newlines say all, and a careful
one for the rest, which names what is wrong. Both keep each different text of a column once, so that
a text is looked at once however many rows hold it, and memory stays at four bytes a cell.
"""

import csv
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as arrow
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

from anomaly.errors import BadInput
from anomaly.files.look_through import Look, look_through

LONGEST_CELL = 200
BLOCK = 1 << 22  # bytes that the quick reader takes at a time


@dataclass(frozen=True)
class Column:
    """Stripped text of N rows: row i holds ``texts[which[i]]``; no text is there twice."""

    texts: list[str]
    which: NDArray[np.int32]

    @classmethod
    def of(cls, texts: Iterable[str], which: NDArray[np.int32]) -> "Column":
        """Make a column of texts that may be the same once they are stripped."""
        met: dict[str, int] = {}
        place = [met.setdefault(text.strip(), len(met)) for text in texts]
        return cls(list(met), which if len(met) == len(place) else np.array(place, "i4")[which])


@dataclass(frozen=True)
class Table:
    """Columns by name; ``lines[i]`` is the line of row i in the file."""

    file: str
    columns: dict[str, Column]
    lines: Sequence[int]

    def __len__(self) -> int:
        return len(self.lines)


def read_table(path: Path, needed: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """Read the columns ``needed`` and those of ``optional`` that are there; others are left alone.

    Raises ``BadInput``: ``file.not_found``, ``file.empty``, ``file.encoding``, ``file.columns``,
    ``file.column_twice``, ``file.cells``, ``file.cell_too_long``, ``file.csv``, ``file.parquet``.
    """
    if not path.is_file():
        raise BadInput("file.not_found", file=str(path), mend="give the name of a file that exists")
    if path.suffix.lower() in (".parquet", ".pq"):
        table = _parquet(path, needed, optional)
    else:
        look = look_through(path)
        if look.blank:
            mend = f"first line: {','.join(needed)}"
            raise BadInput("file.empty", file=str(path), line=1, mend=mend)
        table = (look.plain and quick(path, look, needed, optional)) or careful(
            path, needed, optional
        )
    for name, column in table.columns.items():
        if max(map(len, column.texts), default=0) > LONGEST_CELL:
            long = np.array([len(text) > LONGEST_CELL for text in column.texts])
            raise BadInput(
                "file.cell_too_long",
                file=str(path),
                line=table.lines[int(np.argmax(long[column.which]))],
                field=name,
                mend=f"at most {LONGEST_CELL} characters",
            )
    return table


def quick(path: Path, look: Look, needed: Sequence[str], optional: Sequence[str]) -> Table | None:
    """Read a plain file; None where the careful reader has to look: rows of other lengths, blank
    lines, a first line that is not as it should be.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = [name.strip() for name in file.readline().rstrip("\r\n").split(",")]
    try:
        wanted = _places(path, header, needed, optional)
        text = arrow.dictionary(arrow.int32(), arrow.string())
        read = arrow_csv.read_csv(
            path,
            arrow_csv.ReadOptions(column_names=header, skip_rows=1, block_size=BLOCK),
            arrow_csv.ParseOptions(quote_char=False),
            arrow_csv.ConvertOptions(
                include_columns=list(wanted),
                column_types=dict.fromkeys(wanted, text),
                null_values=[],
                strings_can_be_null=False,
            ),
        )
    except (BadInput, arrow.ArrowException):
        return None
    if read.num_rows != look.lines - 1:
        return None
    lines = range(2, read.num_rows + 2)
    return Table(str(path), {name: _column(read.column(name)) for name in wanted}, lines)


def _column(cells: "arrow.ChunkedArray") -> Column:
    """A column of dictionary-encoded cells; no value is blank text, other values as Python's."""
    one = cells.unify_dictionaries()
    if not one.num_chunks:
        return Column([], np.array([], dtype="i4"))
    texts = ["" if text is None else str(text) for text in one.chunk(0).dictionary.to_pylist()]
    which = np.concatenate([chunk.indices.to_numpy() for chunk in one.chunks])
    return Column.of(texts, which.astype(np.int32, copy=False))


def careful(path: Path, needed: Sequence[str], optional: Sequence[str]) -> Table:
    """Read any CSV file row by row; names the line of what is wrong."""
    lines = array("q")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = [name.strip() for name in next(reader)]
            wanted = _places(path, header, needed, optional)
            met: dict[str, dict[str, int]] = {name: {} for name in wanted}
            which = {name: array("i") for name in wanted}
            taken = [(at, met[name], which[name].append) for name, at in wanted.items()]
            for row in reader:
                if not row:
                    continue
                if len(row) != len(header):
                    raise BadInput(
                        "file.cells",
                        file=str(path),
                        line=reader.line_num,
                        got=len(row),
                        expected=len(header),
                        mend="as many cells as the first line has",
                    )
                lines.append(reader.line_num)
                for at, texts, append in taken:
                    append(texts.setdefault(row[at], len(texts)))
        except csv.Error as problem:
            raise BadInput(
                "file.csv",
                file=str(path),
                line=reader.line_num,
                problem=str(problem),
                mend="close every quotation mark",
            ) from problem
    columns = {
        name: Column.of(met[name], np.frombuffer(which[name], dtype="i4")) for name in wanted
    }
    return Table(str(path), columns, lines)


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
    from pyarrow import parquet  # which takes a while, and CSV is what is mostly given

    try:
        names = parquet.read_schema(path).names
        wanted = _places(path, list(names), needed, optional)
        table = parquet.read_table(path, columns=list(wanted))
        columns = {
            name: _column(table.column(name).dictionary_encode(null_encoding="encode"))
            for name in wanted
        }
    except (arrow.ArrowException, OSError) as problem:
        raise BadInput(
            "file.parquet", file=str(path), problem=str(problem)[:200], mend="write the file again"
        ) from problem
    return Table(str(path), columns, range(1, table.num_rows + 1))

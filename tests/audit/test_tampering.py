"""Whatever is changed in a protected table or in the log itself, the check notices it."""

import json
import os
import random
import zlib

import pytest
import sqlalchemy as sa

from occupancy.audit.models import AuditEntry
from occupancy.database import Base, Moment
from occupancy.inspections.projections import DRAFT
from occupancy.protected import OF_THE_LOG, PROJECTIONS, UNPROTECTED
from tests.audit import tampering

FULL = os.environ.get("OCCUPANCY_TEST_SIZE") == "full"
REFERENCE = {
    "community",
    "document_type",
    "exemption_ground",
    "facility_kind",
    "minimum_wage",
    "rate_rule",
}
TIMES = (Moment, sa.Date, sa.Time)
PROTECTED = sorted({table.name for each in PROJECTIONS for table in each.tables} | OF_THE_LOG)
#: Tables whose rows name the entry that they follow from.
NUMBERED = {
    "audit_entry": lambda row: row["seq"],
    "audit_words": lambda row: row["seq"],
    "filing_revision": lambda row: row["audit_seq"],
    "ledger_line": lambda row: row["id"] - 1,
}
#: Tables whose rows are spoken of under a subject of the log.
SUBJECTS = {
    "visit": lambda row: f"visit:{row['id']}",
    "citation": lambda row: f"citation:{row['number_text']}",
    "membership": lambda row: f"person:{row['person_id']}",
    "operator": lambda row: f"operator:{row['id']}",
    "facility": lambda row: f"facility:{row['code']}",
    "scan_run": lambda row: f"scan:{row['date_to']}:{row['number']}",
}


def test_every_table_is_protected_or_has_a_reason_not_to_be(sqlite_template):
    # the migrations that made the template know the tables of every step
    known = [*PROTECTED, *UNPROTECTED]
    assert sorted(known) == sorted(Base.metadata.tables), "a table is missing, or told twice"
    assert all(UNPROTECTED.values())


def test_an_untouched_log_is_good(bench):
    with bench.changed() as connection:
        report = bench.check(connection)
    assert report.findings == ()
    assert report.good
    assert report.entries > 500
    assert report.checkpoints == len(bench.lived.checkpoints)


def test_the_lived_in_log_has_a_row_in_every_protected_table(bench):
    with bench.changed() as connection:
        empty = [
            name
            for name in PROTECTED
            if not tampering.rows_of(connection, Base.metadata.tables[name])
        ]
    assert empty == []


@pytest.mark.parametrize("name", PROTECTED)
def test_every_changed_column_is_noticed(bench, name):
    table = Base.metadata.tables[name]
    unseen = []
    for column in _columns(bench, table):
        for row in _rows(bench, table, column):
            with bench.changed() as connection:
                tampering.change(connection, table, row, column)
                report = bench.check(connection)
            if report.good or not _right(bench, table, row, report.first_seq, column):
                unseen.append((column, row, report.first_seq, report.findings[:2]))
    assert unseen == []


@pytest.mark.parametrize("name", PROTECTED)
def test_every_deleted_row_is_noticed(bench, name):
    table = Base.metadata.tables[name]
    unseen = []
    for row in _rows(bench, table):
        with bench.changed() as connection:
            tampering.delete(connection, table, row)
            report = bench.check(connection)
        if report.good or not _right(bench, table, row, report.first_seq):
            unseen.append((row, report.first_seq, report.findings[:2]))
    assert unseen == []


@pytest.mark.parametrize("name", PROTECTED)
def test_every_inserted_row_is_noticed(bench, name):
    table = Base.metadata.tables[name]
    for row in _rows(bench, table):
        with bench.changed() as connection:
            tampering.insert_like(connection, table, row)
            assert not bench.check(connection).good, row


@pytest.mark.parametrize("name", PROTECTED)
def test_every_pair_of_swapped_rows_is_noticed(bench, name):
    table = Base.metadata.tables[name]
    with bench.changed() as connection:
        pairs = list(tampering.pairs_to_swap(table, tampering.rows_of(connection, table)))
    for one, two in _few(pairs, name):
        with bench.changed() as connection:
            tampering.swap(connection, table, one, two)
            report = bench.check(connection)
        assert not report.good, (one, two)
        if name in NUMBERED:
            assert report.first_seq == min(NUMBERED[name](each) for each in (one, two))


def test_blanked_words_are_noticed_unless_their_salt_was_erased_by_an_entry(bench):
    visits, words = Base.metadata.tables["visit"], Base.metadata.tables["audit_words"]
    with bench.changed() as connection:
        row = next(
            each for each in tampering.rows_of(connection, visits) if each["state"] == "closed"
        )
        tampering.blank(connection, visits, row, "statement")
        assert bench.check(connection).first_seq == row["closed_seq"]
        tampering.delete(connection, words, {"seq": row["closed_seq"]})
        assert bench.check(connection).first_seq == row["closed_seq"]


@pytest.mark.parametrize(
    ("table", "number", "columns"),
    [
        ("audit_entry", "seq", ["at"]),
        ("filing_revision", "audit_seq", ["night", "filed_at", "exempt"]),
        ("ledger_line", "id - 1", ["night", "at"]),
    ],
)
def test_text_that_is_no_value_of_its_column_is_named_exactly(bench, table, number, columns):
    if bench.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite keeps any text in any column")
    for column in columns:
        with bench.changed() as connection:
            last = f"SELECT max({number}) FROM {table}"
            seq = connection.exec_driver_sql(last).scalar()
            connection.exec_driver_sql(
                f"UPDATE {table} SET {column} = 'тут був час' WHERE {number} = {seq}"
            )
            assert bench.check(connection).first_seq == seq, column


@pytest.mark.parametrize("name", PROTECTED)
def test_text_that_is_no_value_never_ends_the_check(bench, name):
    if bench.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite keeps any text in any column")
    table = Base.metadata.tables[name]
    with bench.changed() as connection:
        row = tampering.rows_of(connection, table)[0]
    times = [each.name for each in table.columns if isinstance(each.type, TIMES)]
    for column in times:
        with bench.changed() as connection:
            connection.execute(
                table.update()
                .where(tampering.key_of(table, row))
                .values({column: sa.literal_column("'тут був час'")})
            )
            assert not bench.check(connection).good, column


def _columns(bench, table) -> list[str]:
    """Return all columns; by default a few of tables that are compared as a whole."""
    names = list(table.columns.keys())
    if FULL:
        return names
    if table.name in REFERENCE:
        return _few(names, table.name)
    return names if bench.engine.dialect.name == "sqlite" else names[:: 3 if len(names) > 6 else 1]


def _rows(bench, table, column=""):
    """Return a row to change (at full size several), apart from drafts of visits in hand."""
    with bench.changed() as connection:
        rows = tampering.rows_of(connection, table)
    if table.name == "visit":
        rows = [each for each in rows if each["state"] != "opened" or column not in DRAFT]
    return _few(rows, table.name + column, 3 if FULL else 1)


def _few(things, name, count=2):
    """Return the same few of ``things`` each time."""
    return random.Random(zlib.crc32(name.encode())).sample(things, min(count, len(things)))


def _right(bench, table, row, seq, column="") -> bool:
    """Tell whether ``seq`` is the entry that a change of ``row`` should lead to."""
    if table.name == "audit_entry" and row["kind"] == "words_erased":
        # whoever alters a record of erasing leaves salts missing that nothing erased: earlier ones
        return seq == row["seq"] or seq in json.loads(row["body"])["facts"]["entries"]
    if table.name in NUMBERED:
        return seq == NUMBERED[table.name](row)
    if table.name in REFERENCE:
        return _subject(bench, seq) == f"table:{table.name}"
    if table.name in SUBJECTS:
        found = _subject(bench, seq)
        # a run also says which signals stayed
        return found == SUBJECTS[table.name](row)
    return True


def _subject(bench, seq) -> str | None:
    with bench.changed() as connection:
        return connection.scalar(sa.select(AuditEntry.subject).where(AuditEntry.seq == seq))

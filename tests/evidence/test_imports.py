"""Outside figures come in whole or not at all, are never overwritten, and the log knows them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from occupancy.audit.models import AuditEntry
from occupancy.errors import Refusal
from occupancy.evidence import queries, schemas, services
from occupancy.evidence.commands import Origin, PastCheck, Reading
from occupancy.evidence.models import EvidenceCheck, EvidenceImport, EvidenceReading
from occupancy.filings.schemas import tables
from occupancy.registry.models import Facility
from tests.scans.region import LVIV, SLAVSKE, make_region

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HEAD = "facility_id,community,date_from,date_to,kind,value\n"
JULY = f"LV-0001,{LVIV},2026-07-01,2026-07-31,water_m3,128.5\n"
TOWN = f",{SLAVSKE},2026-07-01,2026-07-31,mobile_visitors,20000\n"
SPAN = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def place(session):
    ids = make_region(session, count=3, nights=1)
    return ids[1]


def take(session, text, *, deed="evidence", sha="a", **other):
    columns, service = {
        "evidence": (schemas.READINGS, services.import_evidence),
        "checks": (schemas.CHECKS, services.import_checks),
    }[deed]
    table = tables.read(text.encode(), columns=columns)
    return service(session, table, Origin("Вигаданий водоканал", sha * 64), now=NOW, **other)


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_readings_of_a_facility_and_of_a_community_are_kept_with_their_source(session, place):
    report = take(session, HEAD + JULY + TOWN)
    assert (report.added, report.corrected, report.unchanged, report.refused) == (2, 0, 0, ())
    first, last = date(2026, 7, 1), date(2026, 7, 31)
    assert queries.readings(session, *SPAN) == [
        Reading(place, None, first, last, "water_m3", 128.5),
        Reading(None, SLAVSKE, first, last, "mobile_visitors", 20000.0),
    ]
    (own,) = queries.readings_of(session, place, *SPAN)
    assert own.source == "Вигаданий водоканал"
    assert queries.readings(session, last + timedelta(days=1), date(2026, 12, 1)) == []


def test_an_import_is_one_entry_that_says_who_what_and_the_digest_of_its_rows(session, place):
    take(session, HEAD + JULY)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    (made,) = queries.imports(session)
    assert (entry.kind, made.id) == ("evidence_imported", entry.seq + 1)
    assert (made.kind, made.rows, made.author_id) == ("evidence", 1, None)


def test_a_correction_is_a_new_row_and_the_newest_one_stands(session, place):
    take(session, HEAD + JULY)
    report = take(session, HEAD + JULY.replace("128.5", "140") + TOWN, sha="b")
    assert (report.added, report.corrected, report.unchanged) == (1, 1, 0)
    assert [each.value for each in queries.readings(session, *SPAN)] == [140.0, 20000.0]
    assert count(session, EvidenceReading) == 3, "the first figure is still there"


def test_the_same_file_and_the_same_rows_add_nothing(session, place):
    take(session, HEAD + JULY)
    assert take(session, HEAD + JULY).again == NOW
    assert take(session, HEAD + JULY, sha="c").unchanged == 1
    assert count(session, EvidenceImport) == 1


def test_only_looking_keeps_nothing(session, place):
    report = take(session, HEAD + JULY, keep=False)
    assert report.added == 1
    assert count(session, EvidenceImport) == count(session, EvidenceReading) == 0


def test_with_one_bad_line_nothing_is_kept_and_the_line_is_named(session, place):
    report = take(session, HEAD + JULY + TOWN.replace("20000", "-3"))
    (refused,) = report.refused
    assert (refused.line, refused.refusal.field, refused.value) == (3, "value", "-3")
    assert count(session, EvidenceReading) == 0


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        (JULY.replace("LV-0001", "XX-1"), "facility_id", "filing.unknown_facility"),
        (JULY.replace(LVIV, SLAVSKE), "community", "evidence.another_community"),
        (TOWN.replace(SLAVSKE, ""), "facility_id", "evidence.nobody_named"),
        (TOWN.replace(SLAVSKE, "UA1"), "community", "evidence.unknown_community"),
        (JULY.replace("2026-07-31", "2026-06-30"), "date_to", "evidence.span_reversed"),
        (JULY.replace("2026-07-01", "2025-01-01"), "date_to", "evidence.span_too_long"),
        (JULY.replace("2026-07-31", "2026-11-23"), "date_to", "evidence.not_over_yet"),
        (JULY.replace("2026-07-01", "1 липня"), "date_from", "filing.not_a_date"),
        (JULY.replace("water_m3", "вода"), "kind", "evidence.kind_unreadable"),
        (JULY.replace("128.5", "nan"), "value", "evidence.value_unreadable"),
        (JULY.replace("128.5", "1e12"), "value", "evidence.value_unreadable"),
        (JULY.replace("128.5", ""), "value", "evidence.value_unreadable"),
        (JULY.replace("\n", ",7\n"), None, "import.too_many_cells"),
    ],
)
def test_each_mistake_of_a_reading_has_its_column_and_its_name(session, place, line, field, code):
    (refused,) = take(session, HEAD + line).refused
    assert (refused.refusal.field, refused.refusal.code) == (field, code)


CHECKS = "facility_id,date,observed_guests,design,inclusion_probability\n"
SEEN = "LV-0001,2026-07-04,31,random,0.25\n"


def test_checks_are_kept_and_an_unknown_probability_stays_unknown(session, place):
    report = take(session, CHECKS + SEEN + "LV-0002,2026-07-04,0,complaint,\n", deed="checks")
    assert report.added == 2
    assert queries.checks(session, *SPAN) == [
        PastCheck(place, date(2026, 7, 4), 31, "random", 0.25),
        PastCheck(place + 1, date(2026, 7, 4), 0, "complaint", None),
    ]


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        (SEEN.replace("31", "3,5"), None, "import.too_many_cells"),
        (SEEN.replace("31", "багато"), "observed_guests", "filing.not_whole_number"),
        (SEEN.replace("random", ""), "design", "evidence.design_unknown"),
        (SEEN.replace("0.25", "0"), "inclusion_probability", "evidence.probability_unreadable"),
        (SEEN.replace("0.25", "25 %"), "inclusion_probability", "evidence.probability_unreadable"),
        (SEEN.replace("2026-07-04", "2026-11-23"), "date", "evidence.not_over_yet"),
        (SEEN + SEEN, None, "evidence.twice_in_file"),
    ],
)
def test_each_mistake_of_a_check_has_its_column_and_its_name(session, place, line, field, code):
    (refused,) = take(session, CHECKS + line, deed="checks").refused
    assert (refused.refusal.field, refused.refusal.code) == (field, code)
    assert count(session, EvidenceCheck) == 0


@pytest.mark.parametrize("source", ["", "x" * 81, "a\u202eb"])
def test_a_source_is_one_readable_line(session, place, source):
    table = tables.read((HEAD + JULY).encode(), columns=schemas.READINGS)
    with pytest.raises(Refusal) as refused:
        services.import_evidence(session, table, Origin(source, "a" * 64), now=NOW)
    assert refused.value.code == "evidence.source_unreadable"
    assert session.scalar(select(func.count()).select_from(Facility)) == 3


def test_a_column_that_means_nothing_is_refused_with_those_that_do():
    with pytest.raises(tables.ColumnUnknown) as refused:
        tables.read((HEAD.replace("value", "value,guests")).encode(), columns=schemas.READINGS)
    assert "date_from" in refused.value.facts["known"]
    assert "exempt" not in refused.value.facts["known"]


def test_a_database_refuses_a_reading_of_nobody(session, place):
    take(session, HEAD + JULY)
    with pytest.raises(Exception, match="of_whom"), session.begin_nested():
        session.execute(update(EvidenceReading).values(facility_id=None))

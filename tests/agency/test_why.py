"""What stands behind a signal: honest explanations, peers, nights, readings, what settles it."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from occupancy.accounts.models import Person
from occupancy.agency import why
from occupancy.database import make_engine, saving
from occupancy.evidence.commands import Origin
from occupancy.evidence.schemas import READINGS
from occupancy.evidence.services import import_evidence
from occupancy.filings.schemas import tables
from occupancy.scans import queries as scans
from occupancy.scans import rules
from occupancy.scans.models import Assessment
from occupancy.scans.queries import BandRow
from tests.agency.conftest import OPENED
from tests.scans.region import LAST

HONEST = (
    "HONEST_LOW_LEVEL",
    "HONEST_CLOSURE",
    "HONEST_BEDS_WRONG",
    "HONEST_LONG_LET",
    "HONEST_EXEMPT_WAVE",
    "HONEST_TYPING_ERROR",
)


@pytest.fixture
def explained(database_url, region):
    """Give the Lviv signal with every honest explanation and with water of its group."""
    engine = make_engine(database_url)
    told = [
        {"code": code, "weight": 0.05 + at / 100, "p": None, "numbers": {}, "nights": []}
        for at, code in enumerate(HONEST)
    ]
    lines = ["facility_id,community,date_from,date_to,kind,value"]
    lines += [f"LG-{n:04},,2026-10-01,2026-10-31,water_m3,{90 + n}" for n in range(8)]
    with Session(engine) as session, saving(session):
        flag = scans.flag(session, region.lviv_flag)
        said = session.get_one(Assessment, (flag.latest_run, flag.facility_id))
        whole = json.loads(json.dumps(said.reasons)) + told
        session.execute(
            update(Assessment)
            .where(Assessment.facility_id == flag.facility_id)
            .values(reasons=whole)
        )
        table = tables.read("\n".join(lines).encode(), columns=READINGS)
        import_evidence(session, table, Origin("Водоканал", "a" * 64), now=OPENED)
    engine.dispose()
    return region.lviv_flag


def test_the_signals_page_tells_what_speaks_for_and_what_against(visitor, explained):
    page = visitor("agency").get(f"/agency/flags/{explained}").text
    before, after = page.split(">Чесні пояснення<")
    assert "Поодинокі порожні ночі" in before
    assert "Просто менше гостей" not in before
    assert "Описка в числі" in after
    assert "10 %" in after.replace("\xa0", " ")
    for words in ("Числа детектора", "nights_empty", "середина подібних", "нижче за середню"):
        assert words in page
    assert "Порівняно з 11 закладами" in page
    assert "Ночі, що важать найбільше" in page


def test_readings_stand_beside_declared_nights_and_the_middle_of_peers(visitor, explained):
    browser = visitor("agency")
    for address in (f"/agency/flags/{explained}", "/agency/facilities/LG-0003"):
        page = browser.get(address).text
        assert "Вода, м³" in page
        assert "джерело: Водоканал" in page
        row = page[page.index("1 жовтня – 31 жовтня 2026") :].split("</tr>")[0]
        own, peers = [
            float(cell.rsplit(">", 1)[-1].strip().replace(",", "."))
            for cell in row.split("</td>")[2:4]
        ]
        assert own > 1.1 * peers, "it declared every fifth night empty"


def test_what_would_settle_it_names_a_night_of_the_right_weekday_and_papers(visitor, explained):
    page = visitor("agency").get(f"/agency/flags/{explained}").text
    settled = page[page.index("Що розв’язало б питання") :].split("</section>")[0]
    assert "Обстеження в ніч" in settled
    assert "Договір на довге проживання" in settled
    assert "Показник води чи струму за кілька місяців" not in settled, "water is known already"
    assert "ще не обстежено" in settled


def test_all_of_it_is_there_in_english(visitor, explained, database_url, world):
    engine = make_engine(database_url)
    with Session(engine) as session, saving(session):
        session.get_one(Person, world.people["agency"]).language = "en"
    engine.dispose()
    browser = visitor("agency")
    page = browser.get(f"/agency/flags/{explained}").text
    for words in (
        "Honest explanations",
        "Simply fewer guests",
        "What would settle it",
        "Water, m³",
    ):
        assert words in page
    assert "What the detector cannot know" in browser.get("/agency/method").text


def band(day, hidden):
    return BandRow(1, 1, day, 0, 10.0, 5.0, 15.0, 3.0, 17.0, 0.01, hidden, True)


def test_the_weekday_with_the_largest_gap_is_proposed_next():
    bands = [
        band(LAST - timedelta(days=n), 8.0 if (LAST - timedelta(days=n)).weekday() == 4 else 1.0)
        for n in range(28)
    ]
    assert why._best_night(bands, date(2026, 11, 23)) == (date(2026, 11, 27), 8.0)
    assert why._best_night(bands, date(2026, 11, 27))[0] == date(2026, 11, 27)
    assert why._best_night([band(LAST, 0.1)], LAST) is None


def test_nights_are_ranked_by_expected_hidden_guests():
    bands = [band(LAST - timedelta(days=n), float(n % 7)) for n in range(30)]
    found = why.ranked(bands)
    assert [each.hidden for each in found] == sorted((each.hidden for each in found), reverse=True)
    assert (len(found), found[0].hidden) == (10, 6.0)


@pytest.mark.parametrize(("count", "of"), [(0, 1), (1, 1), (3, 4), (50, 100)])
def test_a_share_of_few_has_wide_honest_limits(count, of):
    found = rules.small_share(count, of)
    assert 0 <= found.low <= count / of <= found.high <= 1
    assert found.high - found.low > 1 / (of + 3) ** 0.5

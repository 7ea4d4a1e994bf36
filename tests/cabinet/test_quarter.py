"""The running quarter: the same sum on every page, line by line, with its rule and its dates."""

from datetime import timedelta

import pytest

from occupancy.filings import queries
from occupancy.registry import queries as registry
from occupancy.tax.amounts import quarter_lines
from occupancy.tax.quarters import Quarter
from tests.cabinet.conftest import NIGHT

PAGE = "/cabinet/SL-0001/quarter"


def test_each_line_shows_nights_rate_unit_and_sum(operator, filed):
    for back in range(1, 4):
        filed(NIGHT - timedelta(days=back), exempt={"IDP": 1})
    page = operator.get(PAGE).text
    # 18 nights at 43.235 and 3 at 172.94, each line rounded once; guests paid 43.24 and 172.94.
    for shown in ("778,23", "518,82", "1 297,05", "43,235", "172,94", "1 297,14", "0,09"):
        assert shown.replace(" ", "\u00a0") in page, shown
    assert "демонстраційна ставка" in page
    assert "не перевірено юристом" in page
    assert "вт 9 лютого 2027" in page


def test_the_sum_is_that_of_the_tax_step(operator, filed, session, world):
    for back in range(1, 30):
        filed(NIGHT - timedelta(days=back), rooms=1 + back % 7, domestic=1 + back % 9, inbound=0)
    place = registry.facility_by_id(session, world.facilities["SL-0001"])
    quarter = Quarter.of(NIGHT)
    law = registry.law(session, [place.community.katottg])
    due = quarter_lines(
        quarter,
        queries.between(session, place.id, quarter.first, quarter.last).values(),
        rates=law.rates,
        katottg=place.community.katottg,
        facility_kind=place.kind,
        wages=law.wages,
    )
    hryvnias = f"{due.total_kopiykas // 100:,}".replace(",", "\u00a0")
    assert f"{hryvnias},{due.total_kopiykas % 100:02}\u00a0₴" in operator.get(PAGE).text


def test_a_quarter_without_figures_says_so(operator):
    page = operator.get(f"{PAGE}?of=2026-Q2").text
    assert "Ще немає поданих ночей зі збором." in page
    assert "II квартал 2026" in page


@pytest.mark.parametrize("wanted", ["2026-Q5", "2027-Q1", "x", "0000-Q1", "2026-Q4 "])
def test_a_quarter_that_is_not_or_not_yet_is_no_page(operator, wanted):
    assert operator.get(f"{PAGE}?of={wanted}").status_code == 404

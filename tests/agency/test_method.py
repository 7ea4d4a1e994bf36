"""The method page: what is measured stands beside what is promised, and its limits beside both."""

import pytest
from sqlalchemy.orm import Session

from occupancy.accounts.models import Person
from occupancy.agency.method import figures
from occupancy.database import make_engine, saving
from occupancy.scans import queries as scans
from occupancy.scans.queries import Measured


@pytest.fixture
def english(database_url, world):
    engine = make_engine(database_url)
    with Session(engine) as session, saving(session):
        session.get_one(Person, world.people["agency"]).language = "en"
    engine.dispose()


def test_both_kinds_of_towns_stand_in_one_line(room):
    with room.test_request_context():
        found = figures(
            [
                Measured("fdr_at_q_0.10", 0.1, 0.0471),
                Measured("real.fdr_at_q_0.10", 0.1, 0.0754),
                Measured("power_at_q_0.10", 1.0, 0.5022),
                Measured("total_gap.relative_error", 0.0, -0.0987),
                Measured("real.brand_new", 1.0, 0.25),
            ]
        )
    told = [[words.replace("\xa0", " ") for words in vars(each).values()] for each in found]
    assert told == [
        ["Хибних серед сигналів за q ≤ 0,10", "до 10 %", "4,7 %", "7,5 %"],
        ["Знайдено закладів, що подали не все, за q ≤ 0,10", "—", "50,2 %", "—"],
        ["Зсув загальної розбіжності міста в середньому", "0 %", "−9,9 %", "—"],
        ["brand_new", "—", "—", "25,0 %"],
    ]


def test_the_page_shows_every_measured_figure_in_words(visitor):
    page = visitor("agency").get("/agency/method").text
    measured = scans.calibration()
    names = {each.name.removeprefix("real.") for each in measured}
    assert page.split("Обіцяно і виміряно")[-1].count('<th scope="row"') == len(names)
    for each in measured:
        assert each.name not in page


def test_the_page_says_what_its_panels_share_with_what_the_judge_learned_on(visitor):
    page = visitor("agency").get("/agency/method").text
    for words in (
        "Дві збірки тих міст, одна вигадана й одна з ночей двох готелів, не зовсім незалежні",
        "зачинені в певні дні тижня, і довге проживання",
        "порядок закладів був у середньому кращим, ніж у всіх порівняних способів",
        "де чесні заклади дивніші за наші, хибним бував кожен п’ятий сигнал",
        "загальна розбіжність бувала хибною від чверті до половини",
        "На справжніх обстежених закладах цього ще ніхто не повторив",
        "не можна ставити в основу суми до сплати",
        "Однакову частку, яку не подають щоночі",
    ):
        assert words in page


@pytest.mark.usefixtures("english")
def test_it_says_so_in_english(visitor):
    page = visitor("agency").get("/agency/method").text
    for words in (
        "are not quite independent",
        "facilities shut on certain weekdays, and long stays",
        "one signal in five was wrong and limits held the truth of three in four",
        "off by a quarter to a half",
        "no basis for a sum to be paid",
    ):
        assert words in page

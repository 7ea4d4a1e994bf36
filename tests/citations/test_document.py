"""The PDF is a pure function of its snapshot, an archive copy, and closed to the world."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from datetime import UTC, datetime

import pikepdf
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from occupancy.citations import document
from occupancy.citations.document import pdf_of
from tests.citations.reading import Paper
from tests.support.tree import ROOT

FULL = os.environ.get("OCCUPANCY_TEST_SIZE") == "full"
#: Points from the page's edge to where letters may begin, a hair given.
MARGIN = 20 / 25.4 * 72 - 1

PRINT = """
import hashlib, sys
from occupancy.citations.document import pdf_of
print(hashlib.sha256(pdf_of(sys.stdin.buffer.read())).hexdigest())
"""


@pytest.fixture(scope="module")
def pdf(snapshot) -> bytes:
    return pdf_of(snapshot())


@pytest.fixture(scope="module")
def opened(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file:
        yield file


def text_of(pdf: bytes) -> tuple[str, int]:
    paper = Paper(pdf)
    try:
        return paper.text, len(paper.pages)
    finally:
        paper.close()


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati"])
def test_another_process_prints_the_same_bytes(pdf, snapshot, zone):
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": zone, "LANG": "C", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", PRINT], cwd=ROOT, env=env, input=snapshot(), capture_output=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.decode().strip() == hashlib.sha256(pdf).hexdigest()


def test_a_later_day_prints_the_same_bytes(pdf, snapshot):
    import time_machine

    with time_machine.travel(datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)):
        assert pdf_of(snapshot()) == pdf


def test_another_snapshot_is_another_paper(pdf, snapshot):
    assert pdf_of(snapshot(seen__guests=24)) != pdf


def test_one_page_says_everything(pdf):
    text, pages = text_of(pdf)
    assert pages == 1
    for words in (
        "Славська селищна рада", "Акт обстеження", "№ СЛ-2026-000137",
        "21 листопада 2026 року, 20:31", "Садиба «Сьома Смерека»", "UA46100210000027970",
        "ФОП Білас Ганна Миколаївна, код 2530414071", "Розпорядження від 16.11.2026 № 118-р",
        "відбір за сигналом № 412", "Ніч із суботи 21 на неділю 22 листопада 2026 року",
        "запечатано 18:42:05", "20:05–20:14", "запис журналу 183 977",
        "відбиток b81e 40c2 9d77 1fa3", "Подано «порожньо» о 18:02:44",
        "Граничний час 22:00 ще не минув", "О 20:09:44 заклад подав 9 номерів і 19 гостей",
        "журнал заселення, ключі на рецепції, освітлені вікна", "не перевірено юристом",
        "Гості приїхали після сьомої", "Тимків Леся Орестівна", "посвідчення № 0057",
        "3K7Q 2M9X V0BT 5RZ8 WDHC 4NPE 6A", "сторінка 1 з 1",
    ):  # fmt: skip
        assert words in text.replace("\u00a0", " "), words


def test_no_word_accuses(snapshot):
    text, _ = text_of(pdf_of(snapshot()))
    for word in ("порушник", "шахрай", "підозр", "аномал", "приховав", "штраф", "відмов"):
        assert word not in text.lower()


def test_nothing_filed_is_told_apart_from_zero(snapshot):
    nothing = {
        "seal__filed": False, "seal__rooms": None, "seal__guests": None, "seal__receipt_no": None,
        "seal__filed_at": None, "seal__revision": None, "later": [],
    }  # fmt: skip
    text, _ = text_of(pdf_of(snapshot(**nothing)))
    assert "не подано 11 —" in text
    assert "нічого не подано; це не те саме, що 0" in text
    assert "заявлено 0" not in text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"seal__cutoff_passed": True}, "22:00 вже минув"),
        ({"basis__origin": "random", "basis__flag": None, "expected": None}, "відбір жеребом"),
        ({"received": {"name": None, "post": None}}, "ім’я не названо"),
        ({"statement": None}, "Пояснень не надали."),
        ({"signing": "refused"}, "Свідки (за бажанням)"),
        ({"signing": "with_remarks", "remarks": "Швидко."}, "Зауваження: Швидко."),
        ({"replaces": {"number": "СЛ-2026-000136", "sha256": "ab" * 32}}, "Замість документа №"),
        ({"seal__closure": "season"}, "заявлено, що заклад зачинено"),
        ({"night": "2026-11-30"}, "Ніч з понеділка 30 листопада на вівторок 1 грудня 2026 року"),
        ({"night": "2026-12-31"}, "із четверга 31 грудня 2026 року на п’ятницю 1 січня 2027 року"),
    ],
)  # fmt: skip
def test_each_case_has_its_words(snapshot, changed, words):
    text, pages = text_of(pdf_of(snapshot(**changed)))
    assert words in text
    assert pages <= 2


def test_a_kind_of_paper_prints_its_own_title_and_law(snapshot):
    kind = {"title_uk": "Припис", "legal_basis_uk": "Закон 877-V, ст. 7.", "unverified": False}
    text, _ = text_of(pdf_of(snapshot(**{f"document__{name}": kind[name] for name in kind})))
    assert "Припис № СЛ-2026-000137" in text
    assert "Закон 877-V, ст. 7." in text
    assert "не перевірено юристом" not in text


def test_an_unknown_template_is_not_guessed(snapshot):
    with pytest.raises(document.UnknownTemplate):
        pdf_of(snapshot(template="99"))


# --- archive form


def test_it_is_an_archive_copy_with_tags(opened):
    with opened.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert meta["dc:title"] == "Акт обстеження № СЛ-2026-000137"
    root = opened.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "uk"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert root.OutputIntents[0].S == "/GTS_PDFA1"
    assert root.OutputIntents[0].DestOutputProfile.read_bytes()[36:40] == b"acsp"
    assert all(page.obj.Tabs == "/S" for page in opened.pages)


def test_it_carries_its_snapshot(opened, snapshot):
    assert list(opened.attachments) == ["snapshot.json"]
    assert opened.attachments["snapshot.json"].get_file().read_bytes() == snapshot()
    assert opened.Root.AF[0].AFRelationship == "/Source"


def test_every_font_is_ours_and_in_the_file(opened):
    fonts = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary)
             and each.get("/Type") == "/FontDescriptor"]  # fmt: skip
    assert fonts
    for font in fonts:
        assert "+Plex" in str(font.FontName)
        assert any(name in font for name in ("/FontFile2", "/FontFile3"))


def test_every_figure_has_words_and_every_table_heads(opened):
    kinds: list[str] = []
    for each in opened.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem":
            kinds.append(str(each.S))
            if each.S == "/Figure":
                assert str(each.get("/Alt", ""))
    assert {"/Document", "/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/P"} <= set(kinds)


def test_no_script_and_no_way_out(opened):
    parts = (each for each in opened.objects if isinstance(each, pikepdf.Dictionary))
    names = {key for each in parts for key in each}
    assert not names & {"/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/URI"}


# --- whatever a name holds


@pytest.mark.parametrize(
    "name",
    [
        '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "Готель & Ко", "О’Генрі «»",
        "</td></table><style>*{display:none}</style>", "{{ 7*7 }} {% raw %}", "&lt;b&gt;",
    ],
)  # fmt: skip
def test_a_name_is_text_whatever_it_holds(snapshot, name):
    text, pages = text_of(pdf_of(snapshot(facility__name=name)))
    assert "".join(name.split()) in "".join(text.split())
    assert pages == 1


WRITTEN = st.characters(max_codepoint=0x2FFF, categories=["L", "N", "P", "S", "Zs", "M"])
words = st.one_of(
    st.text(WRITTEN, min_size=1, max_size=160),
    st.text("АБВҐЄІЇабвґєії’«» -", min_size=1, max_size=200),
    st.text("ЩW", min_size=100, max_size=200),
    st.sampled_from(["מלון שלום " * 9, "فندق السلام " * 9, "<b>" * 60, "Ａ" * 120]),
)  # fmt: skip


@given(words, words, words)
@settings(max_examples=1000 if FULL else 12, deadline=None, phases=[Phase.explicit, Phase.generate])
def test_no_name_breaks_the_page(snapshot, facility, operator, person):
    changed = {"facility__name": facility, "operator__name": operator, "received__name": person}
    paper = Paper(pdf_of(snapshot(**changed)))
    try:
        assert len(paper.pages) <= 2
        left, bottom, right, top = paper.edges()
        width, height = paper.pages[0].get_width(), paper.pages[0].get_height()
        assert left >= MARGIN - 6
        assert right <= width - 15 / 25.4 * 72 + 7
        assert bottom >= 12
        assert top <= height - 20
        assert "Підписи" in paper.text
    finally:
        paper.close()


def test_the_longest_statement_runs_on_to_clean_pages(snapshot):
    text, pages = text_of(
        pdf_of(snapshot(statement="Слово до слова. " * 125, remarks="Ще слово. " * 200))
    )
    assert pages == 2
    assert "сторінка 2 з 2" in text
    assert text.count("Слово до слова.") == 125


@pytest.mark.parametrize("field", ["facility__name", "statement", "remarks", "received__name"])
def test_threat_14_words_that_look_like_a_page_load_nothing(snapshot, field, tmp_path):
    """Whatever would be fetched stops the printing (``ForbiddenFile``), so a paper is the proof."""
    secret = tmp_path / "secret.txt"
    secret.write_text("kept-in-the-server")
    words = (
        f'<img src="{secret.as_uri()}"><link rel=attachment href="{secret.as_uri()}">'
        f"<style>@import url({secret.as_uri()});</style>"
    )
    pdf = pdf_of(snapshot(**{field: words}, signing="with_remarks"))
    assert "linkrel=attachment" in "".join(text_of(pdf)[0].split())
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert list(file.attachments) == ["snapshot.json"]
        for each in file.objects:
            if isinstance(each, pikepdf.Stream):
                assert b"kept-in-the-server" not in each.read_bytes()


# --- photos


def test_the_photos_of_a_visit_are_listed_with_whole_digests(snapshot):
    photo = {"at": "2026-11-21T18:07:12.000Z", "audit_seq": 183980, "sha256": "0123abcd" * 8}
    text, pages = text_of(pdf_of(snapshot(template="2", v=2, photos=[photo] * 3)))
    assert pages <= 2
    assert "3; зберігаються з обстеженням" in text
    assert f"2) 20:07:12, запис 183 980: {'0123 abcd ' * 8}".strip() in " ".join(
        text.replace("\u00a0", " ").split()
    )


def test_a_visit_without_photos_prints_as_before(snapshot, pdf):
    assert (
        text_of(pdf_of(snapshot(template="2", v=2, photos=[])))[0].split("код")[0]
        == (text_of(pdf)[0].split("код")[0])
    )

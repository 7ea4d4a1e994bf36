"""A facility answers a question: words, photos and PDFs, for the agency to see beside it."""

from __future__ import annotations

import io

import pytest
from werkzeug.datastructures import FileStorage

from occupancy.audit import queries as audit
from occupancy.scans import queries
from tests.attachments.pictures import from_a_phone, picture
from tests.cabinet.test_inbox import asked, put_the_question  # noqa: F401 - a fixture
from tests.support.apps import token_of

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def question(asked, operator, world):  # noqa: F811 - the fixture above
    """Give the page of an open question, and the signal."""
    engine, flag = asked
    put_the_question(engine, flag, world)
    return f"/cabinet/LG-0003/questions/{flag.id}", flag


@pytest.fixture
def answer(question, operator):
    """Give ``answer(words, *files)``: the form of the question sent as a person does."""
    page, _ = question

    def send(words, *files):
        chosen = [FileStorage(io.BytesIO(each), filename="guest list.html") for each in files]
        form = {"csrf_token": token_of(operator, page), "words": words, "files": chosen}
        return operator.post(f"{page}/reply", data=form, content_type="multipart/form-data")

    return send


def test_an_answer_with_files_stands_beside_the_question(answer, operator, question, session):
    page, flag = question
    assert answer("Був ремонт даху.\nАкт додаємо.", from_a_phone(), PDF).status_code == 303
    (reply,) = queries.replies(session, flag.id)
    photo, paper = reply.files
    assert (photo.media_type, paper.media_type) == ("image/jpeg", "application/pdf")
    shown = operator.get(page).text
    assert "Був ремонт даху." in shown
    assert photo.key in shown
    given = operator.get(f"{page}/files/{paper.key}")
    assert (given.mimetype, given.data) == ("application/pdf", PDF)
    assert given.headers["Content-Disposition"].startswith('attachment; filename="reply-file-')
    assert "sandbox" in given.headers["Content-Security-Policy"]
    small = operator.get(f"{page}/files/{photo.key}?small=1")
    assert small.mimetype == "image/jpeg"
    assert b"Exif" not in small.data
    (entry,) = [e for e in audit.history(session, "flag:LG-0003") if e.kind == "flag_answered"]
    assert "ремонт" not in str(entry.body)
    assert audit.words_hold(session, entry.seq, {"words": reply.words})


@pytest.mark.parametrize(
    ("words", "files", "why"),
    [
        ("  ", (), "Напишіть відповідь"),
        ("х" * 1001, (), "1000"),
        ("Так\x00ось.", (), "Відповідь:"),
        ("Ось фото.", (b"<svg/>",), "За вмістом це не той вид файлу"),
        ("Ось фото.", (picture(size=(40, 30)),) * 4, "Уже є 3 файлів"),
        ("Ось файл.", (PDF[:-7],), "Файл пошкоджений"),
    ],
)
def test_what_cannot_be_taken_is_told_and_the_words_stay(
    answer, question, session, settings, words, files, why
):
    refused = answer(words, *files)
    assert refused.status_code == 422
    assert why in refused.text
    if "\x00" not in words:
        assert words.strip()[:20] in refused.text
    assert queries.replies(session, question[1].id) == []
    assert list((settings.data_dir / "files").rglob("*.*")) == []


def test_only_the_house_that_was_asked_answers_and_sees(answer, question, visitor, session):
    page, flag = question
    answer("Ось фото.", picture(size=(40, 30)))
    key = queries.replies(session, flag.id)[0].files[0].key
    stranger = visitor("operator2")
    token = token_of(stranger, "/cabinet/LV-0002/import")
    form = {"csrf_token": token, "words": "Чуже."}
    assert stranger.post(f"{page}/reply", data=form).status_code == 404
    assert stranger.get(f"{page}/files/{key}").status_code == 404
    assert stranger.get(f"/cabinet/LV-0002/questions/{flag.id}/files/{key}").status_code == 404


def test_five_answers_are_enough(answer, question, session):
    for number in range(5):
        assert answer(f"Відповідь {number}").status_code == 303
    assert answer("Ще одна").status_code == 409
    assert len(queries.replies(session, question[1].id)) == 5

"""Photos of a visit: added, taken back, and sealed when it ends (threat 12)."""

from __future__ import annotations

import io
import re

import pytest
from werkzeug.datastructures import FileStorage

from occupancy.attachments import queries as attachments
from occupancy.audit import queries as audit
from occupancy.inspections.rules import photos_of
from tests.attachments.pictures import from_a_phone, moving, picture
from tests.support.apps import token_of


@pytest.fixture
def opened(walk):
    return walk.opened()


@pytest.fixture
def page(opened):
    return f"/visits/{opened.id}/photos"


@pytest.fixture
def add(tablet, page):
    """Give ``add(*files)``: the form of the page sent with these files, by the inspector."""
    client = tablet("inspector")

    def send(*files, go="photos", name="x.jpg"):
        token = token_of(client, page)
        chosen = [FileStorage(io.BytesIO(each), filename=name) for each in files]
        form = {"csrf_token": token, "go": go, "photos": chosen}
        return client.post(page, data=form, content_type="multipart/form-data")

    send.client = client
    return send


def photos(kept, opened):
    kept.rollback()
    return attachments.of_subject(kept, photos_of(opened.id))


def test_several_photos_are_kept_at_once_and_shown_small(add, page, kept, opened):
    answer = add(picture(), from_a_phone(), go="statement")
    assert (answer.status_code, answer.location.rsplit("/", 1)[1]) == (303, "statement")
    shown = add.client.get(page).text
    for each in photos(kept, opened):
        assert f"/photos/{each.key}.jpg?small=1" in shown
    assert len(photos(kept, opened)) == 2


def test_a_photo_is_given_back_with_its_own_type_and_no_name_of_ours_or_theirs(
    add, page, kept, opened, settings
):
    name = "../Гість Іваненко.html"
    assert add(from_a_phone(), name=name).status_code == 303
    (photo,) = photos(kept, opened)
    for small in ("", "?small=1"):
        answer = add.client.get(f"{page}/{photo.key}.jpg{small}")
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert re.fullmatch(
            r'inline; filename="visit-photo-\d+\.jpg"', answer.headers["Content-Disposition"]
        )
        assert "no-store" in answer.headers["Cache-Control"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert b"Exif" not in answer.data
    on_disk = " ".join(path.name for path in settings.data_dir.rglob("*"))
    assert "Іваненко" not in on_disk + str(answer.headers)


def test_threat_12_what_is_no_photo_is_told_beside_the_field_and_the_others_are_kept(
    add, kept, opened
):
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    answer = add(picture(), svg, moving("PNG"))
    assert answer.status_code == 422
    assert "Фото 2: За вмістом це не той вид файлу" in answer.text
    assert "Фото 3: Зображення рухається" in answer.text
    assert len(photos(kept, opened)) == 1


def test_a_photo_can_be_taken_back_before_the_end(add, page, kept, opened, settings, send):
    add(picture())
    (photo,) = photos(kept, opened)
    assert send(add.client, f"{page}/{photo.key}/remove", {}, page).status_code == 303
    assert photos(kept, opened) == []
    assert list((settings.data_dir / "files").rglob("*.jpg")) == []
    assert add.client.get(f"{page}/{photo.key}.jpg").status_code == 404


def test_nobody_else_sees_adds_or_removes(add, page, kept, opened, tablet, walk, send):
    add(picture())
    (photo,) = photos(kept, opened)
    chief = tablet("chief")
    for path in (page, f"{page}/{photo.key}.jpg"):
        assert chief.get(path).status_code == 404
    for path in (page, f"{page}/{photo.key}/remove"):
        assert send(chief, path, {}, "/").status_code == 404
    other = walk.opened(walk.planned("LV-0002"))
    mine = f"/visits/{other.id}/photos/{photo.key}"
    assert add.client.get(f"{mine}.jpg").status_code == 404
    assert send(add.client, f"{mine}/remove", {}, page).status_code == 404
    assert len(photos(kept, opened)) == 1


def test_the_end_seals_the_photos_and_the_paper_lists_them(
    add, page, kept, opened, walk, send, tablet
):
    add(picture(), from_a_phone())
    walk.closed(opened)
    listed = photos(kept, opened)
    (closing,) = [
        each for each in audit.history(kept, f"visit:{opened.id}") if each.kind == "visit_closed"
    ]
    said = closing.body["facts"]["photos"]
    assert [each["entry"] for each in said] == [each.audit_seq for each in listed]
    for photo, each in zip(listed, said, strict=True):
        entry = audit.entry(kept, photo.audit_seq)
        assert entry.body["facts"]["words"] == {"sha256": each["digest"]}
    # Nothing is added or removed any more: the pages lead to the visit's end.
    assert add.client.get(page).location.endswith(opened.id)
    for path in (page, f"{page}/{listed[0].key}/remove"):
        assert send(add.client, path, {}, "/").status_code == 303
    assert photos(kept, opened) == listed
    shown = add.client.get(f"/visits/{opened.id}").text
    assert f"{listed[0].key}.jpg" in shown
    assert f"{listed[0].key}/remove" not in shown


def test_more_than_a_dozen_are_refused_in_words(add, kept, opened):
    small = picture(size=(40, 30))
    answer = add(*[small] * 13)
    assert answer.status_code == 422
    assert "Фото 13: Уже є 12 файлів" in answer.text
    assert len(photos(kept, opened)) == 12


def test_a_person_who_is_not_signed_in_cannot_send_a_large_request(field, page):
    kind = "multipart/form-data; boundary=x"
    answer = field.test_client().post(page, data=b"x" * 13_000_000, content_type=kind)
    assert answer.status_code == 413

"""People, rights by two, lost ways in, and who did what, through the pages."""

import re

import pytest

from occupancy.accounts import queries
from occupancy.accounts.roles import Role
from tests.admin.conftest import EVENING
from tests.support.apps import post_form, sign_in_as
from tests.support.world import LVIV

TODAY = EVENING.date()


def waiting(kept):
    kept.rollback()
    return queries.waiting(kept, EVENING)


def ask(client, person_id, **form):
    form = {"role": "agency", "valid_from": "2026-11-23", **form}
    return post_form(client, f"/admin/people/{person_id}/roles/new", form)


def answer(client, approval_id, said="yes"):
    path = f"/admin/approvals/{approval_id}"
    return post_form(client, path, {"answer": said}, page="/admin/approvals")


def test_an_invited_official_gets_in_with_a_right_that_two_people_gave(visitor, portal, kept):
    admin, chief = visitor("admin"), visitor("chief")
    form = {"display_name": "Олена Нова", "login": "Olena", "post_uk": "аналітикиня"}
    shown = post_form(admin, "/admin/people/new", form)
    password = re.search(r'n-first-password"[^>]*>([^<]+)<', shown.text)[1]
    number = queries.person_id_of(kept, "olena")
    assert password not in admin.get(f"/admin/people/{number}").text, "shown once"
    assert ask(admin, number).status_code == 303
    (asked,) = waiting(kept)
    refused = answer(admin, asked.id)
    assert refused.status_code == 409
    assert "потрібна друга особа" in refused.text
    assert answer(chief, asked.id).status_code == 303
    kept.rollback()
    assert queries.actor(kept, number, TODAY).has(Role.AGENCY)
    newcomer = portal.test_client()
    form = {"login": "olena", "password": password}
    assert post_form(newcomer, "/sign-in", form).location == "/sign-in/code"
    assert "Налаштуйте телефон" in newcomer.get("/sign-in/phone").text


def test_a_shut_account_is_out_with_its_next_request_and_can_be_opened(visitor, world):
    admin, officer = visitor("admin"), visitor("officer")
    page = f"/admin/people/{world.people['officer']}"
    assert officer.get("/agency/").status_code == 200
    assert post_form(admin, page + "/disable", {}, page=page).status_code == 303
    assert officer.get("/agency/").status_code == 303
    assert "закрито" in admin.get(page).text
    assert post_form(admin, page + "/disable", {}, page=page).status_code == 409
    post_form(admin, page + "/enable", {}, page=page)
    assert "Обліковий запис відкрито" in admin.get(page).text


def test_a_right_is_taken_away_by_one_person_at_once(visitor, world, kept):
    admin, officer = visitor("admin"), visitor("officer")
    number = world.people["officer"]
    (held,) = queries.memberships(kept, number)
    page = f"/admin/people/{number}"
    post_form(admin, f"{page}/roles/{held.id}/end", {}, page=page)
    assert officer.get("/agency/").status_code == 404
    other = f"/admin/people/{world.people['agency']}/roles/{held.id}/end"
    assert post_form(admin, other, {}, page=page).status_code == 404


def test_a_business_gets_a_first_password_at_once_and_an_official_after_two(visitor, world, kept):
    admin = visitor("admin")
    operator = f"/admin/people/{world.people['operator']}"
    shown = post_form(admin, operator + "/reset", {"what": "password"}, page=operator)
    assert re.search(r'n-first-password"[^>]*>[^<]{19}<', shown.text)
    agency = f"/admin/people/{world.people['agency']}"
    for what in ("password", "phone"):
        asked = post_form(admin, agency + "/reset", {"what": what}, page=agency)
        assert asked.status_code == 303
    assert "n-first-password" not in admin.get(agency).text
    phone, password = waiting(kept)[::-1]
    chief = visitor("chief")
    assert "n-first-password" in answer(chief, password.id).text
    assert answer(chief, phone.id).status_code == 303
    kept.rollback()
    assert queries.factor(kept, world.people["agency"]).secret is None


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"role": ""}, "Оберіть, що людина"),
        ({"role": "porter"}, "вкажіть бізнес або заклад"),
        ({"role": "porter", "facility": "XX-1"}, "немає закладу з таким кодом"),
        ({"role": "operator", "business": "00"}, "немає бізнесу"),
        ({"role": "officer", "community": "UA1"}, "не знає такої громади"),
        ({"valid_from": "2026-W01-1"}, "Це не дата"),
        ({"valid_to": "2026-11-22"}, "раніший за перший"),
    ],
)
def test_a_right_that_cannot_be_is_said_beside_its_field(visitor, world, form, said):
    refused = ask(visitor("admin"), world.people["porter"], **form)
    assert refused.status_code == 422
    assert said in refused.text


def test_a_right_at_a_place_is_asked_for_by_code(visitor, world, kept):
    ask(visitor("admin"), world.people["porter"], role="officer", community=LVIV)
    ask(visitor("admin"), world.people["porter"], role="porter", facility="lv-0002")
    facts = [each.facts for each in waiting(kept)]
    assert facts[0]["community"] == LVIV
    assert facts[1]["facility"] == world.facilities["LV-0002"]


def test_people_are_found_by_name_login_role_and_state(visitor):
    admin = visitor("admin")
    for query in ("q=особа+ADMIN", "q=admin", "role=admin"):
        page = admin.get(f"/admin/?{query}").text
        assert "Особа admin" in page
        assert "Особа porter" not in page
    assert "Нікого не знайдено" in admin.get("/admin/?state=shut").text
    assert admin.get("/admin/?page=9999999999999999999999").status_code == 200


def test_a_stolen_tablet_is_signed_out_by_the_administrator(visitor, field, world):
    """Threat 5: the tablet in the thief's hand is out with its very next request."""
    tablet = sign_in_as(field.test_client(), "inspector")
    assert tablet.get("/").status_code == 200
    admin = visitor("admin")
    page = f"/admin/people/{world.people['inspector']}"
    assert "застосунок інспектора" in admin.get(page).text
    post_form(admin, page + "/sessions/end", {}, page=page)
    assert tablet.get("/").status_code == 303


def test_who_did_what_is_found_by_person_thing_kind_and_day(visitor, world):
    admin = visitor("admin")
    ask(admin, world.people["porter"], role="officer")
    for query in (
        "person=admin",
        f"person={world.people['admin']}",
        f"subject=person:{world.people['porter']}",
        "kind=approval_asked",
        "since=2026-11-23&until=2026-11-23",
    ):
        page = admin.get(f"/admin/log?{query}").text
        assert "попрошено другу особу" in page.partition("<tbody>")[2], query
        assert "Особа admin" in page
    for query in ("person=nobody", "kind=scan", "until=2026-11-22", "subject=person:0"):
        assert (
            "попрошено другу особу"
            not in admin.get(f"/admin/log?{query}").text.partition("<tbody>")[2]
        ), query


def test_the_log_is_paged_to_its_first_entry(visitor):
    admin, seen, path = visitor("admin"), [], "/admin/log"
    while path:
        page = admin.get(path).text
        seen += [int(each) for each in re.findall(r'<th scope="row" class="n-num">(\d+)<', page)]
        older = re.search(r'href="\?([^"]*before=\d+)"', page)
        path = f"/admin/log?{older[1].replace('&amp;', '&')}" if older else ""
    assert seen == list(range(len(seen) - 1, -1, -1))


def test_the_administrator_does_not_read_the_plan_in_the_log(visitor, walk):
    """Threat 2: a plan is visible only to who plans it and who goes."""
    visit = walk.planned()
    admin = visitor("admin")
    page = admin.get("/admin/log").text
    assert "ще таємне" in page
    rows = page.partition("<tbody>")[2].split("<tr>")
    (plan,) = [row for row in rows if "заплановано обстеження" in row]
    assert "SL-0001" not in plan
    assert visit.id not in page
    assert (
        "заплановано"
        not in admin.get(f"/admin/log?subject=visit:{visit.id}").text.partition("<tbody>")[2]
    )
    walk.opened(visit)
    assert visit.id in admin.get("/admin/log").text

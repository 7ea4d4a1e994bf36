"""Every door of both applications is on this list with who may enter, and is shut to all others."""

import pytest

from occupancy.accounts.roles import Role
from occupancy.web.guards import EVERYONE, doors
from tests.support.apps import token_of
from tests.support.world import PEOPLE

READS = {Role.AGENCY, Role.CHIEF, Role.OFFICER}
DECIDES = {Role.AGENCY, Role.CHIEF}
OPERATES = {Role.OPERATOR}
FILES = {Role.OPERATOR, Role.PORTER}
VISITS = {Role.INSPECTOR, Role.CHIEF}
MANAGES = {Role.ADMIN}
SECONDS = {Role.ADMIN, Role.CHIEF}
ANYBODY: set[Role] = set(EVERYONE)
SIGNED_IN = set(Role)

OWN = dict.fromkeys(
    (
        "web.account",
        "web.change_password",
        "web.end_all_sessions",
        "web.end_session",
        "web.own_data",
        "web.password",
    ),
    SIGNED_IN,
)

SHARED = OWN | dict.fromkeys(
    (
        "web.enrol",
        "web.enrol_try",
        "web.healthz",
        "web.language_choice",
        "web.metrics",  # answers on the inner port or to a token only
        "web.readyz",
        "web.second_factor",
        "web.second_factor_try",
        "web.sign_in",
        "web.sign_in_try",
        "web.sign_out",
        "web.static",
        "web.theme_choice",
        "web.version",
        "web.welcome",
    ),
    ANYBODY,
)

PORTAL = {
    **SHARED,
    "admin.add_person": MANAGES,
    "admin.answer": SECONDS,
    "admin.approvals": SECONDS,
    "admin.ask_role": MANAGES,
    "admin.disable": MANAGES,
    "admin.enable": MANAGES,
    "admin.end_role": MANAGES,
    "admin.end_session": MANAGES,
    "admin.log": MANAGES,
    "admin.new_person": MANAGES,
    "admin.new_role": MANAGES,
    "admin.people": MANAGES,
    "admin.person": MANAGES,
    "admin.reset": MANAGES,
    "agency.answer_void": {Role.CHIEF},
    "agency.ask": DECIDES,
    "agency.boundaries": ANYBODY,  # ODbL 4.6: whoever sees the outlines may have them
    "agency.citation": {Role.CHIEF},
    "agency.citation_pdf": {Role.CHIEF},
    "agency.citations": {Role.CHIEF},
    "agency.close": DECIDES,
    "agency.close_form": DECIDES,
    "agency.closed_flags": READS,
    "agency.end_inspectors_session": {Role.CHIEF},
    "agency.facilities": READS,
    "agency.facility": READS,
    "agency.flag": READS,
    "agency.flags": READS,
    "agency.flags_csv": READS,
    "agency.flags_xlsx": READS,
    "agency.inspectors": {Role.CHIEF},
    "agency.method": READS,
    "agency.places": READS,
    "agency.plan": {Role.CHIEF},
    "agency.reply_file": READS,
    "agency.run": READS,
    "agency.runs": READS,
    "agency.static": ANYBODY,
    "agency.visit_form": {Role.CHIEF},
    "agency.visit_reads": {Role.CHIEF},
    "agency.void": {Role.CHIEF},
    "cabinet.choose": FILES,
    "cabinet.close": OPERATES,
    "cabinet.closures": OPERATES,
    "cabinet.file": FILES,
    "cabinet.home": FILES,
    "cabinet.import_page": OPERATES,
    "cabinet.inbox": OPERATES,
    "cabinet.live_amount": FILES,
    "cabinet.month": FILES,
    "cabinet.night": FILES,
    "cabinet.open_again": OPERATES,
    "cabinet.quarter": OPERATES,
    "cabinet.question": OPERATES,
    "cabinet.receipt": FILES,
    "cabinet.refile": OPERATES,
    "cabinet.refile_form": OPERATES,
    "cabinet.receipt_json": OPERATES,
    "cabinet.receipt_pdf": OPERATES,
    "cabinet.reply": OPERATES,
    "cabinet.reply_file": OPERATES,
    "cabinet.sample": OPERATES,
    "cabinet.sample_xlsx": OPERATES,
    "cabinet.take_in": OPERATES,
    "cabinet.this_month": FILES,
    "cabinet.tonight": FILES,
    "public.citation_check": ANYBODY,
    "public.log": ANYBODY,
    "public.log_checkpoint": ANYBODY,
    "public.log_checkpoint_of_size": ANYBODY,
    "public.log_consistency": ANYBODY,
    "public.log_inclusion": ANYBODY,
    "public.log_key": ANYBODY,
    "public.log_verifier": ANYBODY,
    "public.receipt_check": ANYBODY,
    "public.receipt_form": ANYBODY,
    "styles.both": ANYBODY,  # joined in demo mode only
    "styles.frame": ANYBODY,
    "styles.styles": ANYBODY,
}

FIELD = {
    **SHARED,
    "inspector.ask_void": VISITS,
    "inspector.citation": VISITS,
    "inspector.citation_pdf": VISITS,
    "inspector.count": VISITS,
    "inspector.day": VISITS,
    "inspector.end": VISITS,
    "inspector.keep_count": VISITS,
    "inspector.keep_photos": VISITS,
    "inspector.keep_signing": VISITS,
    "inspector.keep_statement": VISITS,
    "inspector.open_visit": VISITS,
    "inspector.outcome": VISITS,
    "inspector.photo": VISITS,
    "inspector.photos": VISITS,
    "inspector.remove_photo": VISITS,
    "inspector.signing": VISITS,
    "inspector.statement": VISITS,
    "inspector.thanks": VISITS,
    "inspector.visit": VISITS,
}

#: What stands in an address for each of its parts.
PARTS = {"code": "LV-0001", "night": "2026-11-01", "month": "2026-11", "no": "26-1101-0000"}


def test_every_door_of_the_portal_is_listed(portal):
    assert doors(portal) == {name: frozenset(roles) for name, roles in PORTAL.items()}


def test_every_door_of_the_field_app_is_listed(field):
    assert doors(field) == {name: frozenset(roles) for name, roles in FIELD.items()}


def test_a_page_without_a_mark_does_not_start(portal):
    portal.view_functions["cabinet.forgotten"] = lambda: "open to all"
    with pytest.raises(LookupError, match="forgotten"):
        doors(portal)


#: Inspectors have no session in the portal at all: they are sent to the field app.
COMERS = sorted(login for login, (role, *_) in PEOPLE.items() if role is not Role.INSPECTOR)


@pytest.mark.parametrize("login", COMERS)
def test_a_door_that_is_not_for_a_role_does_not_exist_for_it(portal, sign_in, login):
    role = PEOPLE[login][0]
    client = sign_in(portal.test_client(), login)
    for name, address, method in addresses(portal, PORTAL):
        if role not in PORTAL[name]:
            assert answer(client, method, address) == 404, (name, login)


def test_nobody_gets_behind_a_guarded_door_without_signing_in(portal, field):
    for app, table in ((portal, PORTAL), (field, FIELD)):
        client = app.test_client()
        for name, address, method in addresses(app, table):
            assert answer(client, method, address) == 303, name


def addresses(app, table):
    """Yield (endpoint, address, method) of every guarded door, its parts filled in."""
    for rule in app.url_map.iter_rules():
        if not table[rule.endpoint]:
            continue
        parts = {part: PARTS.get(part, 1) for part in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **parts)
        address = address.removeprefix(app.config["APPLICATION_ROOT"].rstrip("/"))
        for method in rule.methods & {"GET", "POST"}:
            yield rule.endpoint, address, method


def answer(client, method: str, address: str) -> int:
    """Return the status of a request; a form carries a valid token, as every page gives one."""
    if method == "GET":
        return client.get(address).status_code
    token = token_of(client, "/no-such-page")
    return client.post(address, data={"csrf_token": token}).status_code

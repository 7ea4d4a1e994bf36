"""`/styles` shows the look in every theme and both languages, under the strict content policy."""

from __future__ import annotations

import re

import pytest
from flask import Flask

PAGES = ("/styles", "/styles/phone", "/styles/desk", "/styles/tablet", "/styles/plain")


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_sample_page_is_shown_without_inline_style_or_script(
    portal: Flask, language: str
) -> None:
    client = portal.test_client()
    client.set_cookie("nichlih_language", language)
    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert f'<html lang="{language}">' in answer.text
        assert not re.search(r"\sstyle=|<style|\son\w+=", answer.text)
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", answer.text))


@pytest.mark.parametrize(
    ("theme", "linked"),
    [
        ("device", 'dark.css" media="(prefers-color-scheme: dark)"'),
        ("dark", 'dark.css">'),
        ("sun", 'sun.css">'),
    ],
    ids=["device", "dark", "sun"],
)
def test_a_theme_is_a_linked_sheet(portal: Flask, theme: str, linked: str) -> None:
    assert linked in portal.test_client().get(f"/styles?theme={theme}").text


def test_day_links_no_night(portal: Flask) -> None:
    assert "dark.css" not in portal.test_client().get("/styles?theme=light").text


def test_both_themes_stand_side_by_side_with_ids_of_their_own(portal: Flask) -> None:
    client = portal.test_client()
    page = client.get("/styles?theme=both").text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    sheet = client.get("/styles/both.css")
    assert sheet.mimetype == "text/css"
    assert ":root" not in sheet.text
    assert ".n-as-night" in sheet.text


def test_an_unknown_frame_is_not_there(portal: Flask) -> None:
    assert portal.test_client().get("/styles/boat").status_code == 404

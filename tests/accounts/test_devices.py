"""A device is told by its browser and kind; the header itself is not kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.accounts.rules.devices import BROWSERS, KINDS, device_of

MOZILLA = "Mozilla/5.0 "


@pytest.mark.parametrize(
    ("header", "browser", "kind"),
    [
        ("(X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox", "computer"),
        ("(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0"
         " Safari/537.36", "chrome", "computer"),
        ("(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0"
         " Safari/537.36 Edg/156.0.0.0", "edge", "computer"),
        ("(iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
         " Version/19.0 Mobile/15E148 Safari/604.1", "safari", "phone"),
        ("(Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0"
         " Mobile Safari/537.36", "chrome", "phone"),
        ("(Linux; Android 15; SM-X210) AppleWebKit/537.36 (KHTML, like Gecko)"
         " SamsungBrowser/28.0 Chrome/130.0.0.0 Safari/537.36", "samsung", "tablet"),
        ("(iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/156.0 Mobile/15E148"
         " Safari/604.1", "chrome", "tablet"),
        ("(Android 15; Tablet; rv:140.0) Gecko/140.0 Firefox/140.0", "firefox", "tablet"),
    ],
)  # fmt: skip
def test_usual_devices_are_recognised(header, browser, kind):
    found = device_of(MOZILLA + header)
    assert (found.browser, found.kind) == (browser, kind)


@given(st.text(max_size=2000))
def test_any_header_is_some_device_that_fits_its_column(header):
    found = device_of(header)
    assert found.browser in BROWSERS
    assert found.kind in KINDS
    assert max(len(found.browser), len(found.kind)) <= 8

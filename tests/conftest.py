"""What every test may ask for; the fixtures live in tests/support."""

pytest_plugins = [
    "tests.support.postgresql",
    "tests.support.databases",
    "tests.support.browser",
    "tests.support.apps",
]

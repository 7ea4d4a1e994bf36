"""Own semgrep rules: nothing of ours breaks one, and each catches what it was written for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.tree import ROOT

RULES = ROOT / "tools" / "semgrep"
SEMGREP = Path(sys.prefix) / "semgrep"
PRODUCT = ("anomaly", "inspector_app", "migrations", "occupancy", "tools", "wsgi.py")

ROUTE = "@bp.{method}('/x')\n{guard}def view():\n    return ''\n"
#: Rule, where the file stands, what it must catch, what it must let pass.
EXAMPLES = [
    ("clock-elsewhere", "occupancy/a.py", "import datetime\ndatetime.datetime.now()", "now = 1"),
    ("clock-elsewhere", "anomaly/a.py", "from datetime import date\ndate.today()", "date = 1"),
    (
        "clock-elsewhere",
        "occupancy/b.py",
        "import time\ntime.time()",
        "import time\ntime.monotonic()",
    ),
    ("commit-outside-saving", "occupancy/a.py", "session.commit()", "session.flush()"),
    (
        "sql-by-hand",
        "occupancy/a.py",
        "from sqlalchemy import text\ntext(f'SELECT {name}')",
        "from sqlalchemy import text\ntext('SELECT :name')",
    ),
    ("sql-by-hand", "occupancy/b.py", "db.execute('DROP ' + name)", "db.execute('SELECT 1')"),
    ("sql-by-hand", "migrations/c.py", "op.execute(f'DELETE FROM {t}')", "op.execute('SELECT 1')"),
    (
        "markup-of-a-value",
        "occupancy/a.py",
        "from markupsafe import Markup\nMarkup(name)",
        "from markupsafe import Markup\nMarkup('<b>')\nMarkup(code.svg_inline(scale=1))",
    ),
    ("safe-in-a-template", "occupancy/a.html", "{{ name | safe }}", "{{ name }} is safe"),
    ("safe-in-a-template", "occupancy/b.html", "{% autoescape false %}", "{% autoescape true %}"),
    (
        "inline-script-or-style",
        "occupancy/a.html",
        "<script>alert(1)</script>",
        '<script src="/a.js"></script>',
    ),
    ("inline-script-or-style", "occupancy/b.html", '<p onclick="x()">', '<p class="once">'),
    (
        "template-from-a-string",
        "occupancy/a.py",
        "from flask import render_template_string\nrender_template_string(name)",
        "from flask import render_template\nrender_template('a.html')",
    ),
    (
        "autoescape-off",
        "occupancy/a.py",
        "from jinja2 import Environment\nEnvironment(loader=x)",
        "from jinja2 import Environment\nEnvironment(loader=x, autoescape=True)",
    ),
    ("money-as-float", "occupancy/a.py", "float(row.due_kopiykas)", "float(row.score)"),
    (
        "files-of-a-request",
        "occupancy/agency/a.py",
        "from flask import request\nrequest.files['a'].save(p)",
        "from flask import request\nrequest.form['a']",
    ),
    (
        "file-written-elsewhere",
        "occupancy/agency/a.py",
        "path.write_text(name)",
        "path.read_text()\nopen(path)\npath.open('rb')",
    ),
    ("file-written-elsewhere", "occupancy/agency/b.py", "open(path, 'w')", "open(path, 'r')"),
    ("file-written-elsewhere", "occupancy/agency/c.py", "path.open('ab')", "path.open()"),
    ("shell", "tools/a.py", "import subprocess\nsubprocess.run(x, shell=True)", "run([x])"),
    (
        "shell",
        "tools/b.py",
        "import subprocess\nsubprocess.run(f'rm {x}')",
        "import subprocess\nsubprocess.run(['rm', x])",
    ),
    ("shell", "occupancy/c.py", "import os\nos.system(x)", "import os\nos.getpid()"),
    ("code-from-data", "occupancy/a.py", "eval(name)", "evaluate(name)"),
    (
        "code-from-data",
        "occupancy/b.py",
        "import pickle\npickle.loads(x)",
        "import json\njson.loads(x)",
    ),
    (
        "code-from-data",
        "anomaly/c.py",
        "import yaml\nyaml.load(x)",
        "import yaml\nyaml.safe_load(x)",
    ),
    (
        "xml-of-strangers",
        "occupancy/a.py",
        "import xml.etree.ElementTree as ET\nET.fromstring(x)",
        "parse(x)",
    ),
    (
        "secrets-in-a-log",
        "occupancy/a.py",
        "from flask import request\nlog.info('in', form=request.form)",
        "from flask import request\nlog.info('in', path=request.path)",
    ),
    (
        "secrets-in-a-log",
        "occupancy/b.py",
        "logger.warning('no', password)",
        "logger.warning('no')",
    ),
    (
        "network-without-timeout",
        "occupancy/a.py",
        "import urllib.request\nurllib.request.urlopen(u)",
        "import urllib.request\nurllib.request.urlopen(u, timeout=5)",
    ),
    (
        "network-without-timeout",
        "occupancy/b.py",
        "import smtplib\nsmtplib.SMTP('h', 25)",
        "import smtplib\nsmtplib.SMTP('h', 25, timeout=5)",
    ),
    ("tls-unchecked", "occupancy/a.py", "get(url, verify=False)", "get(url, verify=True)"),
    (
        "weak-random",
        "occupancy/a.py",
        "import random\nrandom.choice(x)",
        "import secrets\nsecrets.choice(x)",
    ),
    (
        "weak-digest",
        "occupancy/a.py",
        "import hashlib\nhashlib.md5(x)",
        "import hashlib\nhashlib.sha256(x)",
    ),
    ("csrf-exempt", "occupancy/a.py", "@csrf.exempt\ndef view():\n    return 1", "def view(): ..."),
    (
        "redirect-to-what-was-asked",
        "occupancy/a.py",
        "from flask import redirect, request\nredirect(request.args['next'])",
        "from flask import redirect, url_for\nredirect(url_for('a'))",
    ),
    (
        "route-without-a-guard",
        "occupancy/a.py",
        ROUTE.format(method="get", guard=""),
        ROUTE.format(method="get", guard="@only(Role.CHIEF)\n"),
    ),
    (
        "route-without-a-guard",
        "inspector_app/b.py",
        ROUTE.format(method="post", guard="@cached\n"),
        ROUTE.format(method="post", guard="@everyone\n"),
    ),
]


def scan(folder: Path, scratch: Path, *targets: str) -> dict[str, set[str]]:
    """Return the rules that each file of ``folder`` breaks; nothing of it leaves this machine."""
    if not SEMGREP.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("semgrep is not installed")
        pytest.skip("semgrep is not installed here; ./test does it")
    words = ["scan", "--metrics=off", "--disable-version-check", "--json", "--quiet"]
    words += ["--no-git-ignore", "--strict", "--jobs=1", f"--config={RULES}", *targets]
    environment = {
        "HOME": str(scratch),
        "LANG": "C.UTF-8",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(SEMGREP),
        "SEMGREP_SETTINGS_FILE": str(scratch / "settings.yml"),
    }
    program = "import sys; from semgrep.console_scripts.pysemgrep import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout.startswith("{"), done.stderr
    told = json.loads(done.stdout)
    assert told["errors"] == []
    broken: dict[str, set[str]] = {name: set() for name in told["paths"]["scanned"]}
    for result in told["results"]:
        broken[result["path"]].add(result["check_id"].rpartition(".")[2])
    return broken


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Scan all bad and good examples at once, each in a file where its rule is in force."""
    folder = tmp_path_factory.mktemp("examples")
    for number, (_, name, bad, good) in enumerate(EXAMPLES):
        for kind, text in (("bad", bad), ("good", good)):
            path = folder / Path(name).parent / f"{kind}_{number}{Path(name).suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text + "\n", encoding="utf-8")
    return scan(folder, tmp_path_factory.mktemp("home"), ".")


def rules() -> list[str]:
    told = (RULES / "house.yml").read_text(encoding="utf-8").splitlines()
    return [line.split(":")[1].strip() for line in told if line.startswith("  - id:")]


def test_nothing_of_ours_breaks_a_rule_of_the_house(tmp_path):
    broken = scan(ROOT, tmp_path, *PRODUCT)
    assert len(broken) > 200
    assert {name: found for name, found in broken.items() if found} == {}


def test_every_rule_has_an_example_that_it_catches():
    assert {rule for rule, *_ in EXAMPLES} == set(rules())


@pytest.mark.parametrize(
    ("number", "rule"), [(number, rule) for number, (rule, *_) in enumerate(EXAMPLES)]
)
def test_a_rule_catches_the_bad_example_and_lets_the_good_one_pass(examples, number, rule):
    found = {Path(name).stem: broken for name, broken in examples.items()}
    assert rule in found[f"bad_{number}"]
    assert rule not in found[f"good_{number}"]

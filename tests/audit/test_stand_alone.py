"""The verifier for courts and journalists: one file, its own process, only cryptography at hand."""

import ast
import base64
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from occupancy.audit import keys, queries, rules
from occupancy.audit.log import log_of
from tests.support.tree import ROOT

PROGRAM = ROOT / "occupancy" / "public" / "downloads" / "verify_log.py"
#: Runs a program in a process that can import the standard library and cryptography alone.
ALONE = """
import sys, runpy, importlib.machinery
allowed = {"cryptography", "cffi", "_cffi_backend", *sys.stdlib_module_names}
class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in allowed:
            raise ImportError("not in a court: " + name)
sys.meta_path.insert(0, Nothing())
sys.path[:] = [each for each in sys.path if each not in ("", sys.argv[1])] + [sys.argv[2]]
sys.argv[:] = sys.argv[3:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def run(tmp_path):
    """Give ``run(*arguments)``: exit code and what was printed."""

    def go(*arguments):
        where = importlib.util.find_spec("cryptography")
        packages = str(Path(where.origin).parent.parent)
        done = subprocess.run(
            [sys.executable, "-I", "-c", ALONE, str(ROOT), packages, PROGRAM, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout + done.stderr

    return go


@pytest.fixture
def files(bench, tmp_path):
    """Give a folder with all that somebody outside holds."""
    log = log_of(bench.lived.settings)
    for number, text in enumerate(bench.lived.checkpoints):
        (tmp_path / f"head{number}.txt").write_text(text, encoding="utf-8")
    for number, text in enumerate(bench.lived.receipts):
        (tmp_path / f"receipt{number}.json").write_text(text, encoding="utf-8")
    sizes = [_size(text) for text in bench.lived.checkpoints]
    with bench.changed() as connection, Session(connection) as session:
        proof = queries.consistency_proof(session, sizes[0], sizes[3])
    (tmp_path / "proof.json").write_text(json.dumps({"hashes": [each.hex() for each in proof]}))
    origin = rules.read_receipt(bench.lived.receipts[0]).origin
    public = keys.load(log.key_path).public
    published = f"{rules.vkey(origin, public)}\nSHA-256 {rules.fingerprint(public)}\n"
    (tmp_path / "key.txt").write_text(published, encoding="utf-8")
    return tmp_path


def _size(note: str) -> int:
    return int(note.split("\n")[1])


@pytest.mark.parametrize("number", range(4))
def test_a_receipt_is_proven(run, files, number):
    code, told = run("--key", "key.txt", "receipt", f"receipt{number}.json")
    assert code == 0, told
    assert told.count("\nPROVEN") == 3
    assert told.count("ДОВЕДЕНО") == 3
    assert "NOT PROVEN" not in told


def test_the_body_is_shown_when_asked(run, files):
    code, told = run("--key", "key.txt", "receipt", "receipt1.json", "--body")
    assert code == 0
    assert '"kind": "closure.withdrawn"' in told or '"facts"' in told


def test_a_receipt_without_a_key_is_checked_with_its_own_and_that_is_said(run, files):
    code, told = run("receipt", "receipt1.json")
    assert code == 0
    assert "the key is the receipt's own" in told


def test_two_heads_are_proven_to_be_of_one_history(run, files):
    code, told = run("--key", "key.txt", "heads", "head0.txt", "head3.txt", "proof.json")
    assert code == 0, told
    assert "none changed, none removed" in told


def test_heads_in_the_wrong_order_or_with_a_wrong_proof_are_not_proven(run, files):
    assert run("--key", "key.txt", "heads", "head3.txt", "head0.txt", "proof.json")[0] == 1
    assert run("--key", "key.txt", "heads", "head1.txt", "head3.txt", "proof.json")[0] == 1


def _flipped(raw: bytes, at: int) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


@pytest.mark.parametrize(
    "field", ["seq", "leaf", "body", "promise", "checkpoint", "inclusion", "vkey", "none"]
)
def test_whatever_is_changed_in_a_receipt_is_not_proven(run, files, field):
    told = json.loads((files / "receipt1.json").read_text(encoding="utf-8"))
    if field == "seq":
        told["seq"] += 1
    elif field == "leaf":
        told["leaf"] = _flipped(bytes.fromhex(told["leaf"]), 3).hex()
    elif field == "body":
        body = base64.b64decode(told["body"]).replace(b'"v":1', b'"v":2')
        told["body"] = base64.b64encode(body).decode()
    elif field in ("promise", "checkpoint"):
        lines = told[field].split("\n")
        lines[1] = str(int(lines[1]) + 1)
        told[field] = "\n".join(lines)
    elif field == "inclusion":
        told["inclusion"][0] = _flipped(bytes.fromhex(told["inclusion"][0]), 0).hex()
    elif field == "vkey":
        told["vkey"] = told["vkey"][:-3] + "AA="
    (files / "changed.json").write_text(json.dumps(told), encoding="utf-8")
    code, said = run("--key", "key.txt", "receipt", "changed.json")
    assert code == {"none": 0, "vkey": 2}.get(field, 1), said


def test_a_receipt_of_another_key_is_not_proven_by_ours(run, files, tmp_path):
    stranger = keys.create(tmp_path / "stranger.pem")
    told = rules.read_receipt((files / "receipt1.json").read_text(encoding="utf-8"))
    key = rules.vkey(told.origin, stranger.public)
    code, said = run("--key", key, "receipt", "receipt1.json")
    assert code == 1
    assert "НЕ ДОВЕДЕНО" in said


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"body": 5}', "\u0444"])
def test_what_is_no_receipt_and_no_head_ends_with_2(run, files, text):
    (files / "junk").write_text(text, encoding="utf-8")
    assert run("--key", "key.txt", "receipt", "junk")[0] == 2
    assert run("--key", "key.txt", "heads", "junk", "head3.txt", "proof.json")[0] == 2
    assert run("--key", "key.txt", "heads", "head0.txt", "head3.txt", "junk")[0] == 2
    assert run("--key", "junk", "receipt", "receipt1.json")[0] == 2
    assert run("receipt", "missing.json")[0] == 2


def test_the_program_is_python_3_9():
    ast.parse(PROGRAM.read_text(encoding="utf-8"), feature_version=(3, 9))

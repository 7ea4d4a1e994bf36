#!/bin/sh
# Writes requirements/*.txt anew from the *.in files: every package pinned, every file with its
# hash, for all platforms, and without the address of any registry.
# Pass --upgrade to take newer versions; without it, only what the *.in files ask for changes.
set -eu
cd "$(dirname "$0")/../requirements"
uv=../.venv/bin/uv

lock() { "$uv" pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header "$@"; }

lock boot.in -o boot.txt "$@"
lock frontend.in -o frontend.txt "$@"
lock run.in -o run.txt "$@"
lock dev.in -c run.txt -o dev.txt "$@"

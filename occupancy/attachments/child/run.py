"""Runs one task on a hostile file: ``run.py TASK MEMORY_MIB SECONDS OUTPUT_BYTES FACTS_JSON``.

Started as a process of its own, alone with the file: it reads standard input, writes standard
output, and knows neither our code, nor the network, nor the database. It gives itself its limits
before it looks at a single byte. What it answers begins with a line of JSON.
"""

import json
import os
import resource
import runpy
import sys
from pathlib import Path


def main() -> None:
    """Take the limits, do the task, answer."""
    task, memory, seconds, most, facts = sys.argv[1:6]
    size = int(memory) * 1024 * 1024
    work = runpy.run_path(str(Path(__file__).with_name(f"{task}.py")))["work"]
    for what, limit in (
        (resource.RLIMIT_AS, size),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_FSIZE, int(most)),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(what, (limit, limit))
    os.nice(5)
    try:
        head, parts = work(sys.stdin.buffer.read(), json.loads(facts))
    except MemoryError:
        head, parts = {"refused": "too_heavy"}, ()
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    for part in parts:
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()


main()

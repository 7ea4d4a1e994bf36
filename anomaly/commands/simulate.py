"""``python -m anomaly simulate``: a made-up panel with the truth beside it."""

import argparse
from pathlib import Path

import numpy as np

from anomaly.files.simulated import write_simulated
from anomaly.simulate import KINDS, simulate, town


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    two = commands.add_parser("simulate", help="write a made-up panel with the truth beside it")
    two.add_argument("--out", type=Path, required=True)
    two.add_argument("--facilities", type=int, default=200)
    two.add_argument("--communities", type=int, default=4)
    two.add_argument("--nights", type=int, default=365)
    two.add_argument("--end", default="2026-11-01", help="the first night after the panel")
    two.add_argument("--seed", type=int, default=1)
    two.add_argument("--share", type=float, default=0.12, help="of facilities that hide")
    two.add_argument("--hard", type=float, default=0.2, help="of honest ones that look guilty")
    two.add_argument("--kinds", default="", help=f"comma-separated, of {','.join(KINDS)}")
    two.add_argument("--country", default="UA")
    two.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Simulate; raises ``ValueError`` naming a value outside its range."""
    for name in ("facilities", "communities", "nights"):
        if getattr(chosen, name) < 1:
            raise ValueError(f"{name} is {getattr(chosen, name)}; expected at least 1.")
    kinds = [kind for kind in chosen.kinds.split(",") if kind]
    dates = np.datetime64(chosen.end, "D") - chosen.nights + np.arange(chosen.nights)
    facilities, season = town(chosen.facilities, chosen.seed, chosen.communities)
    made = simulate(
        facilities,
        season,
        dates,
        seed=chosen.seed,
        share=chosen.share,
        mix=dict.fromkeys(kinds, 1.0) or None,
        hard=chosen.hard,
        country=chosen.country,
    )
    write_simulated(made, chosen.out)

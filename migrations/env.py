"""Alembic's door: our engine, so that migrations run under the same promises as the product."""

from __future__ import annotations

import importlib

from alembic import context

from occupancy.database import Base, make_engine

STEPS = (
    "registry",
    "accounts",
    "audit",
    "attachments",
    "ledger",
    "filings",
    "scans",
    "inspections",
    "citations",
    "jobs",
    "notices",
)

for step in STEPS:
    importlib.import_module(f"occupancy.{step}.models")

engine = make_engine(context.config.attributes["url"])
with engine.connect().execution_options(writing=True) as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()

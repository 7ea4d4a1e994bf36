"""Migrations go up and down with data in the tables, and say what the models say."""

import pytest
from alembic import command
from sqlalchemy import inspect, text

from occupancy.database import make_engine, migrations, upgrade
from tests.support.rows import one_row_in_every_table


def test_models_and_migrations_say_the_same(database_url):
    command.check(migrations(database_url))


def test_every_migration_goes_down_and_up_again_with_data_in_the_tables(database_url):
    engine = make_engine(database_url)
    one_row_in_every_table(engine)
    command.downgrade(migrations(database_url), "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(database_url)
    one_row_in_every_table(engine)
    engine.dispose()


@pytest.mark.parametrize("revision", [f"{number:04d}" for number in range(1, 19)])
def test_one_step_down_leaves_the_earlier_tables_and_their_rows(database_url, revision):
    engine = make_engine(database_url)
    one_row_in_every_table(engine)
    command.downgrade(migrations(database_url), revision)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT count(*) FROM community")).scalar()
    assert kept == 1
    upgrade(database_url)
    engine.dispose()

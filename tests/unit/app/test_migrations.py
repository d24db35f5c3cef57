import sqlite3

import pytest
import sqlalchemy as sa

from app.errors import MigrationError
from app.storage import tables
from app.storage.database import Database
from app.storage.migrate import DEMO_PRODUCTS, HEAD, migrate


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/new.db")
    yield database
    database.close()


def described(engine):
    """Columns, checks and indexes by table, as the database has them."""
    found = sa.inspect(engine)
    return {
        table: (
            {
                c["name"]: (str(c["type"]), c["nullable"])
                for c in found.get_columns(table)
            },
            {c["name"] for c in found.get_check_constraints(table)},
            {i["name"] for i in found.get_indexes(table)},
            found.get_pk_constraint(table)["constrained_columns"],
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def test_migrations_make_the_tables_that_the_queries_expect(database, tmp_path):
    migrate(database)
    declared = sa.create_engine(f"sqlite:///{tmp_path}/declared.db")
    tables.metadata.create_all(declared)

    assert described(database.engine) == described(declared)
    declared.dispose()


def test_a_new_database_gets_the_demo_catalogue_once(database):
    migrate(database)
    with database.write() as connection:
        connection.execute(sa.delete(tables.products))
    migrate(database)
    with database.read() as connection:
        left = connection.execute(sa.select(tables.products)).all()

    assert left == []
    assert len(DEMO_PRODUCTS) > 0


def test_a_database_of_a_newer_version_is_refused_with_the_way_out(database):
    migrate(database)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(MigrationError, match="written by another version"):
        migrate(database)


def test_a_migration_that_fails_leaves_nothing_behind(database, monkeypatch):
    monkeypatch.setattr("app.storage.migrate._fill", _fail)
    with pytest.raises(RuntimeError):
        migrate(database)

    assert sa.inspect(database.engine).get_table_names() == []


def _fail(_connection):
    raise RuntimeError


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "not.db"
    path.write_text("this is a letter, not a database; " * 100)
    database = Database(f"sqlite:///{path}")

    with pytest.raises(MigrationError, match="file is not a database"):
        migrate(database)
    database.close()


def test_the_schema_is_at_its_newest_version(database, tmp_path):
    migrate(database)
    with sqlite3.connect(tmp_path / "new.db") as connection:
        [row] = connection.execute("SELECT version_num FROM alembic_version")

    connection.close()
    assert row == (HEAD,)


@pytest.mark.parametrize("stock", [-1])
def test_the_database_itself_refuses_a_negative_stock(database, stock):
    migrate(database)
    with pytest.raises(sa.exc.IntegrityError), database.write() as connection:
        connection.execute(sa.update(tables.products).values(stock=stock))

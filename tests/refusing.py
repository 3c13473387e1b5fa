"""The database refuses some writes while a test wants it, on either engine: a trigger raises."""

from bot.storage.engine import Engine
from tests.engines import on_postgresql


async def refuse(database: Engine, name: str, writes: str, only: str = "") -> None:
    """From now on it refuses what `writes` names ("INSERT ON draft"), where `only` holds of the new
    row. What it raises is one of `tests.engines.REFUSED`."""
    when = f" WHEN ({only})" if only else ""
    if not on_postgresql():
        raises = "BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
        await _run(database, f"CREATE TRIGGER {name} BEFORE {writes}{when} {raises}")
        return
    await _run(
        database,
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'disk I/O error' USING ERRCODE = 'integrity_constraint_violation';"
        " END $$",
    )
    each = f"FOR EACH ROW{when} EXECUTE FUNCTION {name}()"
    await _run(database, f"CREATE TRIGGER {name} BEFORE {writes} {each}")


async def allow(database: Engine, name: str) -> None:
    """What was refused under this name is taken again."""
    gone = f"DROP FUNCTION {name}() CASCADE" if on_postgresql() else f"DROP TRIGGER {name}"
    await _run(database, gone)


async def _run(database: Engine, sql: str) -> None:
    await database.transaction(lambda on: on.execute(sql))

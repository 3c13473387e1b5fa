"""No exact time stays once everything is over."""

from datetime import timedelta

from bot.services.encouragements import on_demand
from bot.services.listeners import duty
from tests.services.scene import ASKER, DAY, HOUR, LISTENER, OTHER, Scene, here

OF_NO_PERSON = {
    ("panel", "first_attempt_at"),
    ("panel", "look_at"),
}
"""Of the bot's own message in a server, which everybody there sees."""


async def times(scene: Scene) -> dict[tuple[str, str], list[int]]:
    """Every column of every table whose name says that it is a time, with what stands there."""
    found: dict[tuple[str, str], list[int]] = {}
    for table in await scene.tables():
        for name in await scene.columns(table):
            if name.endswith(("_at", "_since", "_until")) and (table, name) not in OF_NO_PERSON:
                rows = await scene.rows(f"SELECT {name} FROM {table} WHERE {name} > 0")  # noqa: S608
                found[table, name] = [int(str(row[0])) for row in rows]
    return found


async def test_no_exact_time_stays_when_all_is_over(still_scene: Scene) -> None:
    """Whatever table it stands in: what remains is cut to the hour, what was exact is gone."""
    scene = still_scene
    scene.clock.advance(timedelta(minutes=17, seconds=23))
    await scene.join(LISTENER, OTHER)
    await duty.set_duty(scene.ctx, here(LISTENER), HOUR)
    await scene.posted()
    await scene.pass_time(timedelta(seconds=131))
    await scene.accept(LISTENER, scene.accept_button())
    for who in (ASKER, LISTENER):
        await scene.write(who, "Hello.")
        await scene.deliver()
    await scene.pass_time(timedelta(minutes=7, seconds=3))
    await scene.end(ASKER)
    await on_demand.keep(scene.ctx, ASKER, "support-1")
    await scene.pass_time(DAY - HOUR)
    kept = await times(scene)
    early = [
        ("inbox", "received_at"),
        ("sent", "sent_at"),
        ("again", "expires_at"),
    ]
    assert all(kept[column] for column in early), "looked at while they stand"
    assert not [one for column in early for one in kept[column] if one % 3600]
    await scene.pass_time(2 * HOUR)
    last = await times(scene)
    assert last["conversation", "ended_at"]
    exact = {column: [one for one in rows if one % 3600] for column, rows in last.items()}
    assert {column: rows for column, rows in exact.items() if rows} == {}

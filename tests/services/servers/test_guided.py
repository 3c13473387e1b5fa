"""What is chosen in /setup is a draft; it holds once it is put in place, and can be taken back."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ages import AgeRule, Ages
from bot.domain.guilds import Feature, Kept
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.setting_up import Field, SetupPlace, SetupStep, WantedSetup
from bot.services import retention
from bot.services.servers import guided
from bot.setting_sections import Logging
from tests.engines import REFUSED
from tests.log_lines import kept_log
from tests.services.scene import ELSEWHERE, FAR_ASKS, GUILD, Scene

NEW = WantedSetup(RoleId(5), ChannelId(6), None, ChannelId(7), ages=AgeRule(Ages.ADULTS_ONLY))


async def chosen(scene: Scene, guild: GuildId = ELSEWHERE) -> guided.SetUp:
    """A whole draft in a server that is not set up."""
    return await guided.change_draft(scene.ctx, guild, lambda _: NEW, SetupStep.CHECK)


async def move_asks(scene: Scene, channel: int) -> guided.PutInPlace:
    """Another channel for asks, put in place."""
    stands = await guided.change_draft(
        scene.ctx, GUILD, lambda now: replace(now, asks=ChannelId(channel)), SetupStep.CHECK
    )
    return await guided.put_in_place(scene.ctx, GUILD, stands.revision)


async def test_nothing_holds_before_it_is_put_in_place(scene: Scene) -> None:
    """The draft survives a restart, and the step; then it holds and is no draft any more."""
    stands = await chosen(scene)
    assert ELSEWHERE not in scene.ctx.guilds.known()
    await scene.restart()
    assert await guided.get(scene.ctx, ELSEWHERE) == stands
    done = await guided.put_in_place(scene.ctx, ELSEWHERE, stands.revision)
    assert done.done
    assert done.before is None
    assert scene.ctx.guilds.of(ELSEWHERE).ask_channel == 6
    assert not (await guided.get(scene.ctx, ELSEWHERE)).begun
    assert await scene.count("setup_draft") == await scene.count("setup_choice") == 0


async def test_the_clock_of_a_server_holds_like_everything_else(scene: Scene) -> None:
    """It is drafted, put in place, there after a restart, and taken back."""
    zone = "America/Bogota"
    stands = await guided.change_draft(
        scene.ctx, GUILD, lambda now: replace(now, zone=zone), SetupStep.WORDS
    )
    assert stands.changed == (Field.ZONE,)
    await scene.restart()
    await guided.put_in_place(scene.ctx, GUILD, stands.revision)
    await scene.restart()
    stands = await guided.get(scene.ctx, GUILD)
    assert scene.ctx.guilds.of(GUILD).zone == zone
    assert stands.last_change is not None
    await guided.take_back(scene.ctx, GUILD, stands.last_change)
    assert scene.ctx.guilds.of(GUILD).zone == ""


async def test_what_could_not_be_stored_does_not_hold(scene: Scene) -> None:
    """Memory never knows more than the database."""
    before = scene.ctx.guilds.of(GUILD)
    for of in ("INSERT", "UPDATE"):
        await scene.refuse(f"no_{of}", f"{of} ON guild")
    with pytest.raises(REFUSED):
        await move_asks(scene, FAR_ASKS)
    assert scene.ctx.guilds.of(GUILD) == before


async def test_a_new_server_speaks_the_language_of_whoever_begins(scene: Scene) -> None:
    """Until another one is chosen; whoever sets it up again changes nothing by theirs."""
    spanish = replace(scene.ctx, language="es")
    assert (await guided.get(spanish, ELSEWHERE)).wanted.language == "es"
    assert (await guided.get(spanish, GUILD)).wanted.language == scene.ctx.guilds.language(GUILD)


async def test_the_log_says_that_a_server_was_set_up_and_not_which(scene: Scene) -> None:
    """Whoever runs the bot sees that /setup worked; no id of a server, channel or role."""
    stands = await chosen(scene)
    with kept_log(Logging()) as log:
        await guided.put_in_place(scene.ctx, ELSEWHERE, stands.revision)
    (line,) = [json.loads(line) for line in log.getvalue().splitlines()]
    del line["time"]
    said = {"level": "info", "event": "setup.saved", "logger": "setting_up", "open_asks": False}
    assert line == said


async def test_only_the_draft_that_was_seen_is_put_in_place(scene: Scene) -> None:
    """And only by one: whoever comes second finds another revision."""
    stands = await chosen(scene)
    later = await guided.change_draft(
        scene.ctx, ELSEWHERE, lambda now: replace(now, open_asks=True), SetupStep.ASKS
    )
    assert not (await guided.put_in_place(scene.ctx, ELSEWHERE, stands.revision)).done
    claimed = await guided.claim(scene.ctx, ELSEWHERE, later.revision)
    assert claimed is not None
    assert await guided.claim(scene.ctx, ELSEWHERE, later.revision) is None
    assert (await guided.put_in_place(scene.ctx, ELSEWHERE, claimed.revision)).done


async def test_a_channel_that_was_made_is_kept_whatever_happened_meanwhile(scene: Scene) -> None:
    """But a draft that changed is not put in place by whoever did not see it."""
    stands = await chosen(scene)
    keep = {place: ChannelId(90 + number) for number, place in enumerate(SetupPlace)}
    first = await guided.keep_made(
        scene.ctx, ELSEWHERE, lambda now: now.with_channel(SetupPlace.ASKS, keep[SetupPlace.ASKS]),
        stands.revision,
    )  # fmt: skip
    await guided.change_draft(
        scene.ctx, ELSEWHERE, lambda now: replace(now, language="es"), SetupStep.WORDS
    )
    second = await guided.keep_made(
        scene.ctx,
        ELSEWHERE,
        lambda now: now.with_channel(SetupPlace.STAFF, keep[SetupPlace.STAFF]),
        first,
    )
    assert not (await guided.put_in_place(scene.ctx, ELSEWHERE, second)).done
    wanted = (await guided.get(scene.ctx, ELSEWHERE)).wanted
    assert (wanted.asks, wanted.staff, wanted.language) == (90, 92, "es")


async def test_what_is_chosen_as_it_is_makes_no_draft(scene: Scene) -> None:
    """Going through the steps leaves no trace."""
    stands = await guided.change_draft(scene.ctx, GUILD, lambda now: now, SetupStep.WORDS)
    assert (stands.step, stands.begun) == (SetupStep.WORDS, False)
    assert await scene.count("setup_draft") == 0


async def test_the_last_changes_are_taken_back_one_after_the_other(scene: Scene) -> None:
    """Only the newest few, each once, and only as it was seen."""
    before = scene.ctx.guilds.of(GUILD)
    for number in range(guided.CHANGES_KEPT + 1):
        assert (await move_asks(scene, 900 + number)).done
    for number in reversed(range(guided.CHANGES_KEPT)):
        last = (await guided.get(scene.ctx, GUILD)).last_change
        assert last is not None
        back = await guided.take_back(scene.ctx, GUILD, last)
        assert back.done
        assert scene.ctx.guilds.of(GUILD).ask_channel == 900 + number
        assert not (await guided.take_back(scene.ctx, GUILD, last)).done
    assert (await guided.get(scene.ctx, GUILD)).last_change is None
    assert scene.ctx.guilds.of(GUILD) == replace(before, ask_channel=ChannelId(900))
    await scene.restart()
    assert scene.ctx.guilds.of(GUILD).ask_channel == 900


async def test_another_choice_of_ages_and_approvals_has_its_consequences(scene: Scene) -> None:
    """Also where it comes by the steps: what is switched on, topics and lengths hold, too."""
    rule = AgeRule(Ages.TWO_GROUPS)
    stands = await guided.change_draft(
        scene.ctx,
        GUILD,
        lambda now: replace(
            now, ages=rule, features=frozenset({Feature.COMMUNITY}), topics=frozenset({"loss"}),
            kept=Kept(4, 30),
        ),
        SetupStep.CHECK,
    )  # fmt: skip
    assert set(stands.changed) >= {Field.AGES, Field.MORE, Field.TOPICS, Field.CLOSED}
    await guided.put_in_place(scene.ctx, GUILD, stands.revision)
    await scene.restart()
    here = scene.ctx.guilds.of(GUILD)
    assert (here.ages, here.kept, here.topics) == (rule, Kept(4, 30), frozenset({"loss"}))
    known = {"loss": "Loss", "work": "Work"}
    assert scene.ctx.guilds.topics(GUILD, known) == {"loss": "Loss"}
    assert scene.ctx.guilds.topics(None, known) == known


async def test_a_draft_that_nobody_comes_back_to_goes_after_a_month(scene: Scene) -> None:
    """And with the server."""
    await chosen(scene)
    scene.clock.advance(timedelta(days=29))
    await retention.purge_expired(scene.ctx)
    assert await scene.count("setup_draft") == 1
    scene.clock.advance(timedelta(days=2))
    await retention.purge_expired(scene.ctx)
    assert await scene.count("setup_draft") == await scene.count("setup_choice") == 0
    await move_asks(scene, FAR_ASKS)
    await scene.lose_server()
    assert await scene.count("setup_choice") == 0


async def test_a_server_erases_closed_asks_sooner(scene: Scene) -> None:
    """Where it chose so; what comes from an unknown message is then never taken for the only
    conversation that there was."""
    await scene.posted()
    await scene.take_back()
    stands = await guided.change_draft(
        scene.ctx, GUILD, lambda now: replace(now, kept=Kept(closed_days=4)), SetupStep.CHECK
    )
    scene.clock.advance(timedelta(days=4, hours=1))
    await retention.purge_expired(scene.ctx)
    assert await scene.count("ask") == 1
    await guided.put_in_place(scene.ctx, GUILD, stands.revision)
    await retention.purge_expired(scene.ctx)
    assert await scene.count("ask") == 0
    week = scene.ctx.settings.retention.closed_metadata
    assert scene.ctx.guilds.shortest(week) == timedelta(days=4)

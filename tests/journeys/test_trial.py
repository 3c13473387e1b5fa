"""A moderator, or whoever runs the bot, wonders where an ask would go that nobody asked."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.domain.ids import GuildId, UserId
from bot.local_discord import Message
from bot.services.context import Member
from bot.services.listeners import duty
from tests.journeys.stage import Stage
from tests.stated import have_said_so

SEVERAL = 4
"""Listeners beside the two of the stage, so that they are five and more."""


@pytest.fixture
async def wondering(stage: Stage) -> Stage:
    """Six listeners are on duty, at the time of the machine, which the command goes by."""
    stage.clock.advance(datetime.now(UTC) - stage.clock.now())
    ctx, guild, lasts = stage.bot.desk.ctx, GuildId(stage.guild.id), timedelta(hours=1)
    more = [stage.discord.add_person(f"listener.number.{one}") for one in range(SEVERAL)]
    for one in more:
        stage.guild.join(one)
        await have_said_so(ctx.store, guild, [UserId(one.id)])
        await stage.listens(one)
    for one in (stage.listener, stage.other, *more):
        await duty.set_duty(ctx, Member(UserId(one.id), guild), lasts)
    return stage


async def tried(stage: Stage, **chosen: str | list[str]) -> Message:
    """By the form below /moderate, as the admin."""
    first = (await stage.admin.run("moderate", in_=stage.staff)).message
    assert first is not None
    form = (await stage.admin.press(first, stage.words("press.try_ask.button"))).form
    assert form is not None
    label = {name: stage.words(f"trial.form.{name}.field_label") for name in chosen}
    values = {label[name]: one for name, one in chosen.items()}
    shown = (await stage.admin.submit(form, values)).message
    assert shown is not None
    return shown


async def test_a_moderator_reads_how_many_may_be_told_and_why_not_the_others(
    wondering: Stage,
) -> None:
    """From five on as a number; nobody else is told anything."""
    before = len(wondering.listener.sees(wondering.listener.dm))
    shown = await tried(wondering, topic=["Family"])
    assert "**On duty:** 6 may be told" in shown.text
    assert "**Off duty:** fewer than 5 may be told" in shown.text
    heavy = await tried(wondering, heavy="Yes, something heavy")
    assert "**On duty:** fewer than 5 may be told" in heavy.text
    assert "Take nothing heavy now: 6" in heavy.text
    assert [str(one) for one in heavy.buttons] == [
        wondering.words("press.try_ask.button"),
        wondering.words("press.moderate.button"),
    ]
    await wondering.settle()
    assert len(wondering.listener.sees(wondering.listener.dm)) == before


async def command(stage: Stage, asked: str, *more: str) -> Result:
    """`simulate --ask` beside the running bot."""
    folder = stage.folder
    file, config = folder / "ask.yaml", folder / "config.yaml"
    written = {
        file: asked,
        config: f"storage: {{database: {folder}/data/bot.sqlite3,"
        f" key_file: {folder}/data/bot.key}}\n",
    }

    def run() -> Result:
        for path, text in written.items():
            path.write_text(text)
        words = ["simulate", "--ask", str(file), "--config", str(config), *more]
        return CliRunner().invoke(main, words)

    return await asyncio.to_thread(run)


async def test_the_operator_reads_the_same_beside_the_running_bot(wondering: Stage) -> None:
    """As lines, and for machines, where null stands for fewer than five."""
    done = await command(wondering, "topic: family\nheavy: true\n")
    assert done.exit_code == 0, done.output
    assert "On duty, fewer than 5 may be told" in done.output
    assert "  6: take nothing heavy now" in done.output
    told = json.loads((await command(wondering, "{}\n", "--json")).output)
    assert told["on_duty"] == {"may_be_told": 6, "left_out": {}, "complete": True}
    assert told["off_duty"]["may_be_told"] is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("topik: family\n", "ask.yaml:1:1"),
        ("topic: knitting\n", '"knitting" is no topic: write '),
        ("server: 12\n", "no such server was set up"),
        ("heavy: no\nage: old\n", "ask.yaml:2:1"),
    ],
)
async def test_a_file_with_a_fault_is_explained(stage: Stage, asked: str, said: str) -> None:
    """With its place, or with what may stand there."""
    done = await command(stage, asked)
    assert done.exit_code == 1
    assert said in done.output

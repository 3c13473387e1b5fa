import asyncio
from collections.abc import AsyncIterator

import hikari
import pytest

from bot.local_discord import LocalDiscord
from bot.local_discord.local_world import intents


@pytest.fixture
async def failures() -> list[hikari.ExceptionEvent[hikari.Event]]:
    """Collect what hikari could not understand or handle."""
    return []


@pytest.fixture
async def other(
    server: LocalDiscord, failures: list[hikari.ExceptionEvent[hikari.Event]]
) -> AsyncIterator[hikari.GatewayBot]:
    """Connect hikari, an independent client."""
    bot = hikari.GatewayBot(
        server.token,
        rest_url=server.api_url,
        banner=None,
        logs=None,
        force_color=False,
        intents=hikari.Intents.ALL_UNPRIVILEGED,
        suppress_optimization_warning=True,
    )

    @bot.listen()
    async def failed(event: hikari.ExceptionEvent) -> None:  # type: ignore[type-arg]
        failures.append(event)

    await bot.start(check_for_updates=False)
    yield bot
    await bot.close()


async def test_hikari_registers_receives_answers_and_edits(
    server: LocalDiscord,
    other: hikari.GatewayBot,
    failures: list[hikari.ExceptionEvent[hikari.Event]],
) -> None:
    """Another library logs in, registers a command, receives it, answers and edits its answer."""

    @other.listen()
    async def asked(event: hikari.InteractionCreateEvent) -> None:
        assert isinstance(event.interaction, hikari.CommandInteraction)
        await event.interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_CREATE, "one", flags=hikari.MessageFlag.EPHEMERAL
        )
        await event.interaction.edit_initial_response("two")

    me = other.get_me()
    assert me is not None
    assert me.id == server.bot_id
    builder = other.rest.slash_command_builder("hello", "says hello")
    builder.add_option(hikari.CommandOption(type=3, name="to", description="whom"))
    await builder.create(other.rest, server.bot_id)
    alice, guild = server.add_person("alice"), server.add_guild("Harbour", member_count=120)
    guild.join(alice)
    channel = guild.add_channel("ask-here")
    shown = await alice.run("hello", in_=channel, to="Ben")
    assert shown.message is not None
    await alice.wait_for(channel, "two")
    assert shown.message.ephemeral
    assert [event.exception for event in failures] == []


async def test_hikari_talks_by_dm(
    server: LocalDiscord,
    other: hikari.GatewayBot,
    failures: list[hikari.ExceptionEvent[hikari.Event]],
) -> None:
    """Another library hears a DM with its text, answers with a button and hears its press."""
    pressed = asyncio.Event()

    @other.listen()
    async def heard(event: hikari.DMMessageCreateEvent) -> None:
        if event.is_human:
            row = other.rest.build_message_action_row()
            row.add_interactive_button(hikari.ButtonStyle.PRIMARY, "go", label="Go")
            await event.message.respond(f"heard: {event.content}", component=row)

    @other.listen()
    async def acted(event: hikari.InteractionCreateEvent) -> None:
        assert isinstance(event.interaction, hikari.ComponentInteraction)
        await event.interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_UPDATE, "gone", components=[]
        )
        pressed.set()

    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    await alice.send(alice.dm, "hello")
    shown = await alice.wait_for(alice.dm, "heard: hello")
    assert (await alice.press(shown, "Go")).kind == "update"
    await asyncio.wait_for(pressed.wait(), 2)
    assert (shown.text, shown.buttons) == ("gone", [])
    assert [event.exception for event in failures] == []


async def test_hikari_is_told_of_all_members(server: LocalDiscord) -> None:
    """With the privileged intents switched on it may ask for the members, and stays connected."""
    guild, alice = server.add_guild("Harbour"), server.add_person("alice")
    guild.join(alice)
    server.gateway.privileged = intents("all")
    bot = hikari.GatewayBot(
        server.token,
        rest_url=server.api_url,
        banner=None,
        logs=None,
        intents=hikari.Intents.ALL,
        suppress_optimization_warning=True,
    )
    told: asyncio.Queue[hikari.MemberChunkEvent] = asyncio.Queue()
    bot.subscribe(hikari.MemberChunkEvent, told.put)
    await bot.start(check_for_updates=False)
    try:
        await bot.request_guild_members(guild.id)
        chunk = await asyncio.wait_for(told.get(), 10)
        assert alice.id in chunk.members
        assert len(server.gateway.sessions) == 1
    finally:
        await bot.close()

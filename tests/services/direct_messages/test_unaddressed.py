"""What is written outside a conversation, below Discord: kept, joined, erased, by whom."""

from datetime import timedelta

import pytest

from bot.domain.errors import OutOfDate, TryAgain
from bot.domain.ids import GuildId, MessageId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.services import membership, retention, timers
from bot.services.asks import drafts
from bot.services.conversations import edits
from bot.services.conversations.incoming import Written
from bot.services.direct_messages import unaddressed
from bot.services.ports import Gone, Standing, Unsure
from tests.services.scene import ASKER, ASKS, DAY, ELSEWHERE, FAR_ASKS, GUILD, OTHER, Scene, here


async def answered(scene: Scene, text: str, user: UserId = ASKER) -> Notice:
    """Write to the bot; its answer."""
    await scene.write(user, text)
    await scene.deliver()
    return scene.messenger.said(user)[-1]


async def known(scene: Scene, user: UserId = ASKER) -> None:
    """Somebody used the bot in the server."""
    await membership.note_use(scene.ctx, user, GUILD)


async def token_of(scene: Scene, text: str = "Hello?") -> str:
    """Write, and take the token of the answer's buttons."""
    await known(scene)
    token = (await answered(scene, text)).token
    assert token is not None
    return token


async def test_without_a_known_server_nothing_is_kept(scene: Scene) -> None:
    """There is nowhere to pass it on to."""
    assert (await answered(scene, "Hello?")).kind is NoticeKind.NOTHING_OPEN
    assert await scene.count("stray") == 0


async def test_one_known_server_is_named_in_the_answer(scene: Scene) -> None:
    """With several, none is."""
    await known(scene)
    assert (await answered(scene, "Hello?")).guild_id == GUILD
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await membership.note_use(scene.ctx, ASKER, ELSEWHERE)
    told = await answered(scene, "And?")
    assert (told.kind, told.guild_id) == (NoticeKind.SHALL_I_PASS_IT_ON, None)


async def test_a_server_that_is_not_set_up_is_not_offered(scene: Scene) -> None:
    """Nobody could answer there."""
    await membership.note_use(scene.ctx, ASKER, ELSEWHERE)
    assert (await answered(scene, "Hello?")).kind is NoticeKind.NOTHING_OPEN


async def test_lines_in_a_row_are_joined_while_they_fit(scene: Scene) -> None:
    """What would be too long begins anew, and the earlier words stay with their own button."""
    first = await token_of(scene, "a" * 700)
    assert (await answered(scene, "b" * 700)).token == first
    second = (await answered(scene, "c" * 700)).token
    assert second is not None
    assert second != first
    for token, length in ((first, 1401), (second, 700)):
        (way,) = (await unaddressed.server_options(scene.ctx, ASKER, token)).found
        assert len((await unaddressed.chosen_server(scene.ctx, ASKER, way.token))[1]) == length


async def kept(scene: Scene, token: str) -> str:
    """The words that would be passed on now."""
    (way,) = (await unaddressed.server_options(scene.ctx, ASKER, token)).found
    return (await unaddressed.chosen_server(scene.ctx, ASKER, way.token))[1]


async def test_what_is_kept_follows_edits_and_deletions(scene: Scene) -> None:
    """Each line for itself, in the order in which they were written, also after a restart."""
    await known(scene)
    lines = [await scene.write(ASKER, text) for text in ("one", "two", "three")]
    token = await token_of(scene, "four")
    await edits.deleted(scene.ctx, lines[0])
    await scene.restart()
    await edits.edited(scene.ctx, Written(ASKER, lines[1], "TWO\u200b"))
    await edits.edited(scene.ctx, Written(ASKER, lines[2], " \u200b"))
    assert await kept(scene, token) == "TWO\nfour"
    assert (await answered(scene, "five")).token == token
    assert await kept(scene, token) == "TWO\nfour\nfive"


async def test_it_follows_while_the_servers_are_shown(scene: Scene) -> None:
    """The words are looked up when a server is chosen."""
    await known(scene)
    line = await scene.write(ASKER, "one")
    token = await token_of(scene, "two")
    (way,) = (await unaddressed.server_options(scene.ctx, ASKER, token)).found
    await edits.deleted(scene.ctx, line)
    assert await unaddressed.chosen_server(scene.ctx, ASKER, way.token) == (GUILD, "two")


@pytest.mark.parametrize("edited", [False, True])
async def test_without_a_line_left_it_is_out_of_date(scene: Scene, edited: bool) -> None:
    """Nothing of it is left, and what is written next has buttons of its own."""
    await known(scene)
    line = await scene.write(ASKER, "one")
    token = await token_of(scene, "two")
    (way,) = (await unaddressed.server_options(scene.ctx, ASKER, token)).found
    for message in (line, MessageId(line + 1), line):
        if edited:
            await edits.edited(scene.ctx, Written(ASKER, message, "\u200b"))
        else:
            await edits.deleted(scene.ctx, message)
    for table in ("stray", "stray_part", "stray_choice"):
        assert await scene.count(table) == 0
    for work in (unaddressed.server_options, unaddressed.delete):
        with pytest.raises(OutOfDate):
            await work(scene.ctx, ASKER, token)
    with pytest.raises(OutOfDate):
        await unaddressed.chosen_server(scene.ctx, ASKER, way.token)
    assert (await answered(scene, "anew")).token not in (None, token)


async def test_a_draft_no_longer_follows(scene: Scene) -> None:
    """Its writer sees it before anybody else does, and can change it there."""
    await known(scene)
    line = await scene.write(ASKER, "one")
    await scene.deliver()
    token = scene.messenger.said(ASKER)[-1].token
    (way,) = (await unaddressed.server_options(scene.ctx, ASKER, token or "")).found
    guild, words = await unaddressed.chosen_server(scene.ctx, ASKER, way.token)
    preview = await drafts.draft(scene.ctx, here(ASKER, guild), words, "")
    await unaddressed.passed_on(scene.ctx, ASKER, way.token)
    await edits.edited(scene.ctx, Written(ASKER, line, "two"))
    await edits.deleted(scene.ctx, line)
    own = await drafts.get_draft(scene.ctx, here(ASKER), preview.draft.id)
    assert own.text.words == "one"
    assert await scene.count("stray_part") == 0


async def test_only_its_writer_may_press(scene: Scene) -> None:
    """Somebody else's press is out of date, at every step."""
    token = await token_of(scene)
    (way,) = (await unaddressed.server_options(scene.ctx, ASKER, token)).found
    with pytest.raises(OutOfDate):
        await unaddressed.server_options(scene.ctx, OTHER, token)
    with pytest.raises(OutOfDate):
        await unaddressed.chosen_server(scene.ctx, OTHER, way.token)
    with pytest.raises(OutOfDate):
        await unaddressed.delete(scene.ctx, OTHER, token)
    await unaddressed.passed_on(scene.ctx, OTHER, way.token)
    assert await scene.count("stray") == 1


async def test_passing_on_or_deleting_erases_it_with_its_buttons(scene: Scene) -> None:
    """Once; the second press finds nothing."""
    token = await token_of(scene)
    (way,) = (await unaddressed.server_options(scene.ctx, ASKER, token)).found
    await unaddressed.passed_on(scene.ctx, ASKER, way.token)
    assert await scene.count("stray") == await scene.count("stray_choice") == 0
    with pytest.raises(OutOfDate):
        await unaddressed.chosen_server(scene.ctx, ASKER, way.token)
    with pytest.raises(OutOfDate):
        await unaddressed.delete(scene.ctx, ASKER, token)


@pytest.mark.parametrize("standing", [Standing.GONE, Standing.TIMED_OUT])
async def test_who_left_or_is_timed_out_has_no_way(scene: Scene, standing: Standing) -> None:
    """Also when it changed after the servers were shown."""
    token = await token_of(scene)
    (way,) = (await unaddressed.server_options(scene.ctx, ASKER, token)).found
    scene.messenger.standings[(GUILD, ASKER)] = standing
    assert (await unaddressed.server_options(scene.ctx, ASKER, token)).found == ()
    with pytest.raises(OutOfDate):
        await unaddressed.chosen_server(scene.ctx, ASKER, way.token)


async def test_no_answer_from_discord_is_said_and_loses_nothing(scene: Scene) -> None:
    """A server that the bot left is no way; one that does not answer is tried again."""
    token = await token_of(scene)
    scene.messenger.fail(GUILD, Gone(), Unsure())
    assert (await unaddressed.server_options(scene.ctx, ASKER, token)).found == ()
    with pytest.raises(TryAgain):
        await unaddressed.server_options(scene.ctx, ASKER, token)
    assert len((await unaddressed.server_options(scene.ctx, ASKER, token)).found) == 1


async def test_it_is_erased_after_half_an_hour(scene: Scene) -> None:
    """From the last line on."""
    await token_of(scene)
    await scene.pass_time(timedelta(minutes=29))
    await answered(scene, "Still here.")
    await scene.pass_time(timedelta(minutes=29))
    assert await scene.count("stray") == 1
    await scene.pass_time(timedelta(minutes=1))
    assert await scene.count("stray") == 0


async def test_where_somebody_used_it_is_known_to_the_day_for_ninety_days(scene: Scene) -> None:
    """Using it again begins the days anew; the hour is never stored."""
    await known(scene)
    ((stored,),) = await scene.rows("SELECT last_used_at FROM known_server")
    assert isinstance(stored, int)
    assert stored % 86400 == 0
    scene.clock.advance(60 * DAY)
    await known(scene)
    scene.clock.advance(90 * DAY)
    await timers.fire_due_timers(scene.ctx)
    await retention.purge_expired(scene.ctx)
    assert await scene.count("known_server") == 1
    scene.clock.advance(DAY)
    await timers.fire_due_timers(scene.ctx)
    await retention.purge_expired(scene.ctx)
    assert await scene.count("known_server") == 0


async def test_every_server_can_be_reached_however_many_they_are(scene: Scene) -> None:
    """A page at a time, each server once, also where somebody left most of them meanwhile."""
    guilds = [GuildId(number) for number in range(2001, 2032)]
    for guild in guilds:
        await scene.setup(guild, ASKS)
        await membership.note_use(scene.ctx, ASKER, guild)
    token = (await answered(scene, "Hello?")).token or ""
    assert await all_pages(scene, token) == guilds
    for guild in guilds[:25]:
        scene.messenger.standings[guild, ASKER] = Standing.GONE
    assert await all_pages(scene, token) == guilds[25:]
    for guild in guilds:
        scene.messenger.standings[guild, ASKER] = Standing.GONE
    assert await all_pages(scene, token) == []


async def all_pages(scene: Scene, token: str) -> list[GuildId]:
    """Every server that is offered, page after page."""
    offered, page = list[GuildId](), 0
    while True:
        ways = await unaddressed.server_options(scene.ctx, ASKER, token, page)
        assert len(ways.found) <= unaddressed.SERVERS_A_PAGE
        offered += [way.guild for way in ways.found]
        if ways.next_page is None:
            return offered
        page = ways.next_page


async def test_its_writer_is_known_as_long_as_it_is_kept(scene: Scene) -> None:
    """What they delete while the bot is down has to be found again, by their channel."""
    await token_of(scene)
    people = await scene.count("person")
    await scene.tick()
    assert await scene.count("person") == people
    scene.clock.advance(DAY)
    await scene.tick()
    assert (await scene.count("stray"), await scene.count("person")) == (0, people - 1)

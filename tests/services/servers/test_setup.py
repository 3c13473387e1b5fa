import pytest

from bot.domain.errors import NotSetUp
from bot.domain.guilds import Feature, GuildChoices
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.services.asks import posting
from tests import server_setup
from tests.services.scene import ASKER, ASKS, ELSEWHERE, FAR_ASKS, GUILD, Scene, here
from tests.stated import ADULTS_ONLY


def chosen(channel: ChannelId, *, open_asks: bool = False) -> GuildChoices:
    """What an admin may choose."""
    moderators, role = ChannelId(2**63 - 1), RoleId(5)
    return GuildChoices(
        GUILD, channel, moderators, role, open_asks, language="en", ages=ADULTS_ONLY
    )


async def test_choices_hold_at_once_and_after_a_restart(scene: Scene) -> None:
    """In memory for the next form, in the database for the next start."""
    choices = chosen(FAR_ASKS, open_asks=True)
    await server_setup.set_up(scene.ctx, choices)
    assert scene.ctx.guilds.of(GUILD) == choices
    await scene.restart()
    assert scene.ctx.guilds.of(GUILD) == choices


async def test_the_newest_choices_hold(scene: Scene) -> None:
    """Setting up again replaces everything that was chosen before."""
    for choices in (chosen(FAR_ASKS, open_asks=True), chosen(ASKS)):
        await server_setup.set_up(scene.ctx, choices)
    await scene.restart()
    assert scene.ctx.guilds.of(GUILD) == chosen(ASKS)
    assert await scene.count("guild") == 1


async def test_servers_do_not_share_choices(scene: Scene) -> None:
    """One that was not set up stays so."""
    await server_setup.set_up(scene.ctx, chosen(FAR_ASKS))
    with pytest.raises(NotSetUp):
        scene.ctx.guilds.of(ELSEWHERE)


async def test_the_next_ask_goes_to_the_channel_that_was_chosen_last(scene: Scene) -> None:
    """A preview that was open meanwhile, too."""
    key = (await scene.draft()).draft.id
    await server_setup.set_up(scene.ctx, chosen(FAR_ASKS))
    await posting.post(scene.ctx, here(ASKER), key)
    await scene.deliver()
    assert len(scene.messenger.said(FAR_ASKS)) == 1
    assert scene.messenger.said(ASKS) == []


async def test_an_ask_that_stands_in_the_former_channel_is_edited_there(scene: Scene) -> None:
    """It was posted before the channel was changed."""
    await scene.posted()
    await server_setup.set_up(scene.ctx, chosen(FAR_ASKS))
    await scene.take_back()
    await scene.deliver()
    assert ASKS in {place.channel for _, place in scene.messenger.edited}


async def test_a_server_id_of_any_size_is_kept(scene: Scene) -> None:
    """Discord's ids are 63 bits and more than a float holds."""
    big = GuildId(2**63 - 1)
    await server_setup.set_up(
        scene.ctx, GuildChoices(big, ChannelId(2**53 + 1), ChannelId(2), RoleId(3), False)
    )
    await scene.restart()
    assert scene.ctx.guilds.of(big).ask_channel == 2**53 + 1


async def test_nothing_is_switched_on_at_first(scene: Scene) -> None:
    """All of it is off until somebody chooses."""
    assert scene.ctx.guilds.of(GUILD).features == frozenset()


async def test_what_is_switched_on_holds_at_once_and_after_a_restart(scene: Scene) -> None:
    """In memory and in the database; the newest choice replaces the one before."""
    await server_setup.switch_on(scene.ctx, GUILD, list(Feature))
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.PARTNERS, Feature.COMMUNITY])
    chosen_features = {Feature.PARTNERS, Feature.COMMUNITY}
    assert scene.ctx.guilds.of(GUILD).features == chosen_features
    await scene.restart()
    assert scene.ctx.guilds.of(GUILD).features == chosen_features


async def test_what_was_switched_on_goes_with_the_server(scene: Scene) -> None:
    """Whoever invites the bot again begins with everything off."""
    await server_setup.switch_on(scene.ctx, GUILD, list(Feature))
    await scene.lose_server()
    assert await scene.count("guild_feature") == 0
    await scene.setup(GUILD, ASKS)
    assert scene.ctx.guilds.of(GUILD).features == frozenset()

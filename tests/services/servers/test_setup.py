import json
from dataclasses import replace

import pytest

from bot.domain.errors import NotSetUp
from bot.domain.guilds import Feature, GuildChoices
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.services.asks import posting
from bot.services.servers import setup
from bot.setting_sections import Logging
from tests.log_lines import kept_log
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
    await setup.save_choices(scene.ctx, choices)
    assert scene.ctx.guilds.of(GUILD) == choices
    await scene.restart()
    assert scene.ctx.guilds.of(GUILD) == choices


async def test_the_newest_choices_hold(scene: Scene) -> None:
    """Setting up again replaces everything that was chosen before."""
    for choices in (chosen(FAR_ASKS, open_asks=True), chosen(ASKS)):
        await setup.save_choices(scene.ctx, choices)
    await scene.restart()
    assert scene.ctx.guilds.of(GUILD) == chosen(ASKS)
    assert await scene.count("guild") == 1


async def test_servers_do_not_share_choices(scene: Scene) -> None:
    """One that was not set up stays so."""
    await setup.save_choices(scene.ctx, chosen(FAR_ASKS))
    with pytest.raises(NotSetUp):
        scene.ctx.guilds.of(ELSEWHERE)


async def test_choices_that_could_not_be_stored_do_not_hold(scene: Scene) -> None:
    """Memory never knows more than the database."""
    before = scene.ctx.guilds.of(GUILD)
    with pytest.raises(OverflowError):
        await setup.save_choices(scene.ctx, chosen(ChannelId(2**64)))
    assert scene.ctx.guilds.of(GUILD) == before


async def test_the_next_ask_goes_to_the_channel_that_was_chosen_last(scene: Scene) -> None:
    """A preview that was open meanwhile, too."""
    key = (await scene.draft()).draft.id
    await setup.save_choices(scene.ctx, chosen(FAR_ASKS))
    await posting.post(scene.ctx, here(ASKER), key)
    await scene.deliver()
    assert len(scene.messenger.said(FAR_ASKS)) == 1
    assert scene.messenger.said(ASKS) == []


async def test_an_ask_that_stands_in_the_former_channel_is_edited_there(scene: Scene) -> None:
    """It was posted before the channel was changed."""
    await scene.posted()
    await setup.save_choices(scene.ctx, chosen(FAR_ASKS))
    await scene.take_back()
    await scene.deliver()
    assert ASKS in {place.channel for _, place in scene.messenger.edited}


async def test_a_server_id_of_any_size_is_kept(scene: Scene) -> None:
    """Discord's ids are 63 bits and more than a float holds."""
    big = GuildId(2**63 - 1)
    await setup.save_choices(
        scene.ctx, GuildChoices(big, ChannelId(2**53 + 1), ChannelId(2), RoleId(3), False)
    )
    await scene.restart()
    assert scene.ctx.guilds.of(big).ask_channel == 2**53 + 1


async def test_nothing_is_switched_on_at_first(scene: Scene) -> None:
    """All of it is off until somebody chooses."""
    assert scene.ctx.guilds.of(GUILD).features == frozenset()


async def test_what_is_switched_on_holds_at_once_and_after_a_restart(scene: Scene) -> None:
    """In memory and in the database; the newest choice replaces the one before."""
    await setup.switch_on(scene.ctx, GUILD, list(Feature))
    await setup.switch_on(scene.ctx, GUILD, [Feature.PARTNERS, Feature.COMMUNITY])
    chosen_features = {Feature.PARTNERS, Feature.COMMUNITY}
    assert scene.ctx.guilds.of(GUILD).features == chosen_features
    await scene.restart()
    assert scene.ctx.guilds.of(GUILD).features == chosen_features


async def test_switching_on_keeps_what_was_set_up(scene: Scene) -> None:
    """Channels, role and kinds stay as they were."""
    choices = chosen(FAR_ASKS, open_asks=True)
    await setup.save_choices(scene.ctx, choices)
    await setup.switch_on(scene.ctx, GUILD, [Feature.REFLECTION])
    await setup.switch_on(scene.ctx, GUILD, [])
    assert scene.ctx.guilds.of(GUILD) == choices


async def test_a_server_speaks_the_language_of_whoever_set_it_up(scene: Scene) -> None:
    """Until another one is chosen; setting up again, in whichever language, changes nothing."""
    elsewhere = replace(chosen(ASKS), guild_id=ELSEWHERE, language="")
    spanish = replace(scene.ctx, language="es")
    await setup.save_choices(spanish, elsewhere)
    assert scene.ctx.guilds.language(ELSEWHERE) == "es"
    assert await setup.switch_on(spanish, ELSEWHERE, [], "en")
    assert not await setup.switch_on(spanish, ELSEWHERE, [Feature.REFLECTION], "en")
    await setup.save_choices(spanish, elsewhere)
    await scene.restart()
    assert scene.ctx.guilds.language(ELSEWHERE) == "en"
    assert scene.ctx.guilds.language(None) == "en"


async def test_setting_up_again_keeps_what_is_switched_on(scene: Scene) -> None:
    """The form of /setup does not ask for it."""
    await setup.switch_on(scene.ctx, GUILD, [Feature.REFLECTION])
    await setup.save_choices(scene.ctx, chosen(FAR_ASKS))
    assert scene.ctx.guilds.of(GUILD).features == {Feature.REFLECTION}
    assert scene.ctx.guilds.of(GUILD).ask_channel == FAR_ASKS


async def test_nothing_can_be_switched_on_where_nothing_is_set_up(scene: Scene) -> None:
    """Such as with a form that was left open while the bot was removed."""
    await scene.lose_server()
    with pytest.raises(NotSetUp):
        await setup.switch_on(scene.ctx, GUILD, [Feature.PARTNERS])
    assert await scene.count("guild_feature") == 0


async def test_what_was_switched_on_goes_with_the_server(scene: Scene) -> None:
    """Whoever invites the bot again begins with everything off."""
    await setup.switch_on(scene.ctx, GUILD, list(Feature))
    await scene.lose_server()
    assert await scene.count("guild_feature") == 0
    await scene.setup(GUILD, ASKS)
    assert scene.ctx.guilds.of(GUILD).features == frozenset()


async def test_the_log_says_that_a_server_was_set_up_and_not_which(scene: Scene) -> None:
    """Whoever runs the bot sees that /setup worked; no id of a server, channel or role."""
    with kept_log(Logging()) as log:
        await setup.save_choices(scene.ctx, chosen(FAR_ASKS, open_asks=True))
        await setup.switch_on(scene.ctx, GUILD, {Feature.REFLECTION})
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    for line in lines:
        del line["time"]
    assert lines == [
        {"level": "info", "event": "setup.saved", "logger": "setting_up", "open_asks": True},
        {"level": "info", "event": "setup.switched", "logger": "setting_up", "on": ["reflection"]},
    ]

"""Words that give their writer away: what becomes of them between writing and going."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.details import Detail, Kind
from bot.domain.errors import NoLongerHeld
from bot.domain.form_errors import NoWords
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId, MessageId
from bot.domain.notices import NoticeKind
from bot.services.conversations import edits, giving_away, recipient, relay
from bot.services.conversations.giving_away import Withheld
from tests.services.conversations.test_relay import talk_elsewhere
from tests.services.scene import ASKER, LISTENER, STRANGER, Scene

NUMBER, NAME = "my number", "my name"
HELD, REFUSED = NoticeKind.DETAILS_HELD, NoticeKind.DETAILS_REFUSED


def look(text: str) -> Sequence[Detail]:
    """Finds these two."""
    both = ((NUMBER, Kind.PHONE), (NAME, Kind.NAME))
    return [
        Detail(text.index(words), text.index(words) + len(words), kind)
        for words, kind in both
        if words in text
    ]


def watching(scene: Scene, *allowing: GuildId) -> None:
    """Let the scene's services look, and these servers allow ways to reach each other."""
    scene.ctx = replace(scene.ctx, details=look)
    guilds = scene.ctx.guilds
    for guild in guilds.known():
        on = frozenset({Feature.CONTACT}) if guild in allowing else frozenset()
        guilds.remember(replace(guilds.of(guild), features=on))


async def token(scene: Scene, user: int = ASKER) -> str:
    """The button of the newest notice."""
    await scene.deliver()
    found = scene.messenger.said(user)[-1].token
    assert found is not None
    return found


async def allowed(scene: Scene) -> GuildId:
    """The server of the scene."""
    (row,) = await scene.rows("SELECT guild_id FROM conversation LIMIT 1")
    return GuildId(int(str(row[0])))


async def test_where_a_server_allows_it_a_number_goes_when_its_writer_says_so(scene: Scene) -> None:
    """Held until then, and gone once, however often they press."""
    await scene.talk()
    watching(scene, await allowed(scene))
    await scene.write(ASKER, f"here is {NUMBER}")
    button = await token(scene)
    assert scene.kinds_to(ASKER)[-1] is HELD
    assert scene.words_to(LISTENER) == []
    for _ in range(2):
        assert isinstance(await giving_away.send_anyway(scene.ctx, ASKER, button), str)
    await scene.deliver()
    assert scene.words_to(LISTENER) == [f"here is {NUMBER}"]
    assert await scene.count("held") == 0


async def test_a_server_that_changed_its_mind_meanwhile_keeps_it(scene: Scene) -> None:
    """What counts is what holds at the press."""
    await scene.talk()
    watching(scene, await allowed(scene))
    await scene.write(ASKER, f"here is {NUMBER}")
    button = await token(scene)
    watching(scene)
    outcome = await giving_away.send_anyway(scene.ctx, ASKER, button)
    assert isinstance(outcome, Withheld)
    assert outcome.notice.kind is REFUSED
    await scene.deliver()
    assert scene.words_to(LISTENER) == []


async def test_elsewhere_a_number_stays_and_a_name_is_asked_about(scene: Scene) -> None:
    """No server has chosen so far."""
    await scene.talk()
    watching(scene)
    for text, kind in ((NUMBER, REFUSED), (NAME, HELD), (f"{NUMBER} {NAME}", REFUSED)):
        await scene.write(LISTENER, text)
        await scene.deliver()
        assert scene.kinds_to(LISTENER)[-1] is kind
    assert scene.words_to(ASKER) == []


async def test_nobody_else_can_press(scene: Scene) -> None:
    """Neither the other side nor a stranger, with a token that they guessed."""
    await scene.talk()
    watching(scene)
    await scene.write(ASKER, NAME)
    button = await token(scene)
    for user in (LISTENER, STRANGER):
        with pytest.raises(NoLongerHeld):
            await giving_away.send_anyway(scene.ctx, user, button)
    with pytest.raises(NoWords):
        await giving_away.change(scene.ctx, ASKER, button, 77, "\u200b")
    assert await scene.count("held") == 1


async def test_an_edit_that_was_said_to_go_is_not_asked_about_again(scene: Scene) -> None:
    """However often Discord tells of it; another edit with it is."""
    await scene.talk()
    watching(scene)
    message = await scene.write(ASKER, "hello")
    await scene.deliver()

    async def edit(text: str) -> None:
        await edits.edited(scene.ctx, relay.Written(ASKER, message, text))
        await scene.deliver()

    await edit(NAME)
    await edit(NAME)
    assert scene.kinds_to(ASKER).count(HELD) == 1
    await giving_away.send_anyway(scene.ctx, ASKER, await token(scene))
    await edit(NAME)
    assert scene.kinds_to(ASKER).count(HELD) == 1
    await edit(f"{NAME} again")
    assert scene.kinds_to(ASKER).count(HELD) == 2


async def test_an_edit_that_ran_out_is_not_asked_about_again(scene: Scene) -> None:
    """The copy stays as it was, and its writer was told."""
    await scene.talk()
    watching(scene)
    message = await scene.write(ASKER, "hello")
    await scene.write(LISTENER, "I'm here")
    await edits.edited(scene.ctx, relay.Written(ASKER, message, NAME))
    await scene.deliver()
    await scene.pass_time(timedelta(minutes=31))
    assert await scene.count("held") == 0
    await edits.edited(scene.ctx, relay.Written(ASKER, message, NAME))
    await scene.deliver()
    assert scene.kinds_to(ASKER).count(HELD) == 1
    assert await scene.count("held") == 0
    assert scene.words_to(LISTENER) == ["hello"]


async def test_whom_it_is_for_is_asked_first(scene: Scene) -> None:
    """With several open, the words are looked at once their reader is chosen."""
    await scene.talk()
    await talk_elsewhere(scene)
    watching(scene)
    await scene.write(LISTENER, NAME)
    await scene.deliver()
    question = scene.messenger.said(LISTENER)[-1]
    assert question.kind is NoticeKind.SEVERAL_OPEN
    outcome = await recipient.deliver_held_text(scene.ctx, LISTENER, question.choices[0].token)
    assert isinstance(outcome, Withheld)
    assert scene.words_to(ASKER) == scene.words_to(STRANGER) == []
    assert outcome.notice.token is not None
    await giving_away.send_anyway(scene.ctx, LISTENER, outcome.notice.token)
    await scene.deliver()
    assert len(scene.words_to(ASKER) + scene.words_to(STRANGER)) == 1


async def test_a_notice_that_is_no_longer_true_is_not_said(scene: Scene) -> None:
    """Whoever was quicker to delete than the notice to come reads nothing of it."""
    await scene.talk()
    watching(scene)
    message: MessageId = await scene.write(ASKER, NAME)
    await edits.deleted(scene.ctx, message)
    await scene.deliver()
    assert HELD not in scene.kinds_to(ASKER)

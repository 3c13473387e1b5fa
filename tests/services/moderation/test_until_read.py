"""What moderators did waits until it is read, however long direct messages are closed."""

from collections.abc import Sequence

import pytest

from bot.domain.guilds import Feature
from bot.domain.moderation import ActionKind
from bot.domain.name_openings import MODERATED_FOR, TOLD_AT_MOST
from bot.domain.notices import NoticeKind
from bot.domain.personal_data import DataKind, PersonalData
from bot.services.asks import holding
from bot.services.conversations import overview
from bot.services.listeners import newcomers
from bot.services.moderation import opening, report_desk, reporting, telling
from bot.services.moderation import overview as health
from bot.services.ports import Closed
from bot.services.privacy import overview as kept
from bot.storage.store import Tables
from tests import server_setup
from tests.services.moderation.test_actions import act, known
from tests.services.scene import ASKER, DAY, GUILD, HOUR, LISTENER, OTHER, STRANGER, Scene, here

MODERATOR = here(STRANGER)
LONG = 20 * DAY


def shut(scene: Scene) -> None:
    """The asker's direct messages are closed from now on."""
    scene.messenger.fail(ASKER, *[Closed()] * 500)


async def everything(scene: Scene) -> Sequence[PersonalData]:
    """What is kept about the asker, as /privacy shows it."""
    return await kept.everything_of(scene.ctx, ASKER)


async def not_read(scene: Scene) -> list[object]:
    """What of it they have not read yet."""
    found = await everything(scene)
    return [one.facts["what"] for one in found if one.kind is DataKind.NOT_READ_YET]


async def open_name(scene: Scene) -> None:
    """Two moderators open the asker's name."""
    number = await known(scene)
    for one in (STRANGER, OTHER):
        await telling.note_moderator(scene.ctx, here(one))
    scene.clock.advance(MODERATED_FOR + DAY)
    await opening.ask(scene.ctx, MODERATOR, number, "A threat.")
    (wanted,) = await opening.list_openings(scene.ctx, here(OTHER))
    await opening.agree(scene.ctx, here(OTHER), wanted.opening.id, "I read it, too.")
    scene.clock.advance(TOLD_AT_MOST)


async def warn(scene: Scene) -> None:
    """The asker is warned."""
    await act(scene, await known(scene), ActionKind.WARN)


async def lift(scene: Scene) -> None:
    """An appeal is answered."""
    await act(scene, await known(scene), ActionKind.LIFT)


async def keep_in(scene: Scene) -> None:
    """The asker's ask doesn't go out."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_ASKS])
    await scene.ask()
    await scene.deliver()
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    await holding.keep_in(scene.ctx, MODERATOR, ask.id, "Please write it more kindly.")


async def ask_back(scene: Scene) -> None:
    """Moderators ask whoever sent a report."""
    await scene.talk()
    await scene.write(LISTENER, "Pull yourself together.")
    await scene.deliver()
    draft = await reporting.from_button(scene.ctx, ASKER, None, scene.end_button(ASKER))
    await reporting.send(scene.ctx, ASKER, draft.report.id)
    await scene.end(ASKER)
    await report_desk.ask_back(scene.ctx, MODERATOR, draft.report.id, "When was that?")


async def not_now(scene: Scene) -> None:
    """Moderators don't take the asker as a listener."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_LISTENERS])
    await scene.join(ASKER)
    (one,) = await newcomers.list_waiting(scene.ctx, GUILD)

    async def note(_: Tables) -> None:
        """Nothing more."""

    await newcomers.not_now(scene.ctx, MODERATOR, one.token, "Another day.", note)


STORIES = {
    "a name was opened": (open_name, NoticeKind.NAME_OPENED),
    "a warning": (warn, NoticeKind.FROM_MODERATORS),
    "an appeal is answered": (lift, NoticeKind.FROM_MODERATORS),
    "an ask does not go out": (keep_in, NoticeKind.ASK_NOT_LET_OUT),
    "not as a listener": (not_now, NoticeKind.LISTENER_NOT_NOW),
    "something is asked back": (ask_back, NoticeKind.REPORT_QUESTION),
}


@pytest.mark.parametrize("story", STORIES)
async def test_it_is_shown_until_it_is_read(scene: Scene, story: str) -> None:
    """Under My conversations and in /privacy, however long it takes; read, it is gone."""
    happens, kind = STORIES[story]
    await happens(scene)
    assert await not_read(scene) == []
    shut(scene)
    for _ in range(4):
        await scene.pass_time(LONG / 4)
    assert kind not in scene.kinds_to(ASKER)
    standing = await health.get_standing(scene.ctx, GUILD, MODERATOR)
    assert standing.health.undelivered == 0  # or whoever did it would see that they are closed
    waiting = [
        one for one in await overview.waiting_for_me(scene.ctx, ASKER) if one.notice.kind is kind
    ]
    assert len(waiting) == 1
    assert kind in await not_read(scene)
    await overview.have_seen(scene.ctx, ASKER, [waiting[0].id])
    assert kind not in await not_read(scene)


async def test_it_holds_up_nothing_and_comes_once_they_are_open(scene: Scene) -> None:
    """It is tried each day; what is said to them meanwhile is not tried less often for it."""
    await keep_in(scene)
    shut(scene)
    for _ in range(4):
        await scene.pass_time(2 * DAY)
    scene.messenger.failures[ASKER].clear()
    await scene.pass_time(DAY)
    assert NoticeKind.ASK_NOT_LET_OUT in scene.kinds_to(ASKER)
    assert await not_read(scene) == []


async def test_a_warning_is_in_no_export_before_it_is_told(scene: Scene) -> None:
    """When it was given would tell who had a reason to report."""
    await warn(scene)
    assert not [one for one in await everything(scene) if one.kind is DataKind.MODERATOR_ACTION]
    await scene.pass_time(DAY + HOUR)
    assert [one for one in await everything(scene) if one.kind is DataKind.MODERATOR_ACTION]

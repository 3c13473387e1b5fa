from datetime import timedelta

import pytest

from bot.domain.asks import AskKind, Here, OwnWords
from bot.domain.errors import NotSetUp, OutOfDate
from bot.domain.form_errors import NoWords, TooManyWords
from bot.domain.ids import DraftId, UserId
from bot.services.asks import drafts, posting
from bot.services.context import Context, Member
from bot.services.listeners import duty
from tests.services.scene import (
    ASKER,
    ASKS,
    CROWD,
    ELSEWHERE,
    FAR_ASKS,
    GUILD,
    HOUR,
    LISTENER,
    STRANGER,
    Scene,
    here,
)

ME = here(ASKER)
LIVES = timedelta(minutes=30)
SECOND = timedelta(seconds=1)
INVISIBLE = [
    "",
    " ",
    "\n\t ",
    "\u200b",
    "\u200b\u2060\ufeff",
    "\u3164",
    "\u00ad",
    "\u202e \u200f",
    "\u0301",
]


@pytest.mark.parametrize(
    ("words", "would_help"),
    [("x" * 1500, ""), ("\U0001f499" * 750, ""), ("x", "y" * 500), ("x" * 1500 + " " * 900, "")],
)
async def test_what_just_fits_is_kept_whole(ctx: Context, words: str, would_help: str) -> None:
    """1500 and 500 characters fit; white space around them does not count."""
    preview = await drafts.draft(ctx, ME, words, would_help)
    assert preview.draft.text == OwnWords(words.strip(), would_help)
    assert await drafts.get_draft(ctx, ME, preview.draft.id) == preview.draft


@pytest.mark.parametrize(
    ("words", "would_help", "limit", "length"),
    [
        ("x" * 1501, "", 1500, 1501),
        ("\U0001f499" * 751, "", 1500, 1502),
        ("x" * 1499 + "\U0001f499", "", 1500, 1501),
        ("x", "y" * 501, 500, 501),
        ("x", "\U0001f499" * 251, 500, 502),
    ],
)
async def test_one_character_too_many_is_refused(
    scene: Scene, words: str, would_help: str, limit: int, length: int
) -> None:
    """Counted as Discord counts, and the refusal says how many fit and how many there are."""
    with pytest.raises(TooManyWords) as refused:
        await drafts.draft(scene.ctx, ME, words, would_help)
    assert refused.value.values == {"limit": limit, "length": length}
    assert await scene.count("draft") == 0


@pytest.mark.parametrize("words", INVISIBLE, ids=[ascii(words) for words in INVISIBLE])
async def test_nothing_visible_is_no_ask(scene: Scene, words: str) -> None:
    """Spaces, zero-width characters, fillers, a lone mark: no words, whatever would help."""
    with pytest.raises(NoWords):
        await drafts.draft(scene.ctx, ME, words, "somebody to talk with")
    assert await scene.count("draft") == 0
    assert await scene.count("person") == 2


@pytest.mark.parametrize("would_help", INVISIBLE, ids=[ascii(words) for words in INVISIBLE])
async def test_what_would_help_may_be_left_empty(ctx: Context, would_help: str) -> None:
    """What is blank there counts as empty."""
    preview = await drafts.draft(ctx, ME, "It has been long.", would_help)
    assert preview.draft.text == OwnWords("It has been long.", "")


async def test_where_nothing_is_set_up_nothing_is_kept(scene: Scene) -> None:
    """Another server has to be set up first."""
    with pytest.raises(NotSetUp):
        await drafts.draft(scene.ctx, here(ASKER, ELSEWHERE), "Hello.", "")
    assert await scene.count("draft") == 0


@pytest.mark.parametrize(("words", "error"), [("\u200b", NoWords), ("x" * 1501, TooManyWords)])
async def test_a_refused_change_leaves_the_draft_as_it_was(
    scene: Scene, words: str, error: type[Exception]
) -> None:
    """Its words and its kind are still there to change again."""
    before = (await scene.draft(words="as it was")).draft
    with pytest.raises(error):
        await drafts.change(scene.ctx, ME, before.id, words, "")
    assert await drafts.get_draft(scene.ctx, ME, before.id) == before


async def test_a_change_replaces_the_words_and_nothing_else(ctx: Context) -> None:
    """The new words stand in the same draft; the old ones do not stand in another."""
    first = await drafts.draft(ctx, ME, "one", "company")
    changed = await drafts.change(ctx, ME, first.draft.id, "two", "")
    assert changed.draft.id == first.draft.id
    assert (await drafts.get_draft(ctx, ME, first.draft.id)).text == OwnWords("two", "")


@pytest.mark.parametrize("who", [here(STRANGER), here(LISTENER), here(ASKER, ELSEWHERE)])
async def test_a_draft_is_its_authors_alone(scene: Scene, who: Member) -> None:
    """For anybody else, and in another server, it is out of date, and it stays as it was."""
    await scene.setup(ELSEWHERE, FAR_ASKS, open_asks=True)
    before = (await scene.draft()).draft
    for attempt in (
        drafts.get_draft(scene.ctx, who, before.id),
        drafts.change(scene.ctx, who, before.id, "not mine", ""),
        drafts.choose(scene.ctx, who, before.id, AskKind.PRIVATE),
    ):
        with pytest.raises(OutOfDate):
            await attempt
    assert await drafts.get_draft(scene.ctx, ME, before.id) == before


@pytest.mark.parametrize("who", [STRANGER, LISTENER])
async def test_only_its_author_cancels_a_draft(scene: Scene, who: UserId) -> None:
    """Somebody else's attempt erases nothing."""
    before = (await scene.draft()).draft
    with pytest.raises(OutOfDate):
        await drafts.cancel(scene.ctx, here(who), before.id)
    assert await drafts.get_draft(scene.ctx, ME, before.id) == before


async def test_cancelling_erases_once(scene: Scene) -> None:
    """The second press, and every other use of the draft, is out of date."""
    key = (await scene.draft()).draft.id
    await drafts.cancel(scene.ctx, ME, key)
    assert await scene.count("draft") == 0
    with pytest.raises(OutOfDate):
        await drafts.cancel(scene.ctx, ME, key)
    with pytest.raises(OutOfDate):
        await drafts.change(scene.ctx, ME, key, "too late", "")


async def test_an_unknown_draft_is_out_of_date(ctx: Context) -> None:
    """A button from long ago finds nothing."""
    with pytest.raises(OutOfDate):
        await drafts.get_draft(ctx, ME, DraftId("never-existed-000000000"))


async def test_a_draft_lives_for_half_an_hour(scene: Scene) -> None:
    """One second before the end it is there; at the end it is not."""
    key = (await scene.draft()).draft.id
    scene.clock.advance(LIVES - SECOND)
    await drafts.get_draft(scene.ctx, ME, key)
    scene.clock.advance(SECOND)
    with pytest.raises(OutOfDate):
        await drafts.get_draft(scene.ctx, ME, key)
    with pytest.raises(OutOfDate):
        await drafts.change(scene.ctx, ME, key, "too late", "")


async def test_working_on_a_draft_prolongs_it(scene: Scene) -> None:
    """Half an hour from the last change, not from the first word."""
    key = (await scene.draft()).draft.id
    scene.clock.advance(LIVES - SECOND)
    await drafts.change(scene.ctx, ME, key, "still writing", "")
    scene.clock.advance(LIVES - SECOND)
    assert (await drafts.get_draft(scene.ctx, ME, key)).text.words == "still writing"


@pytest.mark.parametrize(
    ("allowed", "members", "listeners", "offered"),
    [
        (True, 50, 5, True),
        (True, 49, 5, False),
        (True, 50, 4, False),
        (True, 0, 5, False),
        (False, 500, 9, False),
    ],
)
async def test_open_asks_are_offered_where_allowed_and_not_small(
    scene: Scene, *, allowed: bool, members: int, listeners: int, offered: bool
) -> None:
    """From 50 members and 5 listeners, and only where the server chose it; private comes first."""
    await scene.setup(GUILD, ASKS, open_asks=allowed)
    await scene.join(*CROWD[: listeners - 2])
    scene.messenger.people = members
    preview = await scene.draft()
    assert preview.draft.kind is AskKind.PRIVATE
    assert preview.kinds == ((AskKind.PRIVATE, AskKind.OPEN) if offered else (AskKind.PRIVATE,))
    chosen = drafts.choose(scene.ctx, ME, preview.draft.id, AskKind.OPEN)
    if offered:
        assert (await chosen).draft.kind is AskKind.OPEN
    else:
        with pytest.raises(OutOfDate):
            await chosen
        assert (await drafts.get_draft(scene.ctx, ME, preview.draft.id)).kind is AskKind.PRIVATE


async def test_an_open_draft_can_become_private_again(scene: Scene) -> None:
    """Also after the server stopped to offer open asks."""
    await scene.setup(GUILD, ASKS, open_asks=True)
    await scene.join(*CROWD[:3])
    key = (await scene.draft()).draft.id
    await drafts.choose(scene.ctx, ME, key, AskKind.OPEN)
    await scene.setup(GUILD, ASKS, open_asks=False)
    assert (await drafts.choose(scene.ctx, ME, key, AskKind.PRIVATE)).draft.kind is AskKind.PRIVATE


async def test_a_change_is_kept_when_open_asks_are_no_longer_offered(scene: Scene) -> None:
    """What was just typed is not lost: the draft falls back to private."""
    await scene.setup(GUILD, ASKS, open_asks=True)
    await scene.join(*CROWD[:3])
    key = (await scene.draft()).draft.id
    await drafts.choose(scene.ctx, ME, key, AskKind.OPEN)
    await scene.setup(GUILD, ASKS, open_asks=False)
    preview = await drafts.change(scene.ctx, ME, key, "typed with effort", "")
    assert preview.draft.kind is AskKind.PRIVATE
    assert (await drafts.get_draft(scene.ctx, ME, key)).text.words == "typed with effort"


async def test_the_preview_says_whether_somebody_else_is_here(scene: Scene) -> None:
    """Somebody on duty counts, but not the asker themselves, and not after their time."""
    await scene.join(ASKER)
    await duty.set_duty(scene.ctx, ME, HOUR)
    assert (await scene.draft()).here is not Here.NOW
    await duty.set_duty(scene.ctx, here(LISTENER), HOUR)
    assert (await scene.draft()).here is Here.NOW
    scene.clock.advance(HOUR)
    assert (await scene.draft()).here is not Here.NOW


async def test_drafts_that_nobody_came_back_to_are_erased(scene: Scene) -> None:
    """A tick erases what is over and leaves what is not."""
    await scene.draft(words="first")
    scene.clock.advance(SECOND)
    kept = (await scene.draft(words="second")).draft
    await scene.pass_time(LIVES - SECOND)
    assert await scene.rows("SELECT draft_id FROM draft") == [(kept.id,)]


async def test_two_people_who_write_at_once_get_a_draft_each(scene: Scene) -> None:
    """Neither sees the other's words."""
    mine, theirs = await scene.draft(ASKER, "mine"), await scene.draft(STRANGER, "theirs")
    assert mine.draft.id != theirs.draft.id
    assert (await drafts.get_draft(scene.ctx, ME, mine.draft.id)).text.words == "mine"
    assert (
        await drafts.get_draft(scene.ctx, here(STRANGER), theirs.draft.id)
    ).text.words == "theirs"


async def test_a_server_without_any_listener_is_no_server_of_busy_ones(scene: Scene) -> None:
    """Nobody listens there but the asker: it is said as it is, before posting and after."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await scene.join(ASKER, guild=ELSEWHERE)
    member = here(ASKER, ELSEWHERE)
    preview = await drafts.draft(scene.ctx, member, "Is anybody there?", "")
    assert preview.here is Here.NOBODY
    assert (await posting.post(scene.ctx, member, preview.draft.id)).here is Here.NOBODY
    await scene.join(LISTENER, guild=ELSEWHERE)
    later = await drafts.draft(scene.ctx, here(STRANGER, ELSEWHERE), "And now?", "")
    assert later.here is Here.LATER

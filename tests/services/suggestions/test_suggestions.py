"""What members suggest: decided by moderators, shown like the decks, and gone once taken back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.ages import AgeRule, Ages
from bot.domain.details import Detail, Kind
from bot.domain.errors import NotSwitchedOn, OutOfDate
from bot.domain.form_errors import NoWords, TooManyWords
from bot.domain.guilds import Feature
from bot.domain.ids import ScheduleId, SuggestionId, UserId
from bot.domain.moderation import ActionKind
from bot.domain.moderation_errors import BannedHere
from bot.domain.notices import NoticeKind
from bot.domain.personal_data import DataKind
from bot.domain.private_numbers import written
from bot.domain.suggestion_errors import (
    ContactSuggested,
    LinkSuggested,
    OwnSuggestion,
    SuggestedAlready,
    SuggestionOver,
    SuggestionsForToday,
    SuggestionsWait,
)
from bot.domain.suggestions import Suggested, SuggestionState, text_id
from bot.services.conversations import overview as conversations_overview
from bot.services.encouragements import channel_schedule, on_demand, personal_schedule
from bot.services.moderation import actions, numbers, record
from bot.services.ports import Outgoing, Refused, SentMessage, Undelivered, Unsure
from bot.services.privacy import erasure, overview
from bot.services.suggestions import deciding, looking_again, own, writing
from tests import server_setup
from tests.fakes import RecordingMessenger
from tests.services.scene import (
    ASKER,
    ASKS,
    DAY,
    ELSEWHERE,
    FAR_ASKS,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STAFF,
    STRANGER,
    Scene,
    here,
    playing,
)

WORDS = "One small step is a step."
WAITING, TAKEN = SuggestionState.WAITING, SuggestionState.TAKEN
MODERATOR = here(STRANGER)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A server in which members may suggest."""
    async with playing(tmp_path, reminding=False) as made:
        await server_setup.switch_on(made.ctx, GUILD, [Feature.SUGGESTIONS])
        yield made


def text(words: str = WORDS, *, theme: str = "growth", tell: bool = True) -> Suggested:
    """What is typed and chosen."""
    return Suggested(words, theme, "en", tell)


async def suggest(
    scene: Scene, user: UserId = ASKER, words: str = WORDS, *, tell: bool = True
) -> SuggestionId:
    """Write one and send it."""
    draft = await writing.begin_suggestion(scene.ctx, here(user), text(words, tell=tell))
    await writing.send_suggestion(scene.ctx, here(user), draft.id)
    return draft.id


async def in_the_deck(scene: Scene, *, tell: bool = True) -> SuggestionId:
    """One that a moderator took."""
    key = await suggest(scene, tell=tell)
    await deciding.take(scene.ctx, MODERATOR, key)
    return key


async def seen_by(scene: Scene, user: UserId) -> set[str]:
    """All that somebody is shown when they ask for as many as there are."""
    shown = [await on_demand.show(scene.ctx, user, guild=GUILD) for _ in range(14)]
    return {one.text for one in shown}


async def states(scene: Scene, user: UserId = ASKER) -> list[SuggestionState]:
    """Where somebody's suggestions stand, the newest first."""
    return [one.state for one in (await own.list_own(scene.ctx, user, GUILD)).shown]


async def test_one_that_was_taken_is_shown_like_the_others_and_only_there(scene: Scene) -> None:
    """Once in each round; in another server, before a decision, and without a server, never."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await server_setup.switch_on(scene.ctx, ELSEWHERE, [Feature.SUGGESTIONS])
    key = await suggest(scene)
    assert WORDS not in await seen_by(scene, OTHER)
    await deciding.take(scene.ctx, MODERATOR, key)
    first_round = [await on_demand.show(scene.ctx, LISTENER, guild=GUILD) for _ in range(13)]
    assert [one.text for one in first_round].count(WORDS) == 1
    (shown,) = (one for one in first_round if one.text == WORDS)
    assert shown.by_member
    for elsewhere in (ELSEWHERE, None):
        for _ in range(13):
            assert (await on_demand.show(scene.ctx, OTHER, guild=elsewhere)).text != WORDS
    other_theme = [await on_demand.show(scene.ctx, OTHER, "support", GUILD) for _ in range(7)]
    assert WORDS not in {one.text for one in other_theme}


async def test_it_comes_by_itself_to_whoever_chose_that_there_and_to_its_channels(
    scene: Scene,
) -> None:
    """And to nobody whose schedule is of another place."""
    await in_the_deck(scene)
    for user, guild in ((OTHER, GUILD), (LISTENER, None)):
        await personal_schedule.save(
            scene.ctx,
            user,
            at="18:00",
            zone="UTC",
            weekdays=range(7),
            themes=["growth"],
            language="en",
            guild=guild,
        )
    await channel_schedule.save(
        scene.ctx,
        GUILD,
        ASKS,
        when="18:00 UTC",
        weekdays=range(7),
        themes=["growth"],
        language="en",
    )
    for _ in range(8):
        await scene.pass_time(DAY)
    kinds = {NoticeKind.ENCOURAGEMENT, NoticeKind.ENCOURAGEMENT_IN_CHANNEL}
    for where, comes in ((OTHER, True), (ASKS, True), (LISTENER, False)):
        said = [one for one in scene.messenger.said(where) if one.kind in kinds]
        assert len(said) >= 7
        assert (WORDS in [one.text.words for one in said if one.text]) is comes


async def test_taken_back_it_is_gone_from_wherever_it_was(scene: Scene) -> None:
    """From the deck, from what others keep, and from what is on its way; no words stay."""
    key = await in_the_deck(scene)
    await on_demand.keep(scene.ctx, OTHER, text_id(key))
    assert [one.text for one in await on_demand.kept(scene.ctx, OTHER)] == [WORDS]
    await own.withdraw(scene.ctx, ASKER, key)
    assert await on_demand.kept(scene.ctx, OTHER) == []
    assert WORDS not in await seen_by(scene, OTHER)
    with pytest.raises(OutOfDate):
        await on_demand.keep(scene.ctx, OTHER, text_id(key))
    assert await states(scene) == []
    assert await scene.count("suggestion") == 0
    await scene.deliver()
    assert scene.kinds_to(ASKER) == []
    with pytest.raises(SuggestionOver):
        await own.withdraw(scene.ctx, ASKER, key)


async def test_what_was_drawn_and_not_sent_says_something_else_once_it_is_taken_back(
    scene: Scene,
) -> None:
    """The notice stays, its words go; what was tried already is not said again."""
    key = await in_the_deck(scene)
    await channel_schedule.save(
        scene.ctx, GUILD, ASKS, when="12:00 UTC", weekdays=range(7), themes=[], language="en"
    )
    await scene.tick()
    scene.clock.advance(18 * HOUR)
    await scene.tick()
    (row,) = await scene.rows("SELECT outbox_id FROM outbox WHERE schedule_id IS NOT NULL")
    await scene.change_rows(
        "UPDATE outbox SET text_id = ?, language = 'en' WHERE outbox_id = ?",
        text_id(key),
        int(str(row[0])),
    )
    await own.withdraw(scene.ctx, ASKER, key)
    await scene.deliver()
    (said,) = [
        one for one in scene.messenger.said(ASKS) if one.kind is NoticeKind.ENCOURAGEMENT_IN_CHANNEL
    ]
    assert said.on_schedule is not None
    assert said.on_schedule.text_id != text_id(key)


class NotThese(RecordingMessenger):
    """Takes everything but what members suggested."""

    def __init__(self, why: Undelivered) -> None:
        super().__init__()
        self.why = why
        self.refused = 0

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Raises where somebody's words are in it."""
        if outgoing.channel == ASKS and outgoing.notice.text is not None:
            self.refused += 1
            raise self.why
        return await super().create(outgoing)


async def in_a_channel_daily(scene: Scene, why: Undelivered) -> NotThese:
    """One was taken, and it comes into a channel that does not take it."""
    messenger = NotThese(why)
    scene.speak_through(messenger)
    await channel_schedule.save(
        scene.ctx,
        GUILD,
        ASKS,
        when="18:00 UTC",
        weekdays=range(7),
        themes=["growth"],
        language="en",
    )
    return messenger


async def test_what_discord_does_not_take_stops_nothing_else(scene: Scene) -> None:
    """A word filter refuses one of them: the others go on coming, and nobody hears of a goal."""
    await in_the_deck(scene, tell=False)
    messenger = await in_a_channel_daily(scene, Refused())
    for _ in range(8):
        await scene.pass_time(DAY)
    assert messenger.refused == 1
    assert scene.kinds_to(ASKS) == [NoticeKind.ENCOURAGEMENT_IN_CHANNEL] * 7


async def test_what_was_tried_and_then_taken_back_is_not_tried_again(scene: Scene) -> None:
    """It may stand there; its words are not kept for another attempt."""
    key = await in_the_deck(scene)
    messenger = await in_a_channel_daily(scene, Unsure())
    while not messenger.refused:
        await scene.pass_time(DAY)
    await own.withdraw(scene.ctx, ASKER, key)
    before = messenger.refused, scene.kinds_to(ASKS)
    await scene.pass_time(HOUR / 60)
    assert (messenger.refused, scene.kinds_to(ASKS)) == before
    assert await scene.rows("SELECT 1 FROM outbox WHERE text_id = ?", text_id(key)) == []


async def test_whoever_wanted_to_know_is_told_and_thanked_once(scene: Scene) -> None:
    """When it is taken, and when somebody else keeps it for the first time, some hours later."""
    key = await in_the_deck(scene)
    await on_demand.keep(scene.ctx, ASKER, text_id(key))  # one's own is no surprise
    await scene.pass_time(DAY)
    assert scene.kinds_to(ASKER) == [NoticeKind.SUGGESTION_TAKEN]
    await on_demand.keep(scene.ctx, OTHER, text_id(key))
    await on_demand.keep(scene.ctx, LISTENER, text_id(key))
    await scene.deliver()
    assert len(scene.kinds_to(ASKER)) == 1
    await scene.pass_time(DAY)
    assert scene.kinds_to(ASKER) == [NoticeKind.SUGGESTION_TAKEN, NoticeKind.SUGGESTION_KEPT]


async def test_whoever_did_not_want_to_know_is_told_nothing_and_can_look(scene: Scene) -> None:
    """Taken and kept, or not taken: where it stands is in the list."""
    key = await in_the_deck(scene, tell=False)
    await on_demand.keep(scene.ctx, OTHER, text_id(key))
    other = await suggest(scene, words="Rest is work, too.", tell=False)
    await deciding.leave_out(scene.ctx, MODERATOR, other, "We have one like it.")
    await scene.pass_time(DAY)
    assert scene.kinds_to(ASKER) == []
    shown = (await own.list_own(scene.ctx, ASKER, GUILD)).shown
    assert [one.state for one in shown] == [SuggestionState.NOT_TAKEN, TAKEN]
    assert [one.answer for one in shown] == ["We have one like it.", ""]


async def test_one_that_was_taken_can_be_taken_out_again(scene: Scene) -> None:
    """With words for whoever suggested it; it goes from what others keep, too."""
    key = await in_the_deck(scene)
    await on_demand.keep(scene.ctx, OTHER, text_id(key))
    await deciding.leave_out(scene.ctx, MODERATOR, key, "It hurt somebody.")
    assert await on_demand.kept(scene.ctx, OTHER) == []
    assert WORDS not in await seen_by(scene, OTHER)
    await scene.deliver()
    assert scene.kinds_to(ASKER) == [NoticeKind.SUGGESTION_NOT_TAKEN]
    assert await states(scene) == [SuggestionState.NOT_TAKEN]
    done = await record.page(scene.ctx, GUILD, 0, 5)
    assert [one.what for one in done.entries] == ["took_out_suggestion", "took_suggestion"]


async def test_whoever_reads_one_can_have_it_looked_at_again(scene: Scene) -> None:
    """Once for each text, without who wanted it; it comes first, and stays or goes."""
    for words in ("Rest is work, too.", WORDS):
        await deciding.take(scene.ctx, MODERATOR, await suggest(scene, words=words))
    key = (await own.list_own(scene.ctx, ASKER, GUILD)).shown[0].id
    await scene.deliver()
    before = len(scene.kinds_to(STAFF))
    for _ in range(2):
        await looking_again.want_a_look(scene.ctx, OTHER, text_id(key))
    await scene.deliver()
    assert len(scene.kinds_to(STAFF)) == before + 1
    shown = await deciding.look_at(scene.ctx, GUILD, TAKEN)
    assert shown.suggestion is not None
    assert (shown.suggestion.id, shown.to_look_at) == (key, 1)
    assert shown.suggestion.look_again
    with pytest.raises(OwnSuggestion):
        await deciding.let_stand(scene.ctx, here(ASKER), key)
    await deciding.let_stand(scene.ctx, MODERATOR, key)
    with pytest.raises(SuggestionOver):
        await deciding.let_stand(scene.ctx, MODERATOR, key)
    await looking_again.want_a_look(scene.ctx, OTHER, text_id(key))
    assert not (await deciding.look_at(scene.ctx, GUILD, TAKEN)).to_look_at
    await deciding.leave_out(scene.ctx, MODERATOR, key, "It hurt somebody.")
    with pytest.raises(OutOfDate):
        await looking_again.want_a_look(scene.ctx, OTHER, text_id(key))


async def test_of_two_moderators_at_once_one_decides(scene: Scene) -> None:
    """The other reads that it is over; in the record it stands once."""
    key, decided = await suggest(scene), []

    async def decide(moderator: UserId) -> None:
        with suppress(SuggestionOver):
            if moderator == OTHER:
                await deciding.leave_out(scene.ctx, here(moderator), key, "Not now.")
            else:
                await deciding.take(scene.ctx, here(moderator), key)
            decided.append(moderator)

    await asyncio.gather(*(decide(one) for one in (OTHER, STRANGER, LISTENER)))
    assert len(decided) == 1
    assert len((await record.page(scene.ctx, GUILD, 0, 5)).entries) == 1


async def test_nobody_decides_about_their_own(scene: Scene) -> None:
    """Nor about one of another server, nor one that is gone."""
    key = await suggest(scene)
    for decide in (
        deciding.take(scene.ctx, here(ASKER), key),
        deciding.leave_out(scene.ctx, here(ASKER), key, "Not now."),
    ):
        with pytest.raises(OwnSuggestion):
            await decide
    with pytest.raises((SuggestionOver, NotSwitchedOn)):
        await deciding.take(scene.ctx, here(OTHER, ELSEWHERE), key)
    await erasure.erase_everything(scene.ctx, ASKER)
    with pytest.raises(SuggestionOver):
        await deciding.take(scene.ctx, MODERATOR, key)


async def test_moderators_see_a_number_and_can_act_on_it(scene: Scene) -> None:
    """Once it is sent, not while it is a draft; as an asker's, with no way to a name."""
    await writing.begin_suggestion(scene.ctx, here(ASKER), text())
    assert not (await numbers.list_numbers(scene.ctx, GUILD, 0)).shown
    key = await suggest(scene)
    shown = await deciding.look_at(scene.ctx, GUILD, WAITING)
    assert shown.suggestion is not None
    assert shown.suggestion.id == key
    assert shown.suggestion.number is not None
    number = await numbers.get_number(scene.ctx, GUILD, shown.suggestion.number)
    assert written(number.known.number) == written(scene.store.asker_number(GUILD, ASKER))
    await actions.act(scene.ctx, MODERATOR, number.known.id, ActionKind.BAN, "Because.")
    for late in (
        writing.must_be_open(scene.ctx, here(ASKER)),
        writing.begin_suggestion(scene.ctx, here(ASKER), text("Another one.")),
    ):
        with pytest.raises(BannedHere):
            await late
    await own.withdraw(scene.ctx, ASKER, key)  # what is theirs stays theirs


async def test_a_ban_between_writing_and_sending_counts(scene: Scene) -> None:
    """A preview may have been open."""
    draft = await writing.begin_suggestion(scene.ctx, here(ASKER), text())
    number = await scene.store.transaction(
        lambda tables: numbers.know_asker(scene.ctx, tables, here(ASKER))
    )
    await actions.act(scene.ctx, MODERATOR, number, ActionKind.PAUSE, "Because.", DAY)
    with pytest.raises(BannedHere):
        await writing.send_suggestion(scene.ctx, here(ASKER), draft.id)


async def test_moderators_are_told_that_something_waits_once(scene: Scene) -> None:
    """Not again while it does; and nothing of it stands in their channel."""
    for number, user in enumerate((ASKER, OTHER)):
        await suggest(scene, user, f"Step number {number}.")
    await scene.deliver()
    assert scene.kinds_to(STAFF) == [NoticeKind.MODERATORS_LOOK]


async def test_limits_hold_also_by_taking_back_and_erasing(scene: Scene) -> None:
    """So many wait, and so many are sent within a day, whatever became of them or of
    their writer."""
    keys = [await suggest(scene, words=f"Step number {number}.") for number in range(3)]
    with pytest.raises(SuggestionsWait):
        await writing.must_be_open(scene.ctx, here(ASKER))
    for key in keys:
        await own.withdraw(scene.ctx, ASKER, key)
    with pytest.raises(SuggestionsForToday):
        await writing.begin_suggestion(scene.ctx, here(ASKER), text())
    await erasure.erase_everything(scene.ctx, ASKER)
    with pytest.raises(SuggestionsForToday):
        await writing.must_be_open(scene.ctx, here(ASKER))
    await writing.must_be_open(scene.ctx, here(OTHER))
    await scene.pass_time(DAY + 2 * HOUR)
    await suggest(scene)
    assert await scene.count("suggestion") == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("   ", NoWords),
        ("\u202e", NoWords),
        ("a" * 281, TooManyWords),
        ("come to discord.gg/abcdef", LinkSuggested),
        ("EN growth 3.", SuggestedAlready),
    ],
)
async def test_what_cannot_be_taken_is_not_kept(
    scene: Scene, words: str, why: type[Exception]
) -> None:
    """Neither as a draft, nor in the place of one."""
    draft = await writing.begin_suggestion(scene.ctx, here(ASKER), text())
    with pytest.raises(why):
        await writing.rewrite(scene.ctx, here(ASKER), draft.id, text(words))
    with pytest.raises(why):
        await writing.begin_suggestion(scene.ctx, here(OTHER), text(words))
    kept = await writing.get_suggestion(scene.ctx, here(ASKER), draft.id)
    assert kept.text.words == WORDS
    assert await scene.count("suggestion") == 1


async def test_how_to_be_reached_goes_along_for_adults_alone(scene: Scene) -> None:
    """There its writer is asked once more; where groups are kept apart it goes for nobody."""
    found = (Detail(0, 3, Kind.EMAIL),)
    ctx = replace(scene.ctx, details=lambda _: found)
    await writing.begin_suggestion(ctx, here(ASKER), text())
    await server_setup.choose_ages(ctx, GUILD, AgeRule(Ages.TWO_GROUPS))
    with pytest.raises(ContactSuggested):
        await writing.begin_suggestion(ctx, here(ASKER), text())
    named = replace(scene.ctx, details=lambda _: (Detail(0, 3, Kind.NAME),))
    await writing.begin_suggestion(named, here(ASKER), text())


async def test_what_waits_or_was_taken_is_not_suggested_again(scene: Scene) -> None:
    """Also where two wrote it at once; once it is gone it may be."""
    draft = await writing.begin_suggestion(scene.ctx, here(OTHER), text())
    key = await suggest(scene, words="one small step is A STEP")
    with pytest.raises(SuggestedAlready):
        await writing.send_suggestion(scene.ctx, here(OTHER), draft.id)
    await own.withdraw(scene.ctx, ASKER, key)
    await writing.send_suggestion(scene.ctx, here(OTHER), draft.id)


async def test_a_draft_is_its_writers_alone_and_goes_by_itself(scene: Scene) -> None:
    """Nobody else changes, sends or drops it; half an hour later nobody does."""
    draft = await writing.begin_suggestion(scene.ctx, here(ASKER), text())
    for theirs in (
        writing.send_suggestion(scene.ctx, here(OTHER), draft.id),
        writing.drop_draft(scene.ctx, here(OTHER), draft.id),
        own.withdraw(scene.ctx, ASKER, draft.id),
    ):
        with pytest.raises(SuggestionOver):
            await theirs
    scene.clock.advance(HOUR / 2)
    with pytest.raises(SuggestionOver):
        await writing.send_suggestion(scene.ctx, here(ASKER), draft.id)
    await scene.pass_time(HOUR)
    assert await scene.count("suggestion") == 0


async def test_a_server_that_switched_it_off_shows_none_and_takes_none(scene: Scene) -> None:
    """What waits can still be left, what is theirs be taken back; on again, all is as it was."""
    taken, waits = await in_the_deck(scene), await suggest(scene, OTHER, "Rest is work, too.")
    await server_setup.switch_on(scene.ctx, GUILD, [])
    assert WORDS not in await seen_by(scene, LISTENER)
    with pytest.raises(NotSwitchedOn):
        await writing.must_be_open(scene.ctx, here(ASKER))
    with pytest.raises(NotSwitchedOn):
        await deciding.take(scene.ctx, MODERATOR, waits)
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.SUGGESTIONS])
    assert WORDS in await seen_by(scene, STRANGER)
    await server_setup.switch_on(scene.ctx, GUILD, [])
    await deciding.leave_out(scene.ctx, MODERATOR, waits, "Not now.")
    await own.withdraw(scene.ctx, ASKER, taken)


async def test_erasing_takes_it_back_from_everybody(scene: Scene) -> None:
    """What waits, what was taken and what others keep; the number stands in nothing any more."""
    key = await in_the_deck(scene)
    await suggest(scene, words="Rest is work, too.")
    await on_demand.keep(scene.ctx, OTHER, text_id(key))
    assert (await erasure.what_would_end(scene.ctx, ASKER)).suggestions == 2
    assert await erasure.erase_everything(scene.ctx, ASKER)
    assert await scene.count("suggestion") == await scene.count("kept_text") == 0
    assert (await erasure.what_would_end(scene.ctx, ASKER)).suggestions == 0
    assert not (await numbers.list_numbers(scene.ctx, GUILD, 0)).shown
    assert not (await deciding.look_at(scene.ctx, GUILD, WAITING)).count
    left = [one.kind for one in await overview.everything_of(scene.ctx, ASKER)]
    assert left == [DataKind.LIMIT], "how many they sent counts on"


async def test_it_lasts_as_long_as_it_is_said(scene: Scene) -> None:
    """What waits a month, what was not taken and what nobody decided about another one, which
    whoever wanted to know is told; what was taken until it is taken back."""
    await in_the_deck(scene)
    left = await suggest(scene, words="Rest is work, too.")
    await deciding.leave_out(scene.ctx, MODERATOR, left, "Not now.")
    await suggest(scene, words="Wait for the kettle.")
    await suggest(scene, OTHER, "Tea helps.", tell=False)
    await scene.pass_time(29 * DAY)
    assert await scene.count("suggestion") == 4
    await scene.pass_time(2 * DAY)
    undecided = SuggestionState.UNDECIDED
    assert await states(scene) == [undecided, TAKEN]
    assert await states(scene, OTHER) == [undecided]
    told = [scene.kinds_to(one).count(NoticeKind.SUGGESTION_UNDECIDED) for one in (ASKER, OTHER)]
    assert told == [1, 0]
    assert not (await deciding.look_at(scene.ctx, GUILD, WAITING)).count
    await suggest(scene, words="Wait for the kettle.")  # it can be suggested again
    await scene.pass_time(31 * DAY)
    assert await states(scene) == [undecided, TAKEN]
    await scene.pass_time(31 * DAY)
    assert await states(scene) == [TAKEN]
    await scene.pass_time(300 * DAY)
    assert await states(scene) == [TAKEN]


async def test_of_a_server_that_the_bot_left_nothing_stays(scene: Scene) -> None:
    """Neither its deck nor what others keep of it."""
    key = await in_the_deck(scene)
    await on_demand.keep(scene.ctx, OTHER, text_id(key))
    await scene.lose_server()
    assert await scene.count("suggestion") == await scene.count("kept_text") == 0
    assert await on_demand.kept(scene.ctx, OTHER) == []


async def test_the_list_has_pages_and_in_direct_messages_every_server(scene: Scene) -> None:
    """The newest first; a page that is no more there is the first."""
    for number in range(6):
        key = await suggest(scene, words=f"Step number {number}.")
        await deciding.take(scene.ctx, MODERATOR, key)
        scene.clock.advance(DAY)
    first = await own.list_own(scene.ctx, ASKER, GUILD)
    assert first.shown[0].text.words == "Step number 5."
    assert (len(first.shown), first.more) == (own.PAGE, True)
    second = await own.list_own(scene.ctx, ASKER, GUILD, 1)
    assert (len(second.shown), second.more) == (2, False)
    assert (await own.list_own(scene.ctx, ASKER, GUILD, 9)).page == 0
    assert len((await own.list_own(scene.ctx, ASKER, None)).shown) == own.PAGE
    assert not (await own.list_own(scene.ctx, OTHER, None)).shown
    mine = await conversations_overview.get_overview(scene.ctx, ASKER, None)
    assert mine.suggestions == 6


async def test_where_a_schedule_was_chosen_goes_with_it(scene: Scene) -> None:
    """Sealed, once for each, and nowhere after."""
    for guild in (ELSEWHERE, GUILD, GUILD, None):
        await personal_schedule.move(scene.ctx, ASKER, at="12:00", zone="UTC", guild=guild)
    ((key,),) = await scene.rows("SELECT schedule_id FROM schedule_home")
    home = await scene.read(lambda tables: tables.schedule_homes.of(ScheduleId(str(key))))
    assert home == GUILD
    assert (await personal_schedule.get_schedule(scene.ctx, ASKER)).home == GUILD
    await erasure.erase_everything(scene.ctx, ASKER)
    assert await scene.count("schedule_home") == 0

import asyncio
import os
import random
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from bot.domain.asks import OwnWords
from bot.domain.errors import NoLongerAvailable, NotAListener
from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services.conversations import ending
from bot.services.listeners import duty
from bot.services.offers import acceptance
from tests.services.scene import (
    ALIASES,
    ASKER,
    ASKS,
    CROWD,
    DAY,
    ELSEWHERE,
    FAR_ASKS,
    GUILD,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
    playing,
)

RACES = 200
ROUNDS = int(os.environ.get("RACES", RACES)) // RACES
"""`RACES=10000` has ten thousand run, in fifty rounds."""

SECOND = timedelta(seconds=1)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CANARY = "only-one-listener-reads-this"


async def test_accepting_opens_a_conversation_for_both(scene: Scene) -> None:
    """The listener gets the words, the asker the news, the channel its edit; the ask is taken."""
    button = await scene.posted(words=CANARY)
    accepted = await acceptance.accept(scene.ctx, here(LISTENER), button)
    await scene.deliver()
    you, asker = scene.messenger.said(LISTENER)[-1], scene.messenger.said(ASKER)[-1]
    assert (you.kind, you.text) == (NoticeKind.YOU_ACCEPTED, OwnWords(CANARY, ""))
    assert (asker.kind, asker.text) == (NoticeKind.ASK_ACCEPTED, None)
    assert (you.alias, you.own_alias) == (asker.own_alias, asker.alias)
    assert accepted.alias == you.alias
    assert scene.edits_in(ASKS)[-1].kind is NoticeKind.ASK_TAKEN_IN_CHANNEL
    assert await scene.rows("SELECT state FROM ask") == [("taken",)]


async def test_the_words_reach_the_one_listener_and_nobody_else(scene: Scene) -> None:
    """Of everything said to anybody, one notice holds them."""
    button = await scene.posted(words=CANARY)
    await acceptance.accept(scene.ctx, here(LISTENER), button)
    await scene.deliver()
    said = [*scene.messenger.created, *(edit for edit, _ in scene.messenger.edited)]
    holding = [outgoing for outgoing in said if CANARY in repr(outgoing)]
    assert [int(outgoing.channel) for outgoing in holding] == [LISTENER]


async def test_aliases_differ_and_are_drawn_anew_for_each_conversation(tmp_path: Path) -> None:
    """The two of one conversation never wear one name, and names tell nothing about the people."""
    limits = {
        "conversations_at_once": 30,
        "conversations_per_day": 30,
        "conversations_per_month": 1000,
    }
    async with playing(tmp_path, {"listeners": limits, "asks": {"per_day": 30}}) as scene:
        await scene.join(LISTENER)
        pairs = []
        for _ in range(12):
            await scene.talk()
            heard = scene.messenger.said(LISTENER)[-1]
            pairs.append((heard.alias, heard.own_alias))
            await scene.end(ASKER)
        assert all(asker != listener for asker, listener in pairs)
        assert {name for pair in pairs for name in pair} <= set(ALIASES)
        assert len({asker for asker, _ in pairs}) > 6
        assert len({listener for _, listener in pairs}) > 6


async def test_no_name_stands_for_two_people_in_what_anybody_sees(tmp_path: Path) -> None:
    """Three people ask and listen, each to both others: every name that one of them wears or
    sees in an open conversation is there once, and none of one that ended comes back."""
    limits = {
        "conversations_at_once": 3,
        "conversations_per_day": 30,
        "conversations_per_month": 1000,
    }
    sections = {"listeners": limits, "asks": {"per_day": 30, "open_at_once": 30}}
    async with playing(tmp_path, sections) as scene:
        names = tuple(f"{letter}lias" for letter in LETTERS)
        scene.ctx = replace(scene.ctx, aliases=lambda _: names)
        await scene.join(ASKER, LISTENER, OTHER)
        ended = set[str]()
        for asker, listener in permutations([ASKER, LISTENER, OTHER], 2):
            await scene.talk(asker, listener)
            rows = await scene.rows(
                "SELECT asker_number, listener_number, asker_alias, listener_alias"
                " FROM conversation WHERE state = 'open'"
            )
            for user in (ASKER, LISTENER, OTHER):
                asking = scene.store.asker_number(GUILD, user)
                theirs = {asking, scene.store.listener_number(GUILD, user)}
                seen = [name for row in rows if theirs & {*row[:2]} for name in row[2:]]
                assert len(set(seen)) == len(seen)
                assert not ended & set(seen)
            if asker is LISTENER:
                ended |= {scene.messenger.said(asker)[-1].alias or ""}
                await scene.end(asker)
        assert len(rows) == 4


async def test_nobody_accepts_their_own_ask(scene: Scene) -> None:
    """Also a listener who asks gets the same words as everybody who is too late."""
    await scene.join(ASKER)
    button = await scene.posted()
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(scene.ctx, here(ASKER), button)
    assert await scene.rows("SELECT state FROM ask") == [("waiting",)]


@pytest.mark.parametrize("who", [STRANGER, ASKER])
async def test_only_listeners_accept(scene: Scene, who: UserId) -> None:
    """Who did not opt in is told how to, whatever the button is."""
    button = await scene.posted()
    for token in (button, "unknown"):
        with pytest.raises(NotAListener):
            await acceptance.accept(scene.ctx, here(who), token)
    assert await scene.count("conversation") == 0


async def test_who_stopped_listening_cannot_accept(scene: Scene) -> None:
    """Leaving holds at once."""
    button = await scene.posted()
    await duty.leave(scene.ctx, here(LISTENER))
    with pytest.raises(NotAListener):
        await acceptance.accept(scene.ctx, here(LISTENER), button)


async def test_a_listener_of_another_server_cannot_accept(scene: Scene) -> None:
    """Not by pressing there, where they are a listener, nor here, where they are none."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await scene.join(STRANGER, guild=ELSEWHERE)
    button = await scene.posted()
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(scene.ctx, here(STRANGER, ELSEWHERE), button)
    with pytest.raises(NotAListener):
        await acceptance.accept(scene.ctx, here(STRANGER), button)
    assert await scene.rows("SELECT state FROM ask") == [("waiting",)]


@pytest.mark.parametrize("token", ["", "unknown", "x" * 10_000, "' OR 1=1 --", "\0"])
async def test_a_token_that_nobody_gave_out_is_no_longer_available(
    scene: Scene, token: str
) -> None:
    """Guessed, damaged or from another bot."""
    await scene.posted()
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(scene.ctx, here(LISTENER), token)


async def test_a_conversations_button_accepts_nothing(scene: Scene) -> None:
    """A token means one thing only."""
    await scene.talk()
    for token in (scene.end_button(LISTENER), scene.end_button(ASKER)):
        with pytest.raises(NoLongerAvailable):
            await acceptance.accept(scene.ctx, here(OTHER), token)


async def test_an_ask_is_accepted_until_the_second_it_expires(scene: Scene) -> None:
    """At the end of its 24 hours it is too late, also if no tick has closed it yet."""
    button = await scene.posted()
    scene.clock.advance(DAY - SECOND)
    late = await scene.posted(STRANGER)
    scene.clock.advance(SECOND)
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(scene.ctx, here(LISTENER), button)
    scene.clock.advance(DAY - 2 * SECOND)
    await acceptance.accept(scene.ctx, here(LISTENER), late)


async def test_one_conversation_at_once(scene: Scene) -> None:
    """The next ask waits for somebody else, or until the first conversation has ended."""
    await scene.talk()
    button = await scene.posted(STRANGER)
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(scene.ctx, here(LISTENER), button)
    await scene.end(LISTENER)
    await acceptance.accept(scene.ctx, here(LISTENER), button)


async def test_three_conversations_a_day(scene: Scene) -> None:
    """The fourth has to wait until the first began a day ago, to the second."""
    for asker in CROWD[:3]:
        await scene.talk(asker)
        await scene.end(asker)
        scene.clock.advance(SECOND)
    scene.clock.advance(DAY - 4 * SECOND)
    button = await scene.posted(STRANGER)
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(scene.ctx, here(LISTENER), button)
    scene.clock.advance(SECOND)
    await acceptance.accept(scene.ctx, here(LISTENER), button)


async def test_a_listener_who_accepts_two_asks_at_once_gets_one(tmp_path: Path) -> None:
    """The limit holds in a race, too; the other ask goes on waiting."""
    limits = {
        "listeners": {
            "conversations_at_once": 1,
            "conversations_per_day": 100,
            "conversations_per_month": 1000,
        }
    }
    async with playing(tmp_path, limits) as scene:
        await scene.join(LISTENER)
        buttons = [await scene.posted(asker) for asker in CROWD[:4]]
        ends = await asyncio.gather(
            *(acceptance.accept(scene.ctx, here(LISTENER), button) for button in buttons),
            return_exceptions=True,
        )
        kinds = sorted(type(end).__name__ for end in ends)
        assert kinds == ["Accepted", *["NoLongerAvailable"] * 3]
        assert await scene.count("ask WHERE state = 'waiting'") == 3


async def test_what_is_taken_stays_taken(scene: Scene) -> None:
    """For another listener, and for everybody after the end; who has it is told that they have."""
    button = await scene.posted()
    accepted = await acceptance.accept(scene.ctx, here(LISTENER), button)
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(scene.ctx, here(OTHER), button)
    assert await acceptance.accept(scene.ctx, here(LISTENER), button) == accepted
    await scene.deliver()
    await ending.end_own(scene.ctx, ASKER, scene.end_button(ASKER))
    for who in (OTHER, LISTENER):
        with pytest.raises(NoLongerAvailable):
            await acceptance.accept(scene.ctx, here(who), button)
    assert await scene.count("conversation") == 1


async def test_every_reason_has_the_same_words(scene: Scene) -> None:
    """Taken, expired, one's own, unknown: nothing tells which, so nothing can be learnt."""
    await scene.join(ASKER)
    taken = await scene.posted(STRANGER)
    await acceptance.accept(scene.ctx, here(OTHER), taken)
    own = await scene.posted(ASKER)
    attempts = [(LISTENER, taken), (ASKER, own), (LISTENER, "unknown"), (OTHER, own)]
    answers = []
    for who, token in attempts:
        with pytest.raises(NoLongerAvailable) as refused:
            await acceptance.accept(scene.ctx, here(who), token)
        answers.append((type(refused.value), refused.value.args, refused.value.values))
    assert len(set(map(repr, answers))) == 1


async def test_the_loser_leaves_no_trace(scene: Scene) -> None:
    """Whoever did not get it has nothing stored and nothing said to them."""
    button = await scene.posted()
    before = scene.kinds_to(OTHER)
    await asyncio.gather(
        *(acceptance.accept(scene.ctx, here(who), button) for who in (LISTENER, OTHER)),
        return_exceptions=True,
    )
    await scene.deliver()
    winner = scene.kinds_to(LISTENER), scene.kinds_to(OTHER)
    assert sorted(len(kinds) - len(before) for kinds in winner) == [0, 1]
    assert len([n for n in scene.messenger.edited if n[1].channel == ASKS]) == 1


@pytest.mark.parametrize("seed", range(ROUNDS))
async def test_every_race_has_one_winner(tmp_path: Path, seed: int) -> None:
    """Of two to five at once one wins, the others get "no longer available", always."""
    chance = random.Random(seed)  # noqa: S311 - it is to be repeated
    names = ("conversations_at_once", "conversations_per_day", "conversations_per_month")
    limits = dict.fromkeys(names, RACES)
    async with playing(tmp_path, {"listeners": limits}) as scene:
        await scene.join(*CROWD[:5])
        askers = [UserId(10_000 + number) for number in range(RACES)]
        await scene.have_written(*askers)
        for asker in askers:
            await scene.ask(asker)
        await scene.deliver()
        buttons = [post.token or "" for post in scene.messenger.said(ASKS)]
        assert len(set(buttons)) == RACES
        for button in buttons:
            racers = chance.sample(CROWD[:5], chance.randint(2, 5))
            ends = await asyncio.gather(
                *(acceptance.accept(scene.ctx, here(who), button) for who in racers),
                return_exceptions=True,
            )
            kinds = sorted(type(end).__name__ for end in ends)
            assert kinds == ["Accepted", *["NoLongerAvailable"] * (len(racers) - 1)]
        assert await scene.count("conversation") == RACES
        assert len(await scene.rows("SELECT DISTINCT ask_id FROM conversation")) == RACES

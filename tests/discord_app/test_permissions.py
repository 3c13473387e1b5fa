"""What the bot misses in a channel, and where it is mended: with Discord's own rules of who may
what, as discord.py has them."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
import pytest

from bot.discord_app.permissions import (
    ALL,
    ASKS,
    MODERATORS,
    THREADS,
    Level,
    Missing,
    bits,
    in_channel,
    may,
    members_roles_that_may,
    missing,
    roles_kept_out,
)
from bot.domain.ids import ChannelId
from bot.domain.setting_up import WantedSetup
from tests.fuzz.played import connected

GUILD, ASKING, STAFF, PANEL, NOWHERE = 1, 20, 21, 22, 99
BOTS, MEMBERS, HELPERS, CHIEFS, ROOTS, ANOTHER_BOTS = 30, 31, 32, 33, 34, 35
WHOLE = dict.fromkeys(ALL, True)
Overwrites = Mapping[int, tuple[int, int]]
"""By role: what is allowed, and what is denied."""


def number(*names: str) -> int:
    """These permissions as Discord numbers them."""
    return bits(names)


def guild(
    everyone: int = bits(),
    own: int = 0,
    overwrites: Mapping[int, Overwrites] | None = None,
    more: Sequence[tuple[int, int, bool]] = (),
) -> discord.Guild:
    """A server with three channels and the bot in it; `more` roles, from low to high: what each
    may, and whether it is one of a bot."""
    state = connected()
    me = state.user.id
    roles = [_role(GUILD, 0, everyone), _role(BOTS, 1, own, managed=True)]
    roles += [_role(one, 2 + at, may_, managed=bot) for at, (one, may_, bot) in enumerate(more)]
    user = {"id": str(me), "username": "bot", "discriminator": "0", "avatar": None}
    member = {"user": user, "roles": [str(BOTS)], "joined_at": None, "deaf": False, "mute": False}
    data: Any = {"id": str(GUILD), "name": "x", "roles": roles, "owner_id": "7", "member_count": 1}
    data |= {"members": [member | {"flags": 0}], "emojis": [], "features": []}
    data["channels"] = [
        _channel(one, (overwrites or {}).get(one, {})) for one in (ASKING, STAFF, PANEL)
    ]
    made = discord.Guild(data=data, state=state)
    assert made.me is not None
    return made


def _role(id_: int, position: int, may_: int, *, managed: bool = False) -> dict[str, Any]:
    shown = {"color": 0, "colors": {"primary_color": 0}, "hoist": False, "mentionable": False}
    told = {"id": str(id_), "name": str(id_), "position": position, "permissions": str(may_)}
    return {**told, **shown, "managed": managed, "flags": 0}


def _channel(id_: int, overwrites: Overwrites) -> dict[str, Any]:
    told = [
        {"id": str(one), "type": 0, "allow": str(allowed), "deny": str(denied)}
        for one, (allowed, denied) in overwrites.items()
    ]
    return {"id": str(id_), "type": 0, "name": "x", "position": 0, "permission_overwrites": told}


def test_what_it_is_invited_with_is_what_it_needs() -> None:
    """As one number; nothing is named twice in it."""
    assert set(ALL) == {*ASKS, *MODERATORS, *THREADS}
    assert len(ALL) == len(set(ALL)) == 6
    assert bits() == discord.Permissions(**WHOLE).value
    assert bits(("view_channel",)) == 1 << 10


def test_nothing_is_missing_where_everything_may_be_done() -> None:
    """Also where asks are open."""
    wanted = WantedSetup(
        asks=ChannelId(ASKING), staff=ChannelId(STAFF), panel=ChannelId(PANEL), open_asks=True
    )
    assert missing(guild(), wanted, {}) == []


def test_what_the_role_lacks_is_mended_at_the_role() -> None:
    """Once for each channel, in the order of what is needed there."""
    lacks = guild(everyone=number("view_channel", "send_messages"))
    assert in_channel(lacks, ASKING, ASKS) == [
        Missing(Level.ROLE, ASKING, "embed_links"),
        Missing(Level.ROLE, ASKING, "read_message_history"),
    ]


def test_what_the_channel_takes_is_mended_at_the_channel() -> None:
    """From everybody, or from a role of the bot."""
    for role in (GUILD, BOTS):
        takes = guild(overwrites={ASKING: {role: (0, number("embed_links"))}})
        assert in_channel(takes, ASKING, ASKS) == [Missing(Level.CHANNEL, ASKING, "embed_links")]


def test_what_the_channel_takes_from_others_is_not_missing() -> None:
    """A role that the bot does not wear."""
    others = guild(overwrites={ASKING: {MEMBERS: (0, bits())}}, more=[(MEMBERS, 0, False)])
    assert in_channel(others, ASKING, ASKS) == []


def test_what_lacks_at_both_is_mended_at_both() -> None:
    """Either alone would not bring it back."""
    both = guild(
        everyone=number("view_channel", "send_messages", "read_message_history"),
        overwrites={ASKING: {GUILD: (0, number("embed_links"))}},
    )
    assert in_channel(both, ASKING, ASKS) == [
        Missing(Level.ROLE, ASKING, "embed_links"),
        Missing(Level.CHANNEL, ASKING, "embed_links"),
    ]


def test_what_a_channel_takes_from_others_is_not_mended_there() -> None:
    """It would bring nothing back: the bot does not wear that role."""
    lacks = guild(
        everyone=number("view_channel", "send_messages", "read_message_history"),
        overwrites={ASKING: {MEMBERS: (0, number("embed_links"))}},
        more=[(MEMBERS, 0, False)],
    )
    assert in_channel(lacks, ASKING, ASKS) == [Missing(Level.ROLE, ASKING, "embed_links")]


def test_what_several_overwrites_take_is_all_named() -> None:
    """One takes what hides behind what the other takes."""
    takes = {GUILD: (0, number("embed_links")), BOTS: (0, number("send_messages"))}
    for order in (takes, dict(reversed(takes.items()))):
        assert in_channel(guild(overwrites={ASKING: order}), ASKING, ASKS) == [
            Missing(Level.CHANNEL, ASKING, "send_messages"),
            Missing(Level.CHANNEL, ASKING, "embed_links"),
        ]


def test_what_comes_back_with_another_is_not_named() -> None:
    """Who does not see a channel lacks everything there; who may not write embeds nothing."""
    hidden = guild(overwrites={ASKING: {GUILD: (0, number("view_channel"))}})
    assert in_channel(hidden, ASKING, ASKS) == [Missing(Level.CHANNEL, ASKING, "view_channel")]
    silent = guild(overwrites={ASKING: {GUILD: (0, number("send_messages"))}})
    assert in_channel(silent, ASKING, ASKS) == [Missing(Level.CHANNEL, ASKING, "send_messages")]


def test_what_is_taken_as_well_is_named_as_well() -> None:
    """It would be missing once the other one is back."""
    both = number("send_messages", "embed_links")
    takes = guild(overwrites={ASKING: {GUILD: (0, both)}})
    assert in_channel(takes, ASKING, ASKS) == [
        Missing(Level.CHANNEL, ASKING, "send_messages"),
        Missing(Level.CHANNEL, ASKING, "embed_links"),
    ]


def test_a_channel_that_is_not_there_is_gone() -> None:
    """And nothing else is said of it."""
    assert in_channel(guild(), NOWHERE, ASKS) == [Missing(Level.GONE, NOWHERE, "view_channel")]


def test_what_discord_told_counts_more_than_what_is_known() -> None:
    """The roles that are known may be older."""
    assert in_channel(guild(), ASKING, ASKS, number("view_channel", "send_messages")) == [
        Missing(Level.CHANNEL, ASKING, "embed_links"),
        Missing(Level.CHANNEL, ASKING, "read_message_history"),
    ]
    assert in_channel(guild(everyone=0), ASKING, ASKS, bits()) == []
    wanted = WantedSetup(asks=ChannelId(ASKING))
    assert missing(guild(everyone=0), wanted, {ASKING: bits()}) == []


@pytest.mark.parametrize(
    ("wanted", "needed"),
    [
        (WantedSetup(asks=ChannelId(ASKING)), {ASKING: ASKS}),
        (WantedSetup(asks=ChannelId(ASKING), open_asks=True), {ASKING: (*ASKS, *THREADS)}),
        (
            WantedSetup(asks=ChannelId(ASKING), staff=ChannelId(STAFF)),
            {STAFF: MODERATORS, ASKING: ASKS},
        ),
        (WantedSetup(panel=ChannelId(PANEL)), {PANEL: ASKS}),
        (
            WantedSetup(asks=ChannelId(ASKING), panel=ChannelId(ASKING), open_asks=True),
            {ASKING: (*ASKS, *THREADS)},
        ),
        (WantedSetup(), {}),
    ],
    ids=["asks", "open asks", "moderators", "panel", "panel among asks", "nothing yet"],
)
def test_each_channel_needs_its_own(
    wanted: WantedSetup, needed: Mapping[int, tuple[str, ...]]
) -> None:
    """Threads only where asks may be open; one line for what is needed twice."""
    # only the role lacks it all: nothing is hidden behind view_channel
    found = missing(guild(everyone=0), wanted, {})
    assert found == [
        Missing(Level.ROLE, channel, name) for channel, names in needed.items() for name in names
    ]


def test_a_role_may_what_it_may_in_the_channel() -> None:
    """All of it, or not; nothing in no channel."""
    here = guild(
        everyone=number("view_channel"),
        overwrites={ASKING: {MEMBERS: (number("send_messages"), 0)}},
        more=[(MEMBERS, 0, False)],
    )
    members = here.get_role(MEMBERS)
    assert members is not None
    assert may(here, ASKING, members, "view_channel", "send_messages")
    assert not may(here, STAFF, members, "view_channel", "send_messages")
    assert not may(here, ASKING, members, "view_channel", "embed_links")
    assert not may(here, None, members, "view_channel")
    assert not may(here, NOWHERE, members, "view_channel")


def test_roles_of_members_that_read_what_they_should_not() -> None:
    """From the highest on; bots, whoever manages the server, and one that may are not told."""
    sees = number("view_channel")
    here = guild(
        everyone=0,
        more=[
            (MEMBERS, sees, False),
            (HELPERS, sees, False),
            (CHIEFS, sees | number("manage_guild"), False),
            (ROOTS, number("administrator"), False),
            (ANOTHER_BOTS, sees, True),
            (40, 0, False),
        ],
    )
    told = members_roles_that_may(here, ASKING, ("view_channel",), besides=None)
    assert [one.id for one in told] == [HELPERS, MEMBERS]
    told = members_roles_that_may(here, ASKING, ("view_channel",), besides=HELPERS)
    assert [one.id for one in told] == [MEMBERS]
    assert members_roles_that_may(here, NOWHERE, ("view_channel",), besides=None) == []
    open_to_all = guild(everyone=sees)
    assert members_roles_that_may(open_to_all, ASKING, ("view_channel",), besides=None) == []


def test_roles_that_do_not_see_what_everybody_sees() -> None:
    """From the highest on, without those of bots; none where nobody sees it."""
    sees = number("view_channel")
    hidden = {ASKING: dict.fromkeys((MEMBERS, HELPERS, ANOTHER_BOTS), (0, sees))}
    roles = [(MEMBERS, 0, False), (HELPERS, 0, False), (CHIEFS, 0, False), (ANOTHER_BOTS, 0, True)]
    here = guild(everyone=sees, overwrites=hidden, more=roles)
    assert [one.id for one in roles_kept_out(here, ASKING)] == [HELPERS, MEMBERS]
    assert roles_kept_out(here, STAFF) == []
    assert roles_kept_out(guild(everyone=0, overwrites=hidden, more=roles), ASKING) == []
    assert roles_kept_out(here, NOWHERE) == []

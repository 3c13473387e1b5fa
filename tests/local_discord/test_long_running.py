"""A server that runs for days does not grow by what went over the wire."""

from bot.local_discord import LocalDiscord, Traffic
from bot.local_discord.interactions import COMMAND, TOKEN_SECONDS, Interaction
from bot.local_discord.server import INTERACTIONS_KEPT


def test_of_the_wire_the_newest_stays() -> None:
    """At least as much as was asked for, and never twice as much."""
    traffic = Traffic.recent(10)
    for number in range(1000):
        traffic.frames.append(str(number))
        assert traffic.frames[-1] == str(number)
        assert len(traffic.frames) <= 20
    assert len(traffic.frames) >= 10


def test_an_interaction_is_let_go_once_its_token_ended(server: LocalDiscord) -> None:
    """Of many alone; before that it can be answered."""
    alice = server.add_person("alice")

    def presses(count: int) -> None:
        for number in range(count):
            server.remember(Interaction(number, server, COMMAND, alice, alice.dm, {}))

    presses(INTERACTIONS_KEPT + 50)
    assert len(server.interactions) == INTERACTIONS_KEPT + 50, "each can be answered"
    server.advance(TOKEN_SECONDS + 1)
    presses(200)
    assert len(server.interactions) == INTERACTIONS_KEPT + 50
    presses(2000)
    assert len(server.interactions) <= 2200

"""Being a listener: joining, duty, leaving, and what is refused."""

from datetime import timedelta

from tests.journeys.stage import Stage


async def test_joining_says_hello_where_the_talking_will_be(stage: Stage) -> None:
    """The first direct message shows a new listener where conversations happen."""
    hello = "Thank you for listening in **Harbour**"
    await stage.listener.wait_for(stage.listener.dm, hello)
    assert len(stage.listener.sees(stage.listener.dm)) == 1


async def test_duty_on_and_off(stage: Stage) -> None:
    """One press on, one press off; the panel says until when."""
    panel = (await stage.listener.run("listen", in_=stage.asks)).message
    assert panel is not None
    on = (await stage.listener.press(panel, "On duty for 2 hours")).message
    assert on is not None
    until = int(stage.clock.now().timestamp()) + 7200
    assert f"<t:{until}:R>" in on.text
    off = (await stage.listener.press(on, "Off duty")).message
    assert off is not None
    assert "off duty" in off.text


async def test_leaving_asks_first_and_then_ends_it(stage: Stage) -> None:
    """After leaving, the button on a post is for listeners only again."""
    post = await stage.ask()
    panel = (await stage.listener.run("listen", in_=stage.asks)).message
    assert panel is not None
    really = (await stage.listener.press(panel, "Stop being a listener")).message
    assert really is not None
    left = (await stage.listener.press(really, "Yes, stop")).message
    assert left is not None
    assert left.text == stage.words("listen.left")
    shown = (await stage.listener.press(post, "I can listen")).message
    assert shown is not None
    assert shown.text == stage.words("error.not_a_listener")


async def test_nobody_listens_to_themselves(stage: Stage) -> None:
    """An asker who is a listener too reads the same words as everybody who comes too late."""
    await stage.join(stage.asker)
    post = await stage.ask()
    shown = (await stage.asker.press(post, "I can listen")).message
    assert shown is not None
    assert shown.text == stage.words("error.no_longer_available")
    assert post.buttons


async def test_who_is_no_listener_is_told_how_to_become_one(stage: Stage) -> None:
    """The button answers everybody; only listeners get the ask."""
    post = await stage.ask()
    shown = (await stage.admin.press(post, "I can listen")).message
    assert shown is not None
    assert shown.text == stage.words("error.not_a_listener")
    assert shown.ephemeral


async def test_a_listener_who_cannot_be_reached_gives_the_ask_back(stage: Stage) -> None:
    """DMs closed between joining and accepting: as with one who writes nothing, and when."""
    post = await stage.ask()
    stage.listener.dms_open = False
    told = (await stage.listener.press(post, "I can listen")).message
    assert told is not None
    assert "If nothing comes there" in told.text, "the one place where they can read of it"
    await stage.settle()
    assert not any("waits again" in m.text for m in stage.asker.sees(stage.asker.dm))
    await stage.pass_time(timedelta(minutes=7))
    await stage.asker.wait_for(stage.asker.dm, "Your ask waits again")
    assert "would like an ear" in post.text
    await stage.accept(stage.other)
    await stage.other.wait_for(stage.other.dm, "You're here for")


async def test_who_goes_on_duty_while_somebody_waits_reads_it_in_that_very_reply(
    stage: Stage,
) -> None:
    """Read it and I can listen stand there at once, above what a panel has; no word of the ask."""
    await stage.ask("Elephants.")
    panel = (await stage.listener.run("listen", in_=stage.asks)).message
    assert panel is not None
    on = (await stage.listener.press(panel, "On duty for 2 hours")).message
    assert on is not None
    assert "Somebody is waiting" in on.text
    assert "Elephants" not in on.text
    assert [str(one) for one in on.buttons][:3] == ["Read it", "I can listen", "Not now"]
    shown = (await stage.listener.press(on, "Read it")).message
    assert shown is not None
    assert "Elephants." in shown.text
    await stage.listener.press(on, "I can listen")
    await stage.settle()
    await stage.listener.wait_for(stage.listener.dm, "You're here for")


async def test_ones_own_ask_is_not_shown_to_who_goes_on_duty(stage: Stage) -> None:
    """Others read that somebody waits; the one who asks does not."""
    await stage.join(stage.asker)
    await stage.ask()
    for person, waits in ((stage.asker, False), (stage.other, True)):
        panel = (await person.run("listen", in_=stage.asks)).message
        assert panel is not None
        on = (await person.press(panel, "On duty for 2 hours")).message
        assert on is not None
        assert ("Somebody is waiting" in on.text) is waits

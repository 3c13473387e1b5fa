"""/listen in direct messages: as in the one server, or in the one that is chosen."""

from datetime import timedelta

from bot.local_discord import Guild, Message, Person
from tests.journeys.adults import agrees
from tests.journeys.guided import set_up
from tests.journeys.stage import Stage
from tests.journeys.test_stray_dm import labels, press

FURTHER = "press.more_to_listen.button"


async def listen(person: Person) -> Message:
    """Run /listen in direct messages."""
    shown = (await person.run("listen", in_=person.dm)).message
    assert shown is not None
    return shown


async def server(stage: Stage, name: str, *people: Person) -> Guild:
    """Another server that is set up, where these people looked at /listen once."""
    made = stage.discord.add_guild(name, owner=stage.admin, member_count=90)
    asks, staff = made.add_channel("asks"), made.add_channel("team")
    team = made.add_role("Team")
    await set_up(stage.admin, asks, staff, team)
    for person in people:
        made.join(person)
    await stage.everybody_is_an_adult(made)
    for person in people:
        await person.run("listen", in_=asks)
    await stage.settle()
    return made


async def test_with_one_server_it_is_as_there(stage: Stage) -> None:
    """Duty, rest and leaving, all in direct messages, and nothing names the server by its id."""
    label = stage.words
    panel = await listen(stage.listener)
    assert label("press.leave.button") in labels(panel)
    duty = label("press.duty.button", length="2 hours")
    on = await press(stage.listener, panel, duty)
    until = int((stage.clock.now() + timedelta(hours=2)).timestamp())
    assert f"<t:{until}:R>" in on.text
    assert str(stage.guild.id) not in str([button.custom_id for button in on.buttons])
    in_server = (await stage.listener.run("listen", in_=stage.asks)).message
    assert in_server is not None
    assert in_server.text == on.text
    how_long = await press(stage.listener, on, label("press.rest.button"))
    resting = await press(stage.listener, how_long, labels(how_long)[0])
    assert label("press.rest_over.button") in labels(resting)
    really = await press(stage.listener, resting, label("press.leave.button"))
    left = await press(stage.listener, really, label("press.leave_now.button"))
    assert left.text == label("listen.left")


async def test_settings_are_changed_there(stage: Stage) -> None:
    """Also by a form, and by one that was not taken at first."""
    label = stage.words
    panel = await listen(stage.listener)
    shown = await press(stage.listener, panel, label("press.settings.button"))
    form = (await stage.listener.press(shown, label("press.my_hours.button"))).form
    assert form is not None
    quiet = label("settings.hours.form.quiet.field_label")
    refused = (await stage.listener.submit(form, {quiet: "no idea"})).message
    assert refused is not None
    again = (await stage.listener.press(refused, label("press.open_again.button"))).form
    assert again is not None
    taken = (await stage.listener.submit(again, {quiet: "23:00-07:00"})).message
    assert taken is not None
    assert "23:00-07:00" in taken.text
    back = await press(stage.listener, taken, label("press.panel.button"))
    assert label("press.leave.button") in labels(back)


async def test_who_waits_is_read_and_taken_there(stage: Stage) -> None:
    """From the first look to the conversation."""
    await stage.ask("It has been a long week.")
    panel = await listen(stage.listener)
    waiting = await press(stage.listener, panel, stage.words("press.who_waits.button"))
    read = await press(stage.listener, waiting, stage.words("press.read_it.button"))
    assert "It has been a long week." in read.text
    await stage.listener.press(waiting, stage.words("press.accept.button"))
    await stage.settle()
    await stage.asker.wait_for(stage.asker.dm, "Somebody is here for you")


async def test_one_becomes_a_listener_there(stage: Stage) -> None:
    """Whoever used the bot in a server can join from direct messages."""
    await stage.asker.run("conversations", in_=stage.asks)
    await stage.settle()
    message = await listen(stage.asker)
    for _ in range(2):
        message = await press(stage.asker, message, stage.words("press.guide.button"))
    opened = await stage.asker.press(message, stage.words("press.join.button"))
    message = await agrees(stage.asker, opened.form)
    assert stage.words("press.leave.button") in labels(message)


async def test_with_several_servers_it_asks_in_which(stage: Stage) -> None:
    """What is chosen counts there and nowhere else."""
    await server(stage, "Lake", stage.listener)
    question = await listen(stage.listener)
    assert question.text == stage.words("listen.where")
    assert sorted(labels(question)) == ["Harbour", "Lake"]
    lake = await press(stage.listener, question, "Lake")
    assert labels(lake) == [stage.words("press.guide.button")], "no listener there yet"
    harbour = await press(stage.listener, await listen(stage.listener), "Harbour")
    assert stage.words("press.leave.button") in labels(harbour)


async def test_more_servers_than_fit_come_in_pages(stage: Stage) -> None:
    """Each is on one of them."""
    names = {f"Lake {number}" for number in range(10)}
    for name in sorted(names):
        await server(stage, name, stage.listener)
    first = await listen(stage.listener)
    seen = labels(first)
    assert len(seen) == 11
    seen += labels(await press(stage.listener, first, stage.words(FURTHER)))
    assert sorted(seen) == sorted([*names, "Harbour", stage.words(FURTHER)])


async def test_without_a_server_it_says_what_to_do(stage: Stage) -> None:
    """Kindly, and with what works without one."""
    told = await listen(stage.asker)
    assert told.text == stage.words("listen.nowhere")
    mine = ("conversations", "helplines")
    assert labels(told) == [stage.words(f"press.{one}.button") for one in mine]


async def test_whoever_was_banned_meanwhile_presses_in_vain(stage: Stage) -> None:
    """The buttons that they hold do nothing, and the command knows no server any more."""
    label = stage.words
    panel = await listen(stage.listener)
    form_below = await press(stage.listener, panel, label("press.settings.button"))
    again = await listen(stage.listener)
    form = (await stage.listener.press(form_below, label("press.my_hours.button"))).form
    assert form is not None
    stage.guild.ban(stage.listener)
    shown = await press(stage.listener, again, label("press.duty.button", length="2 hours"))
    assert shown.text == label("error.out_of_date")
    quiet = label("settings.hours.form.quiet.field_label")
    sent = (await stage.listener.submit(form, {quiet: "23:00-07:00"})).message
    assert sent is not None
    assert label("error.out_of_date") in sent.text
    assert (await listen(stage.listener)).text == label("listen.nowhere")


async def test_each_command_is_where_it_is_meant_to_be(stage: Stage) -> None:
    """What is of one server alone is not shown in direct messages; nothing is in groups."""
    told = {one["name"]: one["contexts"] for one in stage.discord.commands.in_scope(None).values()}
    here_alone, both = [0], [0, 1]
    assert told == {
        "ask": here_alone,
        "listen": both,
        "encourage": both,
        "community": here_alone,
        "conversations": both,
        "goal": both,
        "help": both,
        "privacy": both,
        "helplines": both,
        "moderate": here_alone,
        "setup": here_alone,
        stage.words("command.report_this.name"): both,
    }

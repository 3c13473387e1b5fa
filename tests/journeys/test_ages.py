"""Ages, as people meet them: chosen in /setup, asked once, and then one is where one wanted."""

from bot.local_discord import Form, Message, Person, Role
from bot.storage.store import Tables
from tests.journeys.adults import ADULT, label
from tests.journeys.guided import Guided
from tests.journeys.stage import WORDS, Stage
from tests.journeys.talking import buttons, until
from tests.journeys.test_stray_dm import press, use, write


async def until_ages(stage: Stage) -> Guided:
    """/setup up to the step at which ages are chosen."""
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.pick("role", stage.moderators)
    await guided.pick("asks", stage.asks)
    await guided.pick("panel", stage.entrance)
    await guided.pick("staff", stage.staff)
    await guided.press("setup_next")
    return guided


async def two_groups(stage: Stage, guided: Guided, *roles: Role) -> Message:
    """13 to 17 and adults, told apart by roles, or by what they say; what is answered."""
    opened = await stage.admin.press(guided.message, stage.words("press.setup_ages.button"))
    assert opened.form is not None
    label = "ages.form.{}.field_label"
    names = [stage.words(label.format(name)) for name in ("young_role", "adult_role")]
    filled = dict(zip(names, roles, strict=False))
    shown = (await stage.admin.submit(opened.form, filled)).message
    assert shown is not None
    return shown


async def with_two_groups(stage: Stage, *roles: Role) -> None:
    """A server where both are, set up."""
    guided = await until_ages(stage)
    guided.message = await two_groups(stage, guided, *roles)
    await guided.finish()


async def question(stage: Stage, person: Person) -> Message:
    """What /ask answers before somebody has said how old they are."""
    shown = (await person.run("ask", in_=stage.asks)).message
    assert shown is not None
    assert shown.ephemeral
    return shown


async def test_a_server_for_adults_from_the_choice_to_the_ask(bare_stage: Stage) -> None:
    """Held back until it is chosen; asked once, straight on to the form; less is no ask."""
    stage = bare_stage
    await stage.is_set_up()
    await stage.bot.desk.ctx.store.transaction(forgotten)
    await stage.restart()
    guided = await Guided.opened(stage.admin, stage.staff)
    assert stage.words("setup.choose_ages") in guided.text
    held = await question(stage, stage.asker)
    assert held.text == stage.words("error.ages_not_chosen").strip()
    assert buttons(held) == [stage.words("press.helplines.button")]
    await guided.go_to("ages")
    await guided.press("setup_adults")
    assert stage.words("ages.chosen.adults_only").strip() in guided.text
    await guided.finish()
    assert stage.words("setup.choose_ages") not in guided.text
    form = await asks(stage, stage.asker)
    assert form.fields[-1].label == label(ADULT)
    refused = await sent(stage.asker, form, {WORDS: "It's a long week."})
    assert refused.text.startswith(stage.words("error.adult_not_ticked").strip())
    ways = [stage.words(f"press.{one}.button") for one in ("open_again", "helplines")]
    assert buttons(refused) == ways
    await stage.restart()
    again = (await stage.asker.press(refused, ways[0])).form
    assert again is not None
    assert again.fields[0].value == "It's a long week."
    preview = await sent(stage.asker, again, {label(ADULT): True})
    assert "It's a long week." in preview.text
    await press(stage.asker, preview, str(preview.buttons[0]))


async def asks(stage: Stage, person: Person) -> Form:
    """The form that /ask opens."""
    form = (await person.run("ask", in_=stage.asks)).form
    assert form is not None
    return form


async def sent(person: Person, form: Form, values: dict[str, object]) -> Message:
    """What is answered to a form."""
    shown = (await person.submit(form, values)).message
    assert shown is not None
    return shown


async def test_in_two_groups_the_form_asks_which(bare_stage: Stage) -> None:
    """One of three; whoever is younger reads why, and where help is, and is asked no more."""
    stage = bare_stage
    await with_two_groups(stage)
    form, age = await asks(stage, stage.other), label("age.form.age")
    younger = await sent(stage.other, form, {WORDS: "Hello?", age: "younger"})
    assert stage.words("error.too_young", when="?").split("?")[0] in younger.text
    assert stage.words("press.helplines.button") in buttons(younger)
    assert younger.text.startswith((await question(stage, stage.other)).text)
    form = await asks(stage, stage.asker)
    preview = await sent(stage.asker, form, {WORDS: "It's a long week.", age: "young"})
    assert stage.words("ask.here.nobody_for_this") in preview.text
    assert len((await asks(stage, stage.asker)).fields) == 2


async def test_a_listener_says_it_before_they_join(bare_stage: Stage) -> None:
    """And is one at once, in the same message."""
    stage = bare_stage
    await with_two_groups(stage)
    young = await stage.join(stage.listener, age="young")
    assert stage.words("listen.off_duty").strip() in young.text
    assert stage.words("listen.hears.not_approved") in young.text


async def test_in_direct_messages_too_one_goes_straight_on(bare_stage: Stage) -> None:
    """What was to be passed on as an ask becomes one after the answer, in the server meant."""
    stage = bare_stage
    await with_two_groups(stage)
    await use(stage, stage.asker)
    told = await write(stage, "Is somebody there?")
    asked = await press(stage.asker, told, "Yes, in Harbour")
    assert asked.text == stage.words("error.age_not_stated").strip()
    preview = await press(stage.asker, asked, stage.words("press.am_young.button"))
    assert "Is somebody there?" in preview.text
    assert stage.words("ask.who_sees.in_no_channel") in preview.text
    assert stage.words("ask.here.nobody_for_this") in preview.text
    await press(stage.asker, preview, stage.words("press.post.button"))
    await stage.settle()
    assert stage.public(stage.listener) == []


async def test_by_role_nobody_is_asked(bare_stage: Stage) -> None:
    """The roles that Discord tells with each press, and that it is asked for in direct messages."""
    stage = bare_stage
    young, adult = stage.guild.add_role("Teens"), stage.guild.add_role("Adults")
    guided = await until_ages(stage)
    unclear = await two_groups(stage, guided, young, young)
    assert unclear.text == stage.words("error.age_roles_unclear")
    guided.message = await two_groups(stage, guided, young, adult)
    await guided.finish()
    stage.guild.set_roles(stage.listener, [adult])
    assert stage.words("listen.hears.adults") in (await stage.join(stage.listener)).text
    stage.guild.set_roles(stage.asker, [adult])
    await use(stage, stage.asker)
    preview = await press(stage.asker, await write(stage, "Hello?"), "Yes, in Harbour")
    assert stage.words("ask.here.later") in preview.text
    stage.guild.set_roles(stage.asker, [])
    form = (await stage.asker.run("ask", in_=stage.asks)).form
    assert form is not None
    shown = (await stage.asker.submit(form, {WORDS: "And now?"})).message
    assert shown is not None
    assert stage.words("ask.here.nobody_for_this") in shown.text


async def test_one_sees_what_one_said_and_says_it_anew(stage: Stage) -> None:
    """Below /privacy; whoever listened before the choice is told where to look."""
    await stage.bot.desk.ctx.store.transaction(forgotten)
    await stage.restart()
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.go_to("ages")
    guided.message = await two_groups(stage, guided)
    await guided.finish()
    await stage.settle()
    page = stage.words("press.listen.button")
    listener = stage.listener
    await until(stage, lambda: page in [b for m in listener.sees(listener.dm) for b in buttons(m)])
    asked = await press(listener, listener.sees(listener.dm)[-1], page)
    said = await press(listener, asked, stage.words("press.am_adult.button"))
    assert stage.words("listen.hears.adults") in said.text
    privacy = (await listener.run("privacy", in_=stage.asks)).message
    assert privacy is not None
    mine = await press(listener, privacy, stage.words("press.my_age.button"))
    assert stage.words("age.group.adult") in mine.text
    noted = await press(listener, mine, stage.words("press.am_young.button"))
    assert stage.words("age.group.young") in noted.text


async def forgotten(tables: Tables) -> None:
    """As it was in a server that was set up before there was anything to choose."""
    for change in (
        "UPDATE guild SET ages = ''",
        "UPDATE listener SET age = ''",
        "DELETE FROM age_stated",
    ):
        await tables.sql.execute(change)

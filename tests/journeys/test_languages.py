"""Everybody reads their own language; a channel has its server's; and nobody learns another's."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.domain.guilds import Feature
from bot.domain.ids import UserId
from bot.local_discord import Message, Person
from tests import server_setup
from tests.journeys.guided import Guided
from tests.journeys.stage import Identity, Stage, staged
from tests.journeys.talking import until
from tests.journeys.test_non_interference import ONE, received
from tests.prepared import shipped

SPANISH = "es-419"
TELLING = 20
"""Characters in a row that no other language has by chance."""


def said(stage: Stage, key: str, language: str = "es", **values: str | int) -> str:
    """A sentence in a language, which must not be the same in English."""
    sentence = stage.prompts.text(language, key, **values)
    assert sentence != stage.prompts.text("en", key, **values) or language == "en"
    return sentence


def labels(*messages: Message) -> list[str]:
    """What stands on their buttons."""
    return [str(button) for message in messages for button in message.buttons]


async def posted_by(stage: Stage, person: Person, words: str, language: str) -> Message:
    """Somebody writes and posts an ask, reading this language; the post."""
    opened = await person.run("ask", in_=stage.asks)
    assert opened.form is not None
    fields = {
        said(stage, f"ask.form.{name}.field_label", language): text
        for name, text in (("words", words), ("would_help", ""))
    }
    preview = (await person.submit(opened.form, fields)).message
    assert preview is not None
    await person.press(preview, said(stage, "press.post.button", language))
    await stage.settle()
    return stage.post()


async def the_main_job(stage: Stage, language: str) -> None:
    """Ask, accept, talk, end; the asker reads this language, everybody else English."""
    asker, listener = stage.asker, stage.listener
    await stage.set_up()
    await stage.join(listener)
    await posted_by(stage, asker, "Ha sido una semana larga.", language)
    await stage.accept()
    await asker.send(asker.dm, "Gracias por estar.")
    await stage.settle()
    await listener.wait_for(listener.dm, "Gracias por estar.")
    await listener.send(listener.dm, "I have time.")
    await stage.settle()
    await asker.wait_for(asker.dm, "I have time.")
    end = said(stage, "press.end.button", language)
    opening = [m for m in asker.sees(asker.dm) if end in map(str, m.buttons)][-1]
    really = (await asker.press(opening, end)).message
    assert really is not None
    await asker.press(really, said(stage, "press.end_now.button", language))
    await stage.settle()


@cache
def pieces(language: str) -> frozenset[str]:
    """What stands in the sentences of a language between the values that are filled in, where it is
    long enough to be nobody else's; and each label of a button."""
    prompts, found = shipped(), set[str]()
    for key in prompts.keys(language):
        values: dict[str, object] = dict.fromkeys(prompts.placeholders(key), "\n")
        for count in (1, 2) if "count" in values else ("",):
            text = prompts.text(language, key, **values | {"count": count})
            found |= {one for one in text.split("\n") if len(one) >= TELLING}
    return frozenset(found)


def foreign(language: str) -> frozenset[str]:
    """The same of all other languages, but for what they share with this one."""
    own = "\n".join(pieces(language))
    others = (pieces(one) for one in shipped().languages if one != language)
    return frozenset(one for some in others for one in some if one not in own)


def seen_by(stage: Stage, *people: Person) -> str:
    """Everything that these people read, in channels and direct messages."""
    places = (stage.asks, stage.staff, stage.entrance)
    seen = (m for one in people for place in (*places, one.dm) for m in one.sees(place))
    return "\n".join("\n".join([message.text, *map(str, message.buttons)]) for message in seen)


@pytest.mark.parametrize("language", shipped().languages)
async def test_a_whole_story_in_one_language(tmp_path: Path, language: str) -> None:
    """From /setup to the end of a conversation nobody reads a word of another language."""
    async with staged(tmp_path) as stage:
        people = (stage.admin, stage.asker, stage.listener, stage.other)
        for person in people:
            person.locale = {"en": "en-GB", "es": SPANISH}.get(language, language)
        stage.language = language
        await stage.set_up()
        await stage.join(stage.listener)
        await stage.ask("Zzz.")
        await stage.accept()
        await stage.asker.send(stage.asker.dm, "Mmm?")
        await stage.settle()
        await stage.listener.wait_for(stage.listener.dm, "Mmm?")
        await stage.end(stage.asker)
        read = seen_by(stage, *people)
        assert stage.words("press.say_thanks.button") in labels(*stage.asker.sees(stage.asker.dm))
        assert len([one for one in pieces(language) if one in read]) > 30
        assert not [one for one in foreign(language) if one in read]


async def test_what_others_read_is_not_in_the_askers_language(tmp_path: Path) -> None:
    """What the asker reads is Portuguese, on the server and in direct messages; what everybody else
    reads is English."""
    async with staged(tmp_path, who=Identity(locale="pt-BR")) as stage:
        await the_main_job(stage, "pt-BR")
        theirs = "\n".join(m.text for m in stage.asker.sees(stage.asker.dm))
        assert not [one for one in foreign("pt-BR") if one in theirs]
        others = seen_by(stage, stage.listener, stage.admin, stage.other)
        assert not [one for one in foreign("en") if one in others]


async def choosing(person: Person, stage: Stage, option: str) -> Message:
    """Somebody chooses the language that they read, from /conversations; the answer."""
    mine = (await person.run("conversations", in_=stage.asks)).message
    assert mine is not None
    form = (await person.press(mine, stage.words("press.my_language.button"))).form
    assert form is not None
    field = stage.words("my_language.form.language.field_label")
    answer = (await person.submit(form, {field: option})).message
    assert answer is not None
    return answer


async def test_a_reader_chooses_their_language(stage: Stage) -> None:
    """Other than that of their Discord: for answers, suggestions while they type, and direct
    messages, whatever they press; until they choose none any more."""
    person = stage.asker
    answer = await choosing(person, stage, "Português (Brasil)")
    done = stage.prompts.text("pt-BR", "my_language.done", language="Português (Brasil)")
    assert answer.text == done
    offered = await person.autocomplete("helplines", stage.asks, option="country", typed="alem")
    assert [one["name"] for one in offered or ()] == ["Alemanha"]
    await posted_by(stage, person, "Zzz.", "pt-BR")
    button = said(stage, "press.take_back.button", "pt-BR")
    assert button in labels(person.sees(person.dm)[-1])
    await stage.accept()
    button = said(stage, "press.discreet.button", "pt-BR")
    await until(stage, lambda: button in labels(person.sees(person.dm)[-1]))
    stage.language = "pt-BR"
    answer = await choosing(person, stage, said(stage, "my_language.as_discord", "pt-BR"))
    assert answer.text == said(stage, "my_language.off", "pt-BR")
    stage.language = "en"
    mine = (await person.run("conversations", in_=stage.asks)).message
    assert mine is not None
    assert stage.words("press.my_language.button") in labels(mine)


@pytest.mark.parametrize("locale", ["ar", "he"])
async def test_who_reads_none_of_the_languages_reads_the_servers(
    bare_stage: Stage, locale: str
) -> None:
    """Discord may have a locale that no library knows, too. In direct messages it is that of the
    server where they were last."""
    stage = bare_stage
    await stage.set_up()
    await switched(stage, "Español")
    stage.asker.locale = locale
    answer = (await stage.asker.run("privacy", in_=stage.asks)).message
    assert answer is not None
    assert said(stage, "press.export.button") in labels(answer)
    await posted_by(stage, stage.asker, "Zzz.", "es")
    assert said(stage, "press.take_back.button") in labels(stage.asker.sees(stage.asker.dm)[-1])
    there = (await stage.asker.run("privacy", in_=stage.asker.dm)).message
    assert there is not None
    assert said(stage, "press.export.button") in labels(there)


@pytest.mark.l12
async def test_nobody_else_learns_which_language_the_asker_reads(tmp_path: Path) -> None:
    """The same story in Spanish and in English: byte for byte the same for all others."""
    views = []
    for locale, language in ((SPANISH, "es"), ("en-US", "en")):
        async with staged(tmp_path / language, who=replace(ONE, locale=locale)) as stage:
            await the_main_job(stage, language)
            others = (stage.admin, stage.listener, stage.other)
            views.append(
                [
                    received(person, channel)
                    for person in others
                    for channel in (stage.asks, stage.staff, person.dm)
                ]
            )
    assert len(b"".join(views[0])) > 3000
    assert views[0] == views[1]


async def test_a_server_chooses_the_language_of_its_channels(stage: Stage) -> None:
    """The panel changes at once, and what is posted from then on; an English reader still gets
    English answers. What it was before stands beside it."""
    guided = await switched(stage, "Español")
    line = {"name": stage.words("setup.field.language"), "was": "English", "value": "Español"}
    assert stage.words("setup.value_changed", **line) in guided.text
    panel = stage.asker.sees(stage.entrance)[-1]
    assert panel.text == said(stage, "notice.panel")
    post = await stage.ask()
    labels = [said(stage, f"press.{action}.button") for action in ("accept", "report")]
    assert [str(button) for button in post.buttons] == labels


async def switched(stage: Stage, language: str) -> Guided:
    """The admin chooses the language of the channels; what is read then."""
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.go_to("words")
    await guided.pick("language", language)
    await guided.finish()
    return guided


async def test_a_panel_that_cannot_be_renewed_says_so(stage: Stage) -> None:
    """The choice is kept, and a press tries it again."""
    stage.discord.faults.fail_next("PATCH", "/channels/*/messages/*", status=503, times=20)
    guided = await switched(stage, "Español")
    line = stage.words("setup.panel_try_again", panel=f"<#{stage.entrance.id}>")
    assert line.strip() in guided.text
    stage.discord.faults.clear()
    await guided.press("check_again")
    assert stage.asker.sees(stage.entrance)[-1].text == said(stage, "notice.panel")


async def test_a_new_server_speaks_as_whoever_set_it_up(bare_stage: Stage) -> None:
    """In Spanish where /setup was answered in Spanish."""
    stage = bare_stage
    stage.admin.locale = "es-ES"
    guided = await Guided.opened(stage.admin, stage.staff, "es")
    await guided.choose_all(stage.asks, stage.staff, stage.moderators, stage.entrance)
    await guided.finish()
    assert said(stage, "setup.what_next") in guided.text
    assert stage.asker.sees(stage.entrance)[-1].text == said(stage, "notice.panel")


async def test_a_reader_who_changes_their_language(stage: Stage) -> None:
    """From the next thing that they press on, what is written to them is in the new one."""
    await stage.ask()
    assert stage.words("press.take_back.button") in labels(stage.asker.sees(stage.asker.dm)[-1])
    stage.asker.locale = SPANISH
    await stage.asker.run("privacy", in_=stage.asks)
    await stage.accept()
    button = said(stage, "press.discreet.button")
    await until(stage, lambda: button in labels(stage.asker.sees(stage.asker.dm)[-1]))


async def test_what_was_sent_in_the_former_language_is_found_again(stage: Stage) -> None:
    """Discord stored it, and neither its answer nor its echo came; its reader changed their
    language, the bot was started anew, and the nonce no longer counts. It stands there once."""
    await stage.ask()
    faults, where = stage.discord.faults, ("POST", f"/channels/{stage.asker.dm.id}/messages")
    hold, before = faults.hold(*where), len(stage.asker.sees(stage.asker.dm))
    await stage.listener.press(stage.post(), stage.words("press.accept.button"))
    await hold.arrived()
    faults.gateway_down(True)
    faults.fail_next(*where, status=503, stored=True)
    hold.release()
    await until(stage, lambda: len(stage.asker.sees(stage.asker.dm)) > before)
    store = stage.bot.desk.ctx.store
    person = store.person(UserId(stage.asker.id))
    await store.transaction(lambda tables: tables.people.reads(person, "es"))
    await stage.running.aclose()
    faults.gateway_down(False)
    await stage.start()
    await stage.pass_time(timedelta(minutes=30))
    end = {stage.prompts.text(language, "press.end.button") for language in ("en", "es")}
    assert len([m for m in stage.asker.sees(stage.asker.dm) if end & {*map(str, m.buttons)}]) == 1


async def test_a_partner_for_a_goal_is_asked_for_in_the_servers_words(stage: Stage) -> None:
    """What a listener reads does not tell which language the asker reads."""
    stage.asker.locale = SPANISH
    guild = next(iter(stage.bot.desk.ctx.guilds.known()))
    await server_setup.switch_on(stage.bot.desk.ctx, guild, [Feature.PARTNERS])
    mine = (await stage.asker.run("goal", in_=stage.asks)).message
    assert mine is not None
    form = (await stage.asker.press(mine, said(stage, "press.set_goal.button"))).form
    assert form is not None
    label = "goal.form.{}.field_label"
    goal = (
        await stage.asker.submit(
            form,
            {
                said(stage, label.format("goal")): "nadar",
                said(stage, label.format("at")): "19:00",
                said(stage, label.format("zone")): "Europe/Madrid",
            },
        )
    ).message
    assert goal is not None
    preview = (await stage.asker.press(goal, said(stage, "press.find_partner.button"))).message
    assert preview is not None
    assert stage.words("goal.partner.ask", goal="nadar") in str(preview.raw)


@pytest.mark.parametrize("locale", ["es-ES", "es-419"])
async def test_commands_are_described_in_every_language(stage: Stage, locale: str) -> None:
    """Discord shows each person the description in theirs; names are the same for all, but for that
    in the menu of a message, which nobody types."""
    told = {one["name"]: one for one in stage.discord.commands.in_scope(None).values()}
    menu = told.pop(stage.words("command.report_this.name"))
    assert menu["name_localizations"][locale] == said(stage, "command.report_this.name")
    for name, command in told.items():
        described = command["description_localizations"]
        assert described[locale] == said(stage, f"command.{name}.description")
        assert not command["name_localizations"]
    theme = next(one for one in told["encourage"]["options"] if one["name"] == "theme")
    names = {one["value"]: one["name_localizations"][locale] for one in theme["choices"]}
    assert names == {key: deck.name for key, deck in stage.prompts.decks("es").items()}

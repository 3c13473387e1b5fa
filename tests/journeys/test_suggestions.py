"""A few kind words that a member suggests: from the form to whoever keeps them, and back."""

from datetime import timedelta

import pytest

from bot.demo.frames import boxes
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId, UserId
from bot.domain.moderation import ActionKind
from bot.local_discord import Form, Message, Permissions, Person
from bot.services.context import Member
from bot.services.moderation import actions, numbers
from bot.services.privacy import erasure
from tests import server_setup
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons
from tests.journeys.test_another_key import rotate

OWN = "Somebody once told me: you may begin again at noon."
THEME = "growth"


@pytest.fixture
async def ready(stage: Stage) -> Stage:
    """Set up, with suggestions switched on and a moderator."""
    stage.guild.set_permissions(stage.moderators, Permissions.MODERATE_MEMBERS)
    stage.guild.set_roles(stage.other, [stage.moderators])
    await switch(stage, Feature.SUGGESTIONS)
    return stage


async def switch(stage: Stage, *features: Feature) -> None:
    """What somebody who manages the server chose."""
    await server_setup.switch_on(stage.bot.desk.ctx, GuildId(stage.guild.id), features)


async def press(stage: Stage, by: Person, on: Message, key: str, **values: str | int) -> Message:
    """Press a button; what is shown then."""
    shown = (await by.press(on, stage.words(f"press.{key}.button", **values))).message
    assert shown is not None
    return shown


async def encourage(stage: Stage, by: Person) -> Message:
    """Run /encourage about one theme; what is shown."""
    shown = (await by.run("encourage", in_=stage.asks, theme=THEME)).message
    assert shown is not None
    return shown


async def form_of(stage: Stage, by: Person, on: Message, key: str) -> Form:
    """The form behind a button."""
    form = (await by.press(on, stage.words(f"press.{key}.button"))).form
    assert form is not None
    return form


async def submit(
    stage: Stage, by: Person, form: Form, words: str = OWN, tell: str = "yes"
) -> Message:
    """Fill it in; what is shown then."""
    label = "suggesting.form.{}.field_label"
    deck = stage.prompts.decks("en")[THEME]
    filled: dict[str, str | list[str]] = {
        stage.words(label.format("words")): words,
        stage.words(label.format("theme")): [deck.name],
        stage.words(label.format("tell")): stage.words(f"tell_me.{tell}"),
    }
    shown = (await by.submit(form, filled)).message
    assert shown is not None
    assert shown.ephemeral
    return shown


async def suggest(stage: Stage, by: Person, words: str = OWN, tell: str = "yes") -> Message:
    """From /encourage to what is shown once it is sent."""
    form = await form_of(stage, by, await encourage(stage, by), "suggest")
    preview = await submit(stage, by, form, words, tell)
    sent = await press(stage, by, preview, "suggestion_send")
    await stage.settle()
    assert sent.text == stage.words("suggesting.sent")
    return sent


async def waiting(stage: Stage, count: int = 1, by: Person | None = None) -> Message:
    """From /moderate to the suggestions that wait."""
    who = by or stage.other
    shown = (await who.run("moderate", in_=stage.staff)).message
    assert shown is not None
    return await press(stage, who, shown, "suggestions", count=count)


def newest(person: Person) -> Message:
    """The newest message of the bot to somebody."""
    return [m for m in person.sees(person.dm) if m.author.is_bot][-1]


async def found_by(stage: Stage, person: Person, words: str) -> Message | None:
    """The message in which somebody reads these words, in one round through the theme."""
    shown = await encourage(stage, person)
    for _ in range(len(stage.prompts.decks("en")[THEME].texts) + 1):
        if words in shown.text:
            return shown
        shown = await press(stage, person, shown, "another")
    return None


async def test_from_the_form_to_whoever_keeps_it_and_back(ready: Stage) -> None:
    """Seen again before anybody sees it, decided about without a name, read by others, thanked for,
    and gone everywhere once it is taken back."""
    form = await form_of(ready, ready.asker, await encourage(ready, ready.asker), "suggest")
    preview = await submit(ready, ready.asker, form, f"My name is Hannah. {OWN}")
    assert "Hannah" in preview.text
    assert ready.words("press.suggestion_send_anyway.button") in buttons(preview)
    change = await form_of(ready, ready.asker, preview, "suggestion_change")
    assert "Hannah" in str(change.fields[0].value)
    preview = await submit(ready, ready.asker, change)
    assert "Hannah" not in preview.text
    assert OWN in str(preview.raw)
    assert ready.words("suggesting.told") in preview.text
    assert not boxes(await waiting(ready, 0))
    await press(ready, ready.asker, preview, "suggestion_send")
    await ready.settle()
    assert ready.other.sees(ready.staff)[-1].text == ready.words("notice.moderators_look")

    shown = await waiting(ready)
    assert OWN in str(shown.raw)
    taken = await press(ready, ready.other, shown, "take_suggestion")
    assert taken.text.startswith(ready.words("suggestions.taken"))
    await ready.settle()
    told = newest(ready.asker)
    assert told.text == ready.words("notice.suggestion_taken", server="Harbour")

    read = await found_by(ready, ready.listener, OWN)
    assert read is not None
    name = ready.prompts.decks("en")[THEME].name
    assert read.text == f"{ready.words('encourage.from_member', theme=name)}\n> {OWN}"
    assert ready.words("press.report_text.button") in buttons(read)
    reported = (await ready.listener.menu(ready.words("command.report_this.name"), read)).message
    assert reported is not None
    assert reported.text == ready.words("encourage.reported")
    await ready.settle()
    again = await waiting(ready)
    assert ready.words("suggestions.look_again") in again.text
    await press(ready, ready.other, again, "let_suggestion_stand")
    await press(ready, ready.listener, read, "keep")
    await ready.pass_time(timedelta(hours=25))
    assert newest(ready.asker).text == ready.words("notice.suggestion_kept", server="Harbour")

    await rotate(ready)
    mine = await press(ready, ready.asker, newest(ready.asker), "my_suggestions")
    assert ready.words("my_suggestions.taken", number=1, server="Harbour") in str(mine.raw)
    back = await press(ready, ready.asker, mine, "withdraw_suggestion", number=1)
    assert back.text.startswith(ready.words("my_suggestions.taken_back"))
    late = await press(ready, ready.listener, read, "keep")
    assert late.text == ready.words("error.out_of_date")
    kept = await encourage(ready, ready.listener)
    assert ready.words("press.kept.button") not in buttons(kept)
    assert await found_by(ready, ready.listener, OWN) is None


async def test_what_goes_wrong_is_said_and_nothing_is_lost(ready: Stage) -> None:
    """Links, nothing at all, words that call for help; moderators who are late, the writer, or none
    any more; somebody who is kept out or erased everything; a server that changed its mind."""
    form = await form_of(ready, ready.asker, await encourage(ready, ready.asker), "suggest")
    for words, why in ((f"{OWN} discord.gg/abcdef", "link_suggested"), ("\u202e  ", "no_words")):
        refused = await submit(ready, ready.asker, form, words)
        assert refused.text.startswith(ready.words(f"error.{why}"))
        form = await form_of(ready, ready.asker, refused, "open_again")
    carded = await submit(ready, ready.asker, form, "i want to die, and you should rest")
    assert carded.text.startswith(ready.words("notice.help_card_now"))
    assert ready.words("press.suggestion_send.button") in buttons(carded)
    assert len(carded.text) <= 2000
    await press(ready, ready.asker, carded, "suggestion_drop")

    await suggest(ready, ready.asker, tell="no")
    await suggest(ready, ready.other, "Rest is work, too.")
    second = await press(ready, ready.other, await waiting(ready, 2), "suggestions_after")
    own = await press(ready, ready.other, second, "take_suggestion")
    assert own.text == ready.words("error.own_suggestion")
    first = await waiting(ready, 2)
    leave = await form_of(ready, ready.other, first, "leave_suggestion")
    ready.guild.set_roles(ready.other, [])
    kindly = {ready.words("suggestions.field_label"): "We have one like it."}
    refused_now = (await ready.other.submit(leave, kindly)).message
    assert refused_now is not None
    assert ready.words("error.not_a_moderator") in refused_now.text
    by_admin = await waiting(ready, 2, ready.admin)
    leave = await form_of(ready, ready.admin, by_admin, "leave_suggestion")
    left = (await ready.admin.submit(leave, kindly)).message
    assert left is not None
    assert left.text.startswith(ready.words("suggestions.left"))
    ready.guild.set_roles(ready.other, [ready.moderators])
    late = await press(ready, ready.other, first, "take_suggestion")
    assert late.text == ready.words("error.suggestion_over")
    await ready.settle()
    assert not [m for m in ready.asker.sees(ready.asker.dm) if m.author.is_bot]
    mine = await press(ready, ready.asker, await encourage(ready, ready.asker), "my_suggestions")
    assert "We have one like it." in str(mine.raw)

    shown = await waiting(ready, 1, ready.admin)
    await erasure.erase_everything(ready.bot.desk.ctx, UserId(ready.other.id))
    gone = await press(ready, ready.admin, shown, "take_suggestion")
    assert gone.text == ready.words("error.suggestion_over")
    open_one = await encourage(ready, ready.asker)
    await kept_out(ready, ready.asker)
    banned = await press(ready, ready.asker, open_one, "suggest")
    assert banned.text == ready.words("error.banned_here")
    other = await encourage(ready, ready.listener)
    await switch(ready)
    off = await press(ready, ready.listener, other, "suggest")
    assert off.text == ready.words("error.not_switched_on")
    assert ready.words("press.suggest.button") not in buttons(
        await encourage(ready, ready.listener)
    )


async def kept_out(stage: Stage, person: Person) -> None:
    """Somebody is banned."""
    ctx, guild = stage.bot.desk.ctx, GuildId(stage.guild.id)
    number = await ctx.store.transaction(
        lambda tables: numbers.know_asker(ctx, tables, Member(UserId(person.id), guild))
    )
    moderator = Member(UserId(stage.admin.id), guild)
    await actions.act(ctx, moderator, number, ActionKind.BAN, "Because.")

"""/help, /helplines, cards, /privacy, and a stray message."""

from dataclasses import replace

from bot.discord_app.help.repairing import Asked, Repairing
from bot.domain.ages import Age
from bot.domain.asks import OwnWords
from bot.domain.guilds import Feature
from bot.domain.ids import PersonTag
from bot.domain.notices import Notice, NoticeKind
from bot.gallery.play import Player, Story
from bot.gallery.showing import Showing
from bot.gallery.shown import ReadBy, Surface
from bot.gallery.stories.kept import what_is_kept
from bot.gallery.stories.talking import talk
from bot.services import membership
from bot.services.ages import statements


async def helping(story: Story) -> None:
    """/help in a server and elsewhere; help lines of some countries."""
    await story.set_up(Feature.COMMUNITY)
    member = await story.person(ReadBy.MEMBER)
    page = story.keep("in_server", await member.run("help"))
    for action in ("listen", "conversations", "privacy", "community", "encourage", "helplines"):
        story.keep(f"in_server.{action}", await member.press(page, action))
    story.keep("elsewhere", await member.run("help", direct=True))
    lines = story.keep("lines.which_country", await member.run("helplines"))
    form = story.keep("form.country", await member.press(lines, "my_country"))
    story.keep("lines.not_here", await member.fill(form, country=[], written="Atlantis"))
    for code in ("ES", "GB", "IL", "JP", "US"):
        shown = await member.run("helplines", country=code, direct=True)
        story.keep(f"lines.{code.lower()}", shown)
    story.keep("lines.put_away", await member.press(shown, "remove_card"))
    story.keep("lines.remembered", await member.run("helplines"))


async def reading(story: Story) -> None:
    """Choosing the language that one reads, and none any more."""
    await story.set_up()
    member = await story.person(ReadBy.MEMBER)
    mine = await member.run("conversations")
    form = story.keep("form.my_language", await member.press(mine, "my_language"))
    chosen = [story.rooms.language]
    story.keep("my_language.done", await member.fill(form, language=chosen))
    story.keep("form.my_language.chosen", await member.press(mine, "my_language"))
    hours = story.keep("form.my_quiet", await member.press(mine, "my_quiet"))
    clock, night = ["Europe/Madrid"], "22:00-8:00"
    mine = await member.fill(hours, zone=clock, other_zone="", quiet=night)
    story.keep("my_quiet.done", mine)
    mine = await member.fill(hours, zone=clock, other_zone="", quiet="")
    story.keep("my_quiet.off", mine)
    story.keep("my_language.off", await member.fill(form, language=["discord"]))


async def stray(story: Story) -> None:
    """Words outside a conversation: passed on, or erased."""
    await story.set_up()
    member = await story.person(ReadBy.MEMBER)
    await member.run("help")
    await member.run("encourage")
    await member.write(story.own["stray"])
    asked = await member.got(NoticeKind.SHALL_I_PASS_IT_ON)
    story.keep("stray.preview", await member.press(asked, "pass_on"))
    await member.write(story.own["stray"])
    asked = await member.got(NoticeKind.SHALL_I_PASS_IT_ON)
    story.keep("stray.deleted", await member.press(asked, "delete_it"))
    story.keep("stray.gone", await member.press(asked, "delete_it"))


async def in_another_server(player: Player) -> Player:
    """The same person in one more server, where they said that they are 18 or older."""
    place = player.story.elsewhere()
    await place.set_up()
    there = replace(player, story=place)
    await statements.say(place.ctx, there.member, Age.ADULT)
    return there


async def stray_in_several(story: Story) -> None:
    """The same where somebody used several servers, or has left them all."""
    member = await story.person(ReadBy.MEMBER, age=None)
    for _ in range(12):
        there = await in_another_server(member)
        await membership.note_use(story.ctx, member.user, there.story.guild)
    await member.write(story.own["stray"])
    asked = await member.got(NoticeKind.SHALL_I_PASS_IT_ON)
    where = story.keep("stray.where", await member.press(asked, "pass_on_where"))
    story.keep("stray.more_servers", await member.press(where, "more_servers"))
    story.keep("stray.preview_there", await member.press(where, "pass_on_here"))
    await member.write(story.own["stray"])
    story.rooms.messenger.gone.add(member.user)
    asked = await member.got(NoticeKind.SHALL_I_PASS_IT_ON)
    story.keep("stray.nowhere", await member.press(asked, "pass_on_where"))


async def cards(story: Story) -> None:
    """A help card that was hidden from somebody who is discreet."""
    await story.set_up()
    member = await story.person(ReadBy.MEMBER)
    hidden = Notice(NoticeKind.HELP_CARD_HIDDEN, None, PersonTag(b"p"), text=OwnWords("now"))
    shown = story.said(member.user, hidden, ReadBy.MEMBER)
    story.keep("card.shown", await member.press(shown, "show_card"))


async def repairing(story: Story) -> None:
    """What everybody is answered while the bot is being repaired."""
    rooms = story.rooms
    causes = rooms.desk.words.options("repairing.cause")
    answers = Repairing(rooms.desk.words, story.ctx.atlas, story.ctx.randomness, tuple(causes))
    for case, reader, asked in (
        ("repairing", ReadBy.MEMBER, Asked("ask")),
        (
            "repairing.form_given_back",
            ReadBy.MEMBER,
            Asked("ask", filled={"words": story.own["ask"]}),
        ),
        ("repairing.lines", ReadBy.MEMBER, Asked("helplines", filled={"country": "ES"})),
        ("repairing.admin", ReadBy.MANAGER, Asked("setup", manages=True)),
    ):
        rooms.prompts.taken()
        shown = answers.answer(asked)
        taken = rooms.prompts.taken()
        story.keep(case, Showing(shown, Surface.EPHEMERAL, story.guild, reader, taken))


async def privacy(story: Story) -> None:
    """What is kept, the file, and erasing."""
    await story.set_up()
    member = await story.person(ReadBy.MEMBER)
    page = story.keep("privacy", await member.run("privacy"))
    nobody = await story.person(ReadBy.MEMBER, age=None)
    story.keep("privacy.keeps_nothing", await nobody.press(page, "privacy_kept"))
    nothing = await nobody.run("privacy", direct=True)
    direct = story.keep("privacy.export_direct", await nobody.press(nothing, "export"))
    story.keep("privacy.export_nothing", await nobody.press(direct, "export_now"))
    story.keep("privacy.erase_nothing_open", await nobody.press(page, "erase_all"))
    asker, listener, _, _ = await talk(story)
    await asker.press(await asker.run("encourage"), "keep")
    await asker.run("helplines", country="ES")
    kept = story.keep("privacy.kept", await asker.press(page, "privacy_kept"))
    if kept.has("privacy_more"):
        story.keep("privacy.kept_more", await asker.press(kept, "privacy_more"))
    story.keep("privacy.export", await asker.press(page, "export"))
    story.keep("privacy.age", await asker.press(page, "my_age"))
    really = story.keep("privacy.erase_really", await asker.press(page, "erase_all"))
    story.keep("privacy.erase_not", await asker.press(really, "erase_nothing"))
    story.keep("privacy.erased", await asker.press(really, "erase_all_now"))
    await what_is_kept(story, listener, "of_a_listener")


STORIES = (helping, reading, stray, stray_in_several, cards, repairing, privacy)

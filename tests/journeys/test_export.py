"""Export: one file with everything of theirs, and nothing of anybody else."""

import asyncio
from functools import partial
from html.parser import HTMLParser

from bot.discord_app.interactions.answering import GRACE
from bot.storage.store import Tables
from tests.engines import on_both_engines
from tests.journeys.exported import Export, export, opened, press, privacy
from tests.journeys.stage import Stage
from tests.journeys.talking import talk
from tests.journeys.test_goal import set_one
from tests.storage.words import Pause

MARKUP = "<script>alert(1)</script> & <b onclick='x()'>bold</b>"


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember it."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def has(found: Export, words: str) -> bool:
    """Whether words stand in the data and on the page."""
    return words in str(found.data) and words in found.page


@on_both_engines
async def test_the_file_has_everything_of_theirs(stage: Stage) -> None:
    """In the server only they see it, its name is the same for everybody, and the page can be
    read."""
    await stage.write("Something about rain.")
    await talk(stage)
    found = await export(stage, stage.asker)
    assert found.message.ephemeral
    assert found.name == "lend-an-ear-export.zip"
    assert has(found, "Something about rain.")
    assert has(found, "It has been a long week.")
    (talked,) = found.of("conversation")
    assert talked["role"] == "asker"
    assert has(found, talked["their_alias"])
    assert "Harbour" in found.page
    assert stage.words("privacy.page.title") in found.page
    assert {one["kind"] for one in found.data["kept"]} >= {"ask", "draft", "server", "settings"}


async def test_nothing_of_the_other_side_is_in_it(stage: Stage) -> None:
    """Neither ids nor names, nor their words, which are kept for nobody once they have arrived."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "It was a long day.")
    await listener.wait_for(listener.dm, "It was a long day.")
    await stage.settle()
    for mine, other in ((asker, listener), (listener, asker)):
        text = str((await export(stage, mine)).data)
        hints = (str(other.id), str(other.global_name), "long day", "I'm here.")
        assert not [hint for hint in hints if hint in text]
    assert "long week" not in str((await export(stage, listener)).data)


async def test_words_that_wait_are_in_it_under_their_alias(stage: Stage) -> None:
    """Of a discreet reader: what the other side wrote, and the name that they wear."""
    asker, listener = await talk(stage)
    opening = await asker.wait_for(asker.dm, "Somebody is here for you")
    await asker.press(opening, stage.words("press.discreet.button"))
    await listener.send(listener.dm, "Plums in a jar")
    await asker.wait_for(asker.dm, "You have a message.")
    (waiting, *_), (talked,) = (
        [
            one
            for one in (await export(stage, asker)).of("waiting_words")
            if "Plums" in one["words"]
        ],
        (await export(stage, asker)).of("conversation"),
    )
    assert waiting["their_alias"] == talked["their_alias"]
    assert "Plums" not in str((await export(stage, listener)).data)


async def test_whatever_was_written_is_inert_on_the_page(stage: Stage) -> None:
    """No script, no tag, no link and no address of anything outside."""
    await stage.write(MARKUP)
    found = await export(stage, stage.asker)
    (draft,) = found.of("draft")
    assert draft["words"] == MARKUP
    seen = Tags(found.page)
    assert not seen.tags & {"script", "b", "a", "img", "link", "iframe"}
    assert not [
        name for name in seen.attributes if name.startswith("on") or name in {"src", "href"}
    ]
    assert "&lt;script&gt;" in found.page


async def test_in_direct_messages_it_is_asked_first(stage: Stage) -> None:
    """Whoever opens these messages could read it: so that is said before anything is sent."""
    await stage.write("Something about rain.")
    shown = await privacy(stage.asker)
    asked = await press(stage, stage.asker, shown, "export")
    assert asked.text == stage.words("privacy.export.in_messages")
    assert not asked.attachments
    found = await opened(await press(stage, stage.asker, asked, "export_now"))
    assert has(found, "Something about rain.")


async def test_it_comes_also_where_the_database_is_slow(stage: Stage) -> None:
    """Then Discord hears first that an answer follows, and the file takes that place."""
    await stage.write("Something about rain.")
    shown = await privacy(stage.asker, stage.asks)
    store, pauses = stage.bot.desk.ctx.store, [Pause(), Pause()]

    async def slowly(pause: Pause, tables: Tables) -> None:
        await tables.meta.get("key_check")
        pause.take()

    reading = [asyncio.create_task(store.read(partial(slowly, one))) for one in pauses]
    await asyncio.gather(*(one.inside.wait() for one in pauses))
    asking = asyncio.create_task(press(stage, stage.asker, shown, "export"))
    await asyncio.sleep(2 * GRACE)
    for one in pauses:
        one.go_on.set()
    await asyncio.gather(*reading)
    found = await opened(await asking)
    assert found.message.ephemeral
    assert has(found, "Something about rain.")


async def test_it_is_in_the_language_of_whoever_reads(stage: Stage) -> None:
    """The page, its sentences and the answer; their words stay as they wrote them."""
    await stage.write("Something about rain.")
    stage.asker.locale = "es-ES"
    shown = await privacy(stage.asker, stage.asks)
    label = stage.prompts.text("es", "press.export.button")
    message = (await stage.asker.press(shown, label)).message
    assert message is not None
    found = await opened(message)
    assert message.text == stage.prompts.text("es", "privacy.export.ready")
    assert found.page.startswith('<!doctype html>\n<html lang="es">')
    assert stage.prompts.text("es", "privacy.page.title") in found.page
    assert has(found, "Something about rain.")


async def test_who_never_used_it_gets_no_file(stage: Stage) -> None:
    """There is nothing to put into one, and asking keeps nothing."""
    new = stage.discord.add_person("newcomer", global_name="Newcomer")
    stage.guild.join(new)
    for _ in range(2):
        said = await press(stage, new, await privacy(new, stage.asks), "export")
        assert said.text == stage.words("privacy.kept_nothing")
        assert not said.attachments


async def test_a_goal_is_in_it_as_it_was_written(stage: Stage) -> None:
    """With the time at which it is asked about, and nobody else finds it in theirs."""
    await set_one(stage, words="Walk to the *lighthouse*", at="19:30", zone="europe/berlin")
    found = await export(stage, stage.asker)
    assert has(found, "Walk to the *lighthouse*")
    assert [one["at"] for one in found.of("schedule")] == ["19:30"]
    assert "lighthouse" not in str((await export(stage, stage.listener)).data)

import pytest

from bot.domain.notices import NoticeKind
from bot.domain.text import length
from bot.services.conversations import relay
from tests.services.scene import (
    ASKER,
    LISTENER,
    Scene,
)

CANARY = "relayed-canary"


@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
async def test_files_are_refused_with_the_reason(scene: Scene, text: str) -> None:
    """The writer is told, by the name of who did not get it; the other side gets nothing."""
    await scene.talk()
    before = scene.kinds_to(LISTENER)
    await scene.write(ASKER, text, files=True)
    await scene.deliver()
    told = scene.messenger.said(ASKER)[-1]
    assert told.kind is NoticeKind.FILES_NOT_PASSED_ON
    assert told.alias == scene.messenger.said(LISTENER)[-1].own_alias
    assert scene.kinds_to(LISTENER) == before


async def test_words_beside_a_file_are_passed_on(scene: Scene) -> None:
    """The words arrive, and the writer learns that the file did not."""
    await scene.talk()
    await scene.write(LISTENER, "Look at this.", files=True)
    await scene.deliver()
    assert scene.words_to(ASKER) == ["Look at this."]
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.FILES_NOT_PASSED_ON


@pytest.mark.parametrize(
    "text",
    [
        "word " * 780,
        "x" * 4000,
        "\U0001f499" * 2000,
        "```\n" + "code line\n" * 390 + "```",
        "**" + "bold words " * 350 + "**",
    ],
    ids=["words", "no spaces", "emoji", "code", "bold"],
)
async def test_a_long_text_arrives_in_pieces_that_fit(scene: Scene, text: str) -> None:
    """Discord's longest message: each piece has room for the alias, nothing visible is lost."""
    await scene.talk()
    await scene.write(ASKER, text)
    await scene.write(ASKER, "the end")
    await scene.deliver()
    *pieces, last = scene.words_to(LISTENER)
    assert last == "the end"
    assert len(pieces) > 1
    assert max(map(length, pieces)) <= relay.ROOM_FOR_WORDS
    for mark in ("x", "\U0001f499", "word", "code", "line", "bold"):
        assert "".join(pieces).count(mark) == text.count(mark)


async def test_words_are_erased_once_they_were_said(scene: Scene) -> None:
    """They wait in the outbox, sealed, and no longer than that."""
    await scene.talk()
    await scene.write(ASKER, CANARY)
    assert await scene.count("outbox WHERE words_sealed IS NOT NULL") == 1
    await scene.deliver()
    assert await scene.count("outbox") == 0


@pytest.mark.parametrize(
    ("typed", "passed"),
    [
        ("@everyone <@101> <@&9> <#801> @here", "@everyone @… @… #… @here"),
        ("**bold** ||hidden|| _it_", "**bold** ||hidden|| _it_"),
        ("[safe](https://bad.example)", "[safe] (https://bad.example)"),
        ("\u202eevil\u202c", "evil"),
        ("a\u200bb\ufeff", "ab"),
        ("e\u0301", "\u00e9"),
        ("nul\0 \x1b[31mred", "nul [31mred"),
        ("half \ud83d character", "half  character"),
        ("\U0001f469\u200d\U0001f680 ok", "\U0001f469\u200d\U0001f680 ok"),
        ("  around  ", "around"),
        ("{alias} {words} %s {0.__class__}", "{alias} {words} %s {0.__class__}"),
    ],
)
async def test_words_arrive_as_they_were_meant(scene: Scene, typed: str, passed: str) -> None:
    """What cannot be seen goes, masked links are opened, all else stays as it was typed.

    That mentions ping nobody is the messenger's part: `allowed_mentions`.
    """
    await scene.talk()
    await scene.write(ASKER, typed)
    await scene.deliver()
    assert scene.words_to(LISTENER) == [passed]

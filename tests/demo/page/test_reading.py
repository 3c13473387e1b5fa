"""How texts, messages and fields are read for the page."""

import time
from typing import Any

import pytest

from bot.demo.page import drawing, fields
from bot.demo.page.eyes import Eyes
from bot.demo.page.markdown import Reading, address

EYES = Eyes(None, None, {})
Json = dict[str, Any]


def _blocks(text: str) -> list[Any]:
    return Reading(lambda sign, number: f"{sign}{number}").blocks(text)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a **b** c", [["p", None, "a ", ["strong", None, "b"], " c"]]),
        ("*a* _b_ __c__ ~~d~~", [["p", None, ["em", None, "a"], " ", ["em", None, "b"], " "]]),
        ("snake_case_word", [["p", None, "snake_case_word"]]),
        (r"\*a\* \_b", [["p", None, "*a* _b"]]),
        ("`**a**`", [["p", None, ["code", None, "**a**"]]]),
        ("a\nb", [["p", None, "a", ["br", None], "b"]]),
        ("# A\n-# b", [["h3", None, "A"], ["small", None, "b"]]),
        (
            "> a\n> b\nc",
            [["blockquote", None, ["p", None, "a", ["br", None], "b"]], ["p", None, "c"]],
        ),
        ("- a\n  - b", [["ul", None, ["li", None, "a", ["ul", None, ["li", None, "b"]]]]]),
        ("3. a", [["ol", {"start": "3"}, ["li", None, "a"]]]),
        ("```py\n*a*\n```", [["pre", None, "*a*"]]),
        ("||a||", [["p", None, ["spoiler", None, "a"]]]),
        ("<@12> <#3> <@&4>", [["p", None, ["at", None, "@12"], " ", ["at", None, "#3"], " "]]),
        ("<t:5:R>", [["p", None, ["time", {"at": 5, "style": "R"}]]]),
        ("<t:99999999999999:R>", [["p", None, "<t:99999999999999:R>"]]),
        ("[a](https://b.c)", [["p", None, ["a", {"href": "https://b.c"}, "a"]]]),
        ("[a](javascript:alert)", [["p", None, "[a](javascript:alert)"]]),
        ("https://b.c/d.", [["p", None, ["a", {"href": "https://b.c/d"}, "https://b.c/d"], "."]]),
        ("<img src=x onerror=y>", [["p", None, "<img src=x onerror=y>"]]),
    ],
)
def test_markdown_is_read_as_discord_does(text: str, tree: list[Any]) -> None:
    """The beginning of each tree is what is compared."""
    read = _blocks(text)
    assert len(read) == len(tree)
    for node, expected in zip(read, tree, strict=True):
        assert node[: len(expected)] == expected


@pytest.mark.parametrize("piece", ["*_", "**", "||", "[a](", "> ", "`", "<t:", "- ", "~~_*"])
def test_a_long_message_of_markup_is_read_at_once(piece: str) -> None:
    """4,000 characters of it, without going deep and without taking long."""
    began = time.process_time()
    _blocks((piece * 4000)[:4000])
    _blocks("\n".join([piece * 40] * 50))
    assert time.process_time() - began < 5


NOT_OF_THE_WEB = [
    *("javascript:alert(1)", "JavaScript:alert(1)", " javascript:x", "java\tscript:x"),
    *("data:text/html,x", "ftp://a.b", "file:///x", "vbscript:x", "blob:https://a.b/c"),
    *("//a.b", "/a", "a", "a.b", "?a", "#a", "https:", "https://", ""),
]


@pytest.mark.parametrize("text", [*NOT_OF_THE_WEB, None, 3])
def test_an_address_is_one_of_the_web_or_none(text: object) -> None:
    """Whatever stands in a message."""
    assert address(text) is None
    assert address("https://a.b/c?d#e") == "https://a.b/c?d#e"


def _message(**more: Any) -> Json:
    given = {"id": "1", "channel_id": "2", "timestamp": "2026-03-02T18:00:00+00:00", "content": ""}
    author = {"id": "3", "username": "somebody"}
    return drawing.message(given | {"author": author} | more, EYES)


def test_every_part_of_both_generations_is_known() -> None:
    """Rows, buttons, all selects; containers, sections, texts, lines, galleries, files; embeds."""
    button = {"type": 2, "style": 1, "label": "Go", "custom_id": "1:go:x", "emoji": {"name": "✅"}}
    option = {"label": "A", "value": "a"}
    selects: list[Json] = [{"type": kind, "custom_id": str(kind)} for kind in (5, 6, 7, 8)]
    selects.append({"type": 3, "custom_id": "3", "options": [option], "max_values": 1})
    text = {"type": 10, "content": "words"}
    picture = {"type": 11, "media": {"url": "attachment://a.png"}}
    inside = [
        text,
        {"type": 9, "components": [text], "accessory": picture},
        {"type": 9, "components": [text], "accessory": button},
        {"type": 12, "items": [{"media": {"url": "https://a.b/c.png"}}]},
        {"type": 13, "file": {"url": "attachment://b.txt"}},
        {"type": 14, "divider": False},
        *[{"type": 1, "components": [one]} for one in (button, *selects)],
    ]
    files: list[Json] = [
        {"id": "7", "filename": "a.png"},
        {"id": "8", "filename": "b.txt", "size": 2},
    ]
    embed: Json = {"title": "T", "url": "https://a.b", "description": "d", "color": 255}
    embed |= {"fields": [{"name": "n", "value": "v", "inline": True}], "footer": {"text": "f"}}
    shown = _message(
        components=[{"type": 17, "accent_color": 1, "components": inside}],
        attachments=files,
        embeds=[embed | {"author": {"name": "x"}, "image": {"url": "https://a.b/c.png"}}],
    )
    told = repr(shown["parts"])
    assert "unknown" not in told
    assert "'src': 'files/7/a.png'" in told
    assert "'colour': '#0000ff'" in told
    assert told.count("https://a.b/c.png") == 2
    assert _message(components=[{"type": 99}])["parts"] == [{"t": "unknown", "kind": 99}]


@pytest.mark.parametrize("url", [*NOT_OF_THE_WEB, None])
def test_a_button_leads_only_to_the_web(url: str | None) -> None:
    """A link to anything else stands there and can not be pressed."""
    link = {"type": 2, "style": 5, "label": "Go", "url": url}
    (row,) = _message(components=[{"type": 1, "components": [link]}])["parts"]
    assert (row["parts"][0]["href"], row["parts"][0]["off"]) == (None, True)


def test_every_control_of_a_form_is_known() -> None:
    """Texts, radio, boxes, one box, selects, uploads, inside labels and rows."""
    option = {"label": "A", "value": "a", "default": True}
    controls: list[Json] = [
        {"type": 4, "custom_id": "a", "style": 2, "max_length": 5, "required": False},
        {"type": 21, "custom_id": "b", "options": [option]},
        {"type": 22, "custom_id": "c", "options": [option, option]},
        {"type": 23, "custom_id": "d", "default": True},
        {"type": 3, "custom_id": "e", "options": [option], "min_values": 0},
        {"type": 19, "custom_id": "f", "max_values": 3},
        *({"type": kind, "custom_id": str(kind)} for kind in (5, 6, 7, 8)),
    ]
    parts = [{"type": 18, "label": "L", "component": one} for one in controls]
    parts.append({"type": 1, "components": [{"type": 4, "custom_id": "r", "label": "Old"}]})
    parts.append({"type": 10, "content": "words"})
    shown = fields.form({"title": "T", "components": parts}, EYES)
    kinds = [one.get("kind") for one in shown["parts"]]
    assert kinds == ["long", "radio", "many", "box", "one", "file", *["one"] * 4, "line", None]
    assert [one["needed"] for one in shown["parts"][:5]] == [False, True, True, False, False]

"""What every form has in common."""

import ast
from pathlib import Path
from typing import Any

import discord

import bot.discord_app
from bot.discord_app.components.forms import in_whole_characters
from bot.discord_app.interactions.router import _press
from bot.domain.rejected_forms import Answers
from tests.fuzz.played import connected

CONTROLS = ("Select", "RadioGroup", "CheckboxGroup", "TextInput", "FileUpload")
FOLDER = Path(bot.discord_app.__file__).parent


def controls() -> dict[str, set[str | None]]:
    """Every control that a form is made of, by its place, and the options it is given."""
    return {
        f"{path.relative_to(FOLDER)}:{node.lineno}": {one.arg for one in node.keywords}
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr.endswith(CONTROLS)
    }


def test_every_control_of_every_form_says_whether_it_is_required() -> None:
    """The library's defaults differ: left out, a role may stay empty and a text may not."""
    found = controls()
    assert len(found) > 5
    assert not [place for place, options in found.items() if "required" not in options]


def test_halves_of_characters_go_from_every_answer() -> None:
    """JSON can carry them; nothing that is stored or sent can."""
    given: Answers = {"words": "a\ud83db\udc9c \U0001f49c", "theme": ["growth\udfff", "support"]}
    assert in_whole_characters(given) == {
        "words": "ab \U0001f49c",
        "theme": ["growth", "support"],
    }


def test_whatever_comes_back_is_read_in_whole_characters() -> None:
    """From a form, a menu or a command alike: all become one kind of action."""
    user = {"id": "3", "username": "x", "discriminator": "0", "avatar": None}
    told = {"id": "1", "application_id": "2", "type": 5, "token": "x", "version": 1}
    sent: Any = {**told, "attachment_size_limit": 1, "user": user}
    interaction: discord.Interaction[Any] = discord.Interaction(data=sent, state=connected())
    assert _press(interaction, None, {"words": "a\ud83d"}).answers == {"words": "a"}

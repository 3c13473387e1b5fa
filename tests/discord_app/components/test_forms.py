"""What every form has in common."""

import ast
from pathlib import Path

import bot.discord_app

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

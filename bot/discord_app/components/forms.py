"""Forms: what they look like, and what came back from one.

discord.py forgets its forms at a restart, so it only sends them; every submission is read from
the interaction itself, before and after a restart alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.discord_app.components.custom_id import CustomId
from bot.domain.characters import whole
from bot.domain.rejected_forms import Answers

OPEN_FOR = 900
"""Seconds that discord.py remembers a form; the submission does not depend on it."""

Field = ui.Label[ui.Modal]

TICKED = "yes"
"""What a box that was ticked gives; one that was not gives nothing."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form to open: at most five fields, the title at most 45 characters. `above` is a text that
    stands over them, and takes the place of one."""

    custom_id: CustomId
    title: str
    fields: tuple[Field, ...]
    above: str = ""


async def open_form(interaction: discord.Interaction[Any], form: Form) -> None:
    """Show it; this is the interaction's acknowledgement."""
    await interaction.response.send_modal(modal(form))


def modal(form: Form) -> ui.Modal:
    """It as discord.py sends it; needs a running loop."""
    made = ui.Modal(title=form.title, timeout=OPEN_FOR, custom_id=str(form.custom_id))
    if form.above:
        made.add_item(ui.TextDisplay(form.above))
    for field in form.fields:
        made.add_item(field)
    return made


def filled(form: Form, answers: Answers) -> Form:
    """The same form with these answers in it; a field without an answer stays as it is."""
    for field in form.fields:
        part: Any = field.component
        if part.custom_id in answers:
            _fill(part, answers[part.custom_id])
    return form


def _fill(part: Any, answer: str | list[str]) -> None:
    if isinstance(part, ui.TextInput):
        part.default = answer if isinstance(answer, str) else None
    elif isinstance(part, ui.Checkbox):
        part.default = answer == TICKED
    elif isinstance(part, ui.Select | ui.RadioGroup):
        chosen = answer if isinstance(answer, list) else [answer]
        for option in part.options:
            option.default = option.value in chosen
    else:
        kind = _KINDS[type(part)]
        part.default_values = [discord.SelectDefaultValue(id=int(one), type=kind) for one in answer]


_KINDS = {
    ui.ChannelSelect: discord.SelectDefaultValueType.channel,
    ui.RoleSelect: discord.SelectDefaultValueType.role,
    ui.UserSelect: discord.SelectDefaultValueType.user,
}
"""What can be chosen of a server, and what it is called where it stands already."""


def paragraph(
    name: str, label: str, description: str, *, most: int, required: bool, filled: str = ""
) -> Field:
    """A field for several lines of text; `most` characters."""
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph,
        required=required,
        max_length=most,
        default=filled or None,
    )
    return ui.Label(text=label, description=description, component=box)


def answers(data: Mapping[str, Any]) -> Answers:
    """What was filled in, by the field's name: text, or the list of chosen values."""
    parts = _parts(data.get("components", ()))
    return {part["custom_id"]: _answer(part) for part in parts}


def in_whole_characters(given: Answers) -> Answers:
    """The same answers, so that each can be stored and sent; see `characters.whole`."""
    return {
        name: whole(one) if isinstance(one, str) else [whole(chosen) for chosen in one]
        for name, one in given.items()
    }


def _answer(part: Mapping[str, Any]) -> str | list[str]:
    chosen: list[str] | None = part.get("values")
    if chosen is not None:
        return chosen
    value: str | bool | None = part.get("value")
    return TICKED if value is True else value or ""


def _parts(components: Any) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if "component" in component:
            yield component["component"]
        yield from component.get("components", ())

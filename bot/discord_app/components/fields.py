"""Fields to choose in: one of a few, some of a list, people; a line to type into; and the form that
asks for people's own words alone."""

from collections.abc import Collection, Mapping

import discord
from discord import ui

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Field, Form, paragraph
from bot.discord_app.rendering.words import Words


def form_for_words(
    words: Words,
    custom_id: CustomId,
    key: str,
    *,
    most: int,
    required: bool,
    filled: str = "",
    **values: str,
) -> Form:
    """A form with one field for people's own words, named `words`; what it says stands in prompts/
    under the key, and `values` fill its description. `most` characters, also of what is `filled`
    in already."""
    label, about = words(f"{key}.field_label"), words(f"{key}.description", **values)
    field = paragraph("words", label, about, most=most, required=required, filled=filled[:most])
    return Form(custom_id, words(f"{key}.form_title"), (field,))


class Fields:
    """Makes fields whose words stand in prompts/ under one key for each form."""

    def __init__(self, words: Words, form: str) -> None:
        self._words = words
        self._form = form

    def one_of(self, name: str, options: Mapping[str, str], standing: str) -> Field:
        """Exactly one of a few; `standing` is chosen already."""
        group: ui.RadioGroup[ui.Modal] = ui.RadioGroup(
            custom_id=name,
            required=True,
            options=[
                discord.RadioGroupOption(label=label, value=key, default=key == standing)
                for key, label in options.items()
            ],
        )
        return self._labelled(name, group)

    def tick(self, name: str) -> Field:
        """A box for what somebody states or agrees to. Discord sends it whether or not it is
        ticked: whoever takes the form looks for `TICKED`."""
        return self._labelled(name, ui.Checkbox(custom_id=name))

    def some_of(
        self,
        name: str,
        options: Mapping[str, str],
        standing: Collection[str],
        most: int = 25,
        explained: Mapping[str, str] | None = None,
    ) -> Field:
        """None, one or several of a list; at most 25 options, each explained in 100 characters."""
        below = explained or {}
        select: ui.Select[ui.Modal] = ui.Select(
            custom_id=name,
            required=False,
            min_values=0,
            max_values=min(most, len(options)),
            options=[
                discord.SelectOption(
                    label=label, value=key, description=below.get(key), default=key in standing
                )
                for key, label in options.items()
            ],
        )
        return self._labelled(name, select)

    def people(self, name: str, most: int) -> Field:
        """Members of the server."""
        select: ui.UserSelect[ui.Modal] = ui.UserSelect(
            custom_id=name, required=False, min_values=0, max_values=most
        )
        return self._labelled(name, select)

    def line(self, name: str, standing: str = "", *, most: int = 60) -> Field:
        """A line that may stay empty."""
        box: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id=name, required=False, max_length=most, default=standing or None
        )
        return self._labelled(name, box)

    def lines(self, name: str, standing: str = "", *, most: int, required: bool = False) -> Field:
        """Several lines; `most` characters."""
        key = f"{self._form}.form.{name}"
        label, about = self._words(f"{key}.field_label"), self._words(f"{key}.description")
        return paragraph(name, label, about, most=most, required=required, filled=standing)

    def control(self, name: str, component: ui.Item[ui.Modal]) -> Field:
        """Any other control, with its words."""
        return self._labelled(name, component)

    def _labelled(self, name: str, component: ui.Item[ui.Modal]) -> Field:
        key = f"{self._form}.form.{name}"
        return ui.Label(
            text=self._words(f"{key}.field_label"),
            description=self._words(f"{key}.description"),
            component=component,
        )

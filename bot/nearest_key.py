"""Which key somebody meant who wrote one that is not known: mistyped, or of an earlier version."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import BaseModel


def nearest_key(model: type[BaseModel], where: tuple[str | int, ...]) -> str | None:
    """The nearest key that is known at this place, or else in another section, by its whole name;
    None where none is near. `where` leads to the key that was refused."""
    key = str(where[-1]).lower()
    if close := difflib.get_close_matches(key, _known(model, where), n=1):
        return close[0]
    elsewhere = _in_sections(model)
    moved = difflib.get_close_matches(key, elsewhere, n=1, cutoff=0.8)
    return elsewhere[moved[0]] if moved else None


def _known(model: Any, where: tuple[str | int, ...]) -> Iterable[str]:
    """The keys that the model knows at the place where it refused one."""
    for step in where[:-1]:
        if isinstance(model, type) and issubclass(model, BaseModel):
            model = model.model_fields[str(step)].annotation
        else:  # dict[str, Model] or list[Model]
            model = get_args(model)[-1]
    return tuple(model.model_fields)


def _in_sections(model: type[BaseModel]) -> Mapping[str, str]:
    """The keys of all sections of a model, and each with its section's name before it."""
    return {
        key: f"{name}.{key}"
        for name, section in model.model_fields.items()
        if isinstance(section.annotation, type) and issubclass(section.annotation, BaseModel)
        for key in section.annotation.model_fields
    }

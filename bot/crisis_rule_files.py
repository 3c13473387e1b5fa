"""What a file of screening rules may say."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _RulesModel(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


Text = Annotated[str, Field(min_length=1, max_length=2000)]
Slot = Literal["never", "joke", "other", "denied", "past", "recent", "everyday"]


class RuleFile(_RulesModel):
    """One rule."""

    says: Text
    card: Literal["now", "friend", "past"]
    any: list[Text] = Field(min_length=1)
    unless: list[Text] = []
    walls: list[Text] = []
    ignores: list[Slot] = []
    shared: bool = False
    hint: bool = False


class SlotsFile(_RulesModel):
    """The words of each slot."""

    never: list[Text] = []
    close: list[Text] = []
    joke: list[Text] = []
    earnest: list[Text] = []
    other: list[Text] = []
    denied: list[Text] = []
    own_not: list[Text] = []
    resolved: list[Text] = []
    long_ago: list[Text] = []
    past: list[Text] = []
    recent: list[Text] = []
    everyday: list[Text] = []
    insists: list[Text] = []


class EverydayFile(_RulesModel):
    """The words of each language in one text, so that they are easy to add to."""

    words: dict[str, str]


class EverywhereFile(_RulesModel):
    """What is written alike in every language."""

    words: dict[str, list[Text]] = {}
    slots: SlotsFile


class LanguageFile(_RulesModel):
    """The rules of one language."""

    words_stand_apart: bool = True
    clitics: list[Text] = []
    turns: list[Text] = []
    walls: list[Text] = []
    disguised: list[Text] = []
    words: dict[str, list[Text]] = {}
    rules: dict[str, RuleFile] = Field(min_length=1)
    slots: SlotsFile

"""Everything an operator may set: `config.yaml` becomes frozen settings, checked as a whole.

`setting_sections` has their names and defaults, `setting_values` their bounds. Does not own:
what a server's admins choose for themselves (that is data, in the database) and what the
settings are used for. Nothing is read at import; the caller holds the result.
"""

from pathlib import Path
from typing import Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
    model_validator,
)

from bot import setting_metrics, setting_sections, setting_storage
from bot.database_place import Address
from bot.earlier_settings import became_of
from bot.strict_yaml import Fault, FileFaults, checked, read

_FAULTS_AT_MOST = 200
"""More than there are settings."""


class Settings(BaseModel):
    """All settings. A section that is absent or empty means its defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    discord: setting_sections.Discord = setting_sections.Discord()
    storage: setting_storage.Storage = setting_storage.Storage()
    backup: setting_sections.Backups = setting_sections.Backups()
    prompts: setting_sections.PromptFiles = setting_sections.PromptFiles()
    logging: setting_sections.Logging = setting_sections.Logging()
    metrics: setting_metrics.Metrics = setting_metrics.Metrics()
    asks: setting_sections.AskSettings = setting_sections.AskSettings()
    open_asks: setting_sections.OpenAskSettings = setting_sections.OpenAskSettings()
    offers: setting_sections.OfferSettings = setting_sections.OfferSettings()
    conversations: setting_sections.ConversationSettings = setting_sections.ConversationSettings()
    listeners: setting_sections.ListenerSettings = setting_sections.ListenerSettings()
    small_servers: setting_sections.SmallServers = setting_sections.SmallServers()
    retention: setting_sections.Retention = setting_sections.Retention()
    reports: setting_sections.ReportSettings = setting_sections.ReportSettings()
    limits: setting_sections.LimitSettings = setting_sections.LimitSettings()
    suggestions: setting_sections.SuggestionSettings = setting_sections.SuggestionSettings()
    encouragements: setting_sections.Encouragements = setting_sections.Encouragements()
    servers: setting_sections.Servers = setting_sections.Servers()
    panel: setting_sections.PanelSettings = setting_sections.PanelSettings()
    community: setting_sections.Community = setting_sections.Community()
    delivery: setting_sections.DeliverySettings = setting_sections.DeliverySettings()

    @model_validator(mode="before")
    @classmethod
    def _empty_means_absent(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        empty = {key for key in cls.model_fields if data.get(key, cls) is None}
        return {key: value for key, value in data.items() if key not in empty}

    def beside(self, folder: Path) -> Self:
        """The same settings with every relative path taken from `folder`."""
        token, prompts = self.discord.token_file, self.prompts.folder
        backups = self.backup.folder
        database = self.storage.database
        storage = {
            "database": folder / database if isinstance(database, Path) else database,
            "key_file": folder / self.storage.key_file,
        }
        changed = {
            "discord": self.discord.model_copy(update={"token_file": token and folder / token}),
            "prompts": self.prompts.model_copy(update={"folder": prompts and folder / prompts}),
            "storage": self.storage.model_copy(update=storage),
            "backup": self.backup.model_copy(update={"folder": backups and folder / backups}),
        }
        return self.model_copy(update=changed)


def load(path: Path) -> Settings:
    """The settings in `path`, its relative paths taken from that file's folder.

    Raises FileFaults with everything that is wrong, so that nothing starts half configured.
    """
    settings = checked(Settings, read(path), _about_a_key).beside(path.parent)
    _refuse_shown_password(settings, path)
    return settings


def _refuse_shown_password(settings: Settings, path: Path) -> None:
    database = settings.storage.database
    if isinstance(database, Address) and database.has_password and path.stat().st_mode & 0o077:
        words = (
            f"others can read the password in it: chmod 600 {path.name}, or put it into"
            " ~/.pgpass or PGPASSWORD"
        )
        raise FileFaults([Fault("storage.database", 0, 0, words)])


def salvaged(path: Path) -> Settings | None:
    """What can be used of settings that hold faults, everything else by default; None where they do
    not say for certain to which Discord to connect. For a bot that can only show help lines."""
    try:
        data: dict[str, Any] = read(path).data
    except FileFaults:
        data = {}
    for _ in range(_FAULTS_AT_MOST):
        try:
            return Settings.model_validate(data).beside(path.parent)
        except ValidationError as error:
            where = error.errors(include_url=False, include_input=False)[0]["loc"][:2]
        if where in ((), ("discord",), ("discord", "api_url")):
            return None
        data = _without(data, where)
    return None


def _without(data: dict[str, Any], where: tuple[str | int, ...]) -> dict[str, Any]:
    section = data.get(str(where[0]))
    if len(where) < 2 or not isinstance(section, dict):
        return {key: value for key, value in data.items() if key != where[0]}
    return {**data, str(where[0]): {k: v for k, v in section.items() if k != where[1]}}


def _about_a_key(where: tuple[str | int, ...]) -> str | None:
    """What is to be said of one that is not known, beside the nearest that is."""
    if "token" not in str(where[-1]).lower():
        return became_of(where)
    return (
        "the token never stands in this file: put it into the environment as DISCORD_TOKEN or"
        " into a file named by discord.token_file; if others could read it here, reset it"
    )

"""The menus of each step of /setup: Discord's own for channels and roles, and lists."""

from collections.abc import Collection, Iterable

from bot.config import Settings
from bot.discord_app.rendering.reply import Menu, Option, Picks
from bot.discord_app.rendering.words import Words
from bot.domain.guilds import Feature
from bot.domain.setting_up import ABOUT_ASKS, OTHERS, Field, SetupPlace, SetupStep, shorter
from bot.services.servers.guided import SetUp

CLOSED_DAYS = (4, 7, 14, 30)
"""Never less than what waits for closed direct messages, and a day more."""
RECORD_DAYS = (30, 90, 180)
AS_SET = 0
PICK, GO = "setup_pick", "setup_change"


def days_offered(field: Field, settings: Settings) -> tuple[int, ...]:
    """For how many days a server may keep something: less than whoever runs the bot set."""
    if field is Field.CLOSED:
        return shorter(CLOSED_DAYS, settings.retention.closed_metadata)
    return shorter(RECORD_DAYS, settings.retention.moderation)


class SetupMenus:
    """In the language of whoever reads them."""

    def __init__(self, words: Words, settings: Settings) -> None:
        self._words = words
        self._settings = settings

    def of(self, stands: SetUp) -> tuple[Menu, ...]:
        """Those of the step where it stands."""
        wanted = stands.wanted
        match stands.step:
            case SetupStep.MODERATORS:
                role = () if wanted.role is None else (str(wanted.role),)
                return (self._menu(Field.ROLE, Picks.ROLES, picked=role),)
            case SetupStep.CHANNELS:
                return tuple(self._channel(stands, place) for place in SetupPlace)
            case SetupStep.ASKS:
                return self._kinds(stands), self._features(stands, Field.APPROVALS, ABOUT_ASKS)
            case SetupStep.WORDS:
                return (*self._language(stands), self._topics(stands))
            case SetupStep.MORE:
                return (self._features(stands, Field.MORE, OTHERS),)
            case SetupStep.KEPT:
                return self._kept(stands)
            case SetupStep.CHECK:
                return (self._change(),)
            case _:
                return ()

    def _channel(self, stands: SetUp, place: SetupPlace) -> Menu:
        chosen = stands.wanted.channel(place)
        picked = () if chosen is None else (str(chosen),)
        least = 0 if place is SetupPlace.PANEL or stands.wanted.made else 1
        return self._menu(Field(place.value), Picks.CHANNELS, picked=picked, least=least)

    def _kinds(self, stands: SetUp) -> Menu:
        chosen = "choice" if stands.wanted.open_asks else "private"
        options = [Option(one, self._words(f"setup.kinds.{one}")) for one in ("private", "choice")]
        return self._menu(Field.KINDS, options=options, picked=(chosen,))

    def _features(self, stands: SetUp, of: Field, features: Iterable[Feature]) -> Menu:
        words = self._words
        options = [
            Option(one, words(f"switches.{one}.name"), words(f"switches.{one}.does"))
            for one in features
        ]
        return self._several(of, options, stands.wanted.features)

    def _language(self, stands: SetUp) -> list[Menu]:
        """There is nothing to choose in a bot whose words were taken down to one language."""
        known = self._words.languages
        if len(known) < 2:
            return []
        options = [Option(code, name) for code, name in known.items()]
        return [self._menu(Field.LANGUAGE, options=options, picked=(stands.wanted.language,))]

    def _topics(self, stands: SetUp) -> Menu:
        known = self._words.options("topic")
        options = [Option(key, name) for key, name in known.items()]
        return self._several(Field.TOPICS, options, stands.wanted.topics)

    def _kept(self, stands: SetUp) -> tuple[Menu, ...]:
        kept = stands.wanted.kept
        chosen = {Field.CLOSED: kept.closed_days, Field.RECORD: kept.record_days}
        offered = {field: days_offered(field, self._settings) for field in chosen}
        return tuple(self._days(of, days, chosen[of]) for of, days in offered.items() if days)

    def _days(self, of: Field, offered: Iterable[int], chosen: int) -> Menu:
        words = self._words
        as_set = Option(str(AS_SET), words("setup.as_set"))
        days = [Option(str(one), words("time.days", count=one)) for one in offered]
        return self._menu(of, options=[*days, as_set], picked=(str(chosen),))

    def _change(self) -> Menu:
        options = [
            Option(one, self._words(f"setup.at.{one}.name"))
            for one in SetupStep
            if one is not SetupStep.CHECK
        ]
        says = self._words("setup.pick.step")
        return Menu(says, GO, self._words.token(), "step", options=tuple(options))

    def _several(self, of: Field, options: list[Option], chosen: Collection[str]) -> Menu:
        picked = tuple(one.value for one in options if one.value in chosen)
        return self._menu(of, options=options, picked=picked, least=0, most=len(options))

    def _menu(
        self,
        of: Field,
        picks: Picks = Picks.OPTIONS,
        *,
        options: Iterable[Option] = (),
        picked: tuple[str, ...] = (),
        least: int = 1,
        most: int = 1,
    ) -> Menu:
        says = self._words(f"setup.pick.{of}")
        new = self._words.token()
        return Menu(says, PICK, new, of.value, picks, tuple(options), picked, least, most)

"""What `check` says of the application's settings in Discord's developer portal."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot import lists
from bot.discord_app import permissions
from bot.invite_command import PERMISSIONS, SCOPES
from bot.remarks import Gravity, Remark

Json = Mapping[str, Any]
AREA = "application"

INTENTS: Mapping[str, tuple[str, int]] = {
    "presences": ("Presence Intent", 1 << 12 | 1 << 13),
    "members": ("Server Members Intent", 1 << 14 | 1 << 15),
    "message_content": ("Message Content Intent", 1 << 18 | 1 << 19),
}
"""As the portal names them, and the flags that say that they are on: for an application that
Discord approved, and for one in few servers.
https://docs.discord.com/developers/resources/application#application-object-application-flags"""

_GUILD, _ACCOUNT = "0", "1"


def about_application(application: Json, asked: frozenset[str]) -> Iterator[Remark]:
    """Everything worth a look. `asked` are the privileged intents that the bot asks for."""
    yield from _about_intents(int(application.get("flags") or 0), asked)
    if application.get("interactions_endpoint_url"):
        yield _finding(
            "endpoint_url",
            Gravity.FAULT,
            "An Interactions Endpoint URL is set, so Discord sends presses and commands there, and"
            " the bot hears none.",
            "Empty it in the portal under General Information.",
        )
    if not (application.get("description") or "").strip():
        yield _finding(
            "no_description",
            Gravity.WARNING,
            "The application has no description, so nobody can read in the bot's profile what"
            " anonymity means here.",
            "Write it in the portal under General Information.",
        )
    yield from _about_adding(application)
    yield from _about_installing(application)


def _about_intents(flags: int, asked: frozenset[str]) -> Iterator[Remark]:
    for name, (shown, bits) in INTENTS.items():
        is_on = bool(flags & bits)
        if is_on and name not in asked:
            yield _finding(
                "intent_not_needed",
                Gravity.WARNING,
                f"The {shown} is on, and the bot does not need it.",
                "Switch it off in the portal under Bot: what it cannot be told it cannot leak.",
            )
        if name in asked and not is_on:
            yield _finding(
                "intent_off",
                Gravity.FAULT,
                f"The bot asks for the {shown}, which is off, so Discord refuses its connection.",
                "Switch it on in the portal under Bot.",
            )


def _about_adding(application: Json) -> Iterator[Remark]:
    if application.get("bot_require_code_grant"):
        yield _finding(
            "code_grant",
            Gravity.FAULT,
            "The application requires a code grant, so the link of lend-an-ear invite adds"
            " nothing.",
            "Switch off Requires OAuth2 Code Grant in the portal under Bot.",
        )
    if application.get("bot_public", True):
        yield _finding(
            "public",
            Gravity.NOTE,
            "Anybody may add the bot to their server.",
            "If only you should, switch off Public Bot in the portal under Bot.",
        )
    else:
        yield _finding("private", Gravity.NOTE, "Only you may add the bot to a server.")


def _about_installing(application: Json) -> Iterator[Remark]:
    kinds: Json = application.get("integration_types_config") or {}
    if _ACCOUNT in kinds:
        yield _finding(
            "user_install",
            Gravity.WARNING,
            "The bot can be added to accounts, where it knows no server and can do nothing.",
            "Switch off User Install in the portal under Installation.",
        )
    of_guilds: Json = kinds.get(_GUILD) or {}
    params = of_guilds.get("oauth2_install_params") or application.get("install_params")
    if params:
        yield from _about_link(params)


def _about_link(params: Json) -> Iterator[Remark]:
    """The link that Discord itself shows in the bot's profile."""
    lacking = [scope for scope in SCOPES if scope not in params.get("scopes", ())]
    given = int(params.get("permissions") or 0)
    off = (one for one in permissions.ALL if not given & permissions.bits((one,)))
    lacking += [PERMISSIONS[one][0] for one in off]
    fix = "Take what lend-an-ear invite names, in the portal under Installation."
    if lacking:
        yield _finding(
            "install_link_lacks",
            Gravity.WARNING,
            f"Discord's own install link does not ask for {lists.all_of(lacking)}.",
            fix,
        )
    if given & ~permissions.bits():
        yield _finding(
            "install_link_more",
            Gravity.WARNING,
            "Discord's own install link asks for permissions that the bot does not need.",
            fix,
        )


def _finding(code: str, level: Gravity, says: str, fix: str = "") -> Remark:
    return Remark(AREA, code, level, says, fix)

"""Owns which addresses a message may point to.

docs: components/reference#button, resources/message#embed-object. Where somebody would go with a
press, an address of another scheme would be run or opened by their machine.
"""

from bot.local_discord.errors import Json
from bot.local_discord.form_body import Faults, Path, fault

WEB = ("http", "https")
PICTURES = (*WEB, "attachment")
LINKS = (*WEB, "discord")
IN_EMBEDS = {("url",): WEB, ("author", "url"): WEB, ("author", "icon_url"): PICTURES}
IN_EMBEDS |= {("footer", "icon_url"): PICTURES, ("image", "url"): PICTURES}
IN_EMBEDS[("thumbnail", "url")] = PICTURES


def address(url: str, path: Path, schemes: tuple[str, ...]) -> Faults:
    """Refuse an address of none of these schemes, and one that leads nowhere."""
    scheme, _, rest = url.partition(":")
    if scheme.lower() not in schemes:
        yield fault(path, "URL_TYPE_INVALID_SCHEME", scheme, among=str(schemes))
    elif rest == "//" or not rest.startswith("//"):
        yield fault(path, "URL_TYPE_INVALID_URL")


def addresses_in_embed(embed: Json, path: Path) -> Faults:
    """Look at where an embed, its author and its pictures point."""
    for keys, schemes in IN_EMBEDS.items():
        holder = embed
        for key in keys[:-1]:
            holder = holder.get(key) or {}
        if keys[-1] in holder:
            yield from address(str(holder[keys[-1]]), (*path, *keys), schemes)

"""What somebody is called on a site, an app or in a game, where its name stands before it."""

import re
from collections.abc import Iterator
from typing import Final

from bot.domain.details.kinds import Detail, Kind
from bot.domain.details.matched import Found
from bot.domain.details.tokens import Text, word_set

_SITES: Final = word_set(
    "insta instagram ig snap snapchat sc twitter tiktok telegram tg kik discord reddit facebook fb"
    " twitch youtube yt threads bluesky bsky mastodon wechat weixin line kakao kakaotalk vk viber"
    " skype signal pinterest tumblr bereal soundcloud linkedin github wattpad ao3 instagramda"
    " инста инстаграм телеграм тг вк дискорд انستا انستغرام سناب تويتر تيليجرام"
    " इंस्टा इंस्टाग्राम 인스타 카톡 インスタ ライン"
)
_GAMES: Final = word_set(
    "psn playstation xbox gamertag steam epic nintendo battlenet bnet battletag riot minecraft"
    " roblox fortnite valorant lol league genshin uplay ubisoft origin ea switch"
)
_ORDINARY: Final = word_set(
    "line signal threads origin switch steam epic ea sc live league riot ig"
)
"""Sites whose names are words as well: a plain word behind one is no handle."""
_OWN: Final = word_set(
    "my me add find follow on is user username name id handle account tag at as am mi mis es soy"
    " usuario usuaria cuenta nombre como en buscame agregame sigueme meu minha conta usuario sou"
    " no na segue mon ma pseudo compte c'est est sur suis moi mein meine ist name konto auf bin"
    " il mio e su sono seguimi mijn naam account op ben moj moja to nazwa konto na benim adim"
    " hesabim мой моя аккаунт ник в мой mera meri hai حسابي @ friend code gamertag tag: network"
    " live uh um its it's i'm dm pm the"
)
_SAYS_OWN: Final = word_set(
    "my add find follow dm pm me mi mis buscame agregame agregame sigueme meu minha segue mon ma"
    " mein meine mio mia aggiungimi mijn moj moja benim мой моя mera meri حسابي user username"
)
_NAMES_AN_ACCOUNT: Final = word_set("id user username tag account name is es c'est ist")
_BETWEEN: Final = re.compile(r"[\s'’:,\-–—=(\"“.]{0,4}@?")  # noqa: RUF001
_HANDLE: Final = re.compile(r"@?[A-Za-z0-9](?:[\w.#-]{1,30})[\w]?|@?[A-Za-z]\w")
_NO_HANDLE: Final = word_set(
    "the a an and but or all is was are on in at for so it its to dms dm messages message account"
    " server servers friend friends group groups page post posts story stories app bans banned"
    " night day everyone every nobody addiction changed pls please if who because code codes"
    " y pero o con de del la el que se me lo los las para por es gone broken died keeps hacked"
    " live chat video videos feed people user username name id tag again alone with after ranked"
    " games game und oder aber mit der die das et ou mais avec le les des"
)
_ON: Final = word_set("on en no na sur auf su op w at de in")
_ODD: Final = re.compile(r"[_\d]|\w\.\w")
_BEHIND: Final = re.compile(r"(?<![\w.@])@?[A-Za-z][\w.-]{2,31}$")
_MOST_BETWEEN: Final = 4
_FRIEND_CODE: Final = re.compile(
    r"\b(?:friend|freundes|amigo|ami)\W{0,2}-?code\w{0,2}\b\D{0,20}?(?P<code>\d[\d -]{5,16}\d)",
    re.IGNORECASE,
)


def named(text: Text) -> Iterator[Detail]:
    """Handles behind the name of a site or a game."""
    for number, token in enumerate(text.tokens):
        word = token.plain.removesuffix("'s")
        kind = Kind.HANDLE if word in _SITES else Kind.GAME if word in _GAMES else None
        if kind and (found := _handle_behind(text, number) or _handle_before(text, number)):
            yield Detail(*found, kind)
    for code in _FRIEND_CODE.finditer(text.text):
        yield Detail(*code.span("code"), Kind.GAME)


def account(text: Text, cue: Found) -> Iterator[Detail]:
    """What somebody is called, behind words that say so without the name of a site."""
    number = cue.end
    if number >= len(text.tokens) or not _BETWEEN.fullmatch(text.gap(number)):
        return
    place = text.tokens[number].start
    place -= text.text[place - 1] in "@_"
    found = _HANDLE.match(text.text, place)
    word = text.plain(number)
    if found and word not in _NO_HANDLE | _OWN and not found[0].isdigit():
        several = cue.end - cue.start > 1  # "my username is", not "username" alone
        if several or _ODD.search(found[0][1:]) or ":" in text.gap(number):
            yield Detail(place, place + len(found[0].rstrip("-.")), Kind.HANDLE)


def _handle_before(text: Text, number: int) -> tuple[int, int] | None:
    """ "pixel.moth on insta": only of a shape that no word has."""
    if number < 2 or text.plain(number - 1) not in _ON or text.gap(number - 1).strip():
        return None
    end = text.tokens[number - 2].end
    while end < len(text.text) and text.text[end] == "_":
        end += 1
    found = _BEHIND.search(text.text, max(0, end - 34), end)
    return found.span() if found and _ODD.search(found[0][1:]) else None


def _handle_behind(text: Text, number: int) -> tuple[int, int] | None:
    """A site's name, perhaps words such as "is", then what is meant."""
    own = _says_own(text, number)
    for after in range(number + 1, min(number + 2 + _MOST_BETWEEN, len(text.tokens))):
        if not _BETWEEN.fullmatch(text.gap(after)):
            return None
        place = text.tokens[after].start
        place -= text.text[place - 1] in "@_"
        found = _HANDLE.match(text.text, place)
        colon = ":" in text.gap(after)
        if found and _is_one(text, number, after, found[0], own=own or colon):
            return place, place + len(found[0].rstrip("-."))
        if text.plain(after) not in _OWN:
            return None
    return None


def _says_own(text: Text, number: int) -> bool:
    before = {text.plain(one) for one in range(max(0, number - 3), number)}
    behind = {text.plain(number + 1)} & _NAMES_AN_ACCOUNT
    return bool(before & _SAYS_OWN or behind) or "'s" in text.plain(number)


def _is_one(text: Text, site: int, number: int, handle: str, *, own: bool) -> bool:
    """With the sign, or a shape that no word has; a plain word only where an account is named."""
    word = text.plain(number)
    if handle.startswith("@"):
        return word not in {"everyone", "here"}
    if word in _NO_HANDLE or word in _OWN or word in _SITES or handle.isdigit():
        return False
    inner = handle.strip("._-#")
    odd = any(one in "_#" or one.isdigit() for one in inner) or "." in inner
    mixed = inner[1:] != inner[1:].lower() and inner[1:] != inner[1:].upper()
    if odd or mixed:
        return own or number - site <= 1
    if text.plain(site) in _ORDINARY and ":" not in text.gap(number):
        return False
    linked = number - site > 1 and text.plain(number - 1) in _NAMES_AN_ACCOUNT | {
        "como",
        "as",
        "me",
    }
    return own and (linked or ":" in text.gap(number))

"""E-mails, handles, numbers of Discord, invitations, pages: what can be known by its shape."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from bot.domain.details.invitations import invitations
from bot.domain.details.kinds import Detail, Kind
from bot.domain.details.tokens import Text, word_set

_TLDS: Final = (
    "com|org|net|edu|gov|info|biz|io|me|co|app|dev|gg|tv|xyz|online|site|email|cloud|us|uk|ca|au|nz"
    "|ie|es|mx|ar|cl|pe|uy|ec|ve|br|pt|fr|be|ch|de|at|it|nl|pl|cz|tr|ru|ua|by|in|pk|sa|ae|eg|jp|kr"
    "|cn|tw|hk|sg|id|ph|vn|th|za|ng|ke|se|no|dk|fi|gr|hu|ro|bg|hr|rs|sk|si|lt|lv|ee|il|lu|eu|test"
    "|cat|gal|link|live|pro|name|club|moe|рф"
)
_TLD: Final = frozenset(_TLDS.split("|"))
_PROVIDERS: Final = word_set(
    "gmail googlemail hotmail outlook yahoo icloud proton protonmail gmx web live aol mail example"
    " yandex msn hey orange libero wanadoo laposte uol bol terra tutanota zoho naver daum qq"
)
_LOCAL: Final = re.compile(r"(?:[\w.+%-]{1,64}|(?:\w ){1,20}\w) ?$")
_DOMAIN: Final = re.compile(
    r" ?(?:[\w-]{1,63}|(?:\w ){1,20}\w)(?: ?\. ?[\w-]{1,63}){1,4}", re.IGNORECASE
)
_NO_LOCAL: Final = word_set(
    "i i'm im me am is was be look looks looking meet arrive stay live work study here right home"
    " good bad up at in on and or the a an it him her them you we they not"
    " estoy soy es y o en el la"
)
_NO_HOST: Final = word_set("the a an my this that home work school el la los un una mi")
_AT: Final = "@＠"  # noqa: RUF001 - the full-width one, too
_SITES: Final = (
    r"(?:instagram\.com|instagr\.am|facebook\.com|fb\.(?:com|me)|m\.me|messenger\.com|twitter\.com"
    r"|x\.com|tiktok\.com|t\.me|telegram\.(?:me|dog)|wa\.me|snapchat\.com/add|linkedin\.com/in"
    r"|reddit\.com/(?:u|user)|twitch\.tv|youtube\.com/(?:@|c/|user/|channel/)"
    r"|steamcommunity\.com/(?:id|profiles)|s\.team/p|vk\.com|ok\.ru|github\.com|gitlab\.com"
    r"|linktr\.ee|beacons\.ai|onlyfans\.com|soundcloud\.com|pinterest\.[a-z]{2,3}"
    r"|open\.spotify\.com/user|bsky\.app/profile|threads\.(?:net|com)|ask\.fm|ngl\.link"
    r"|discord(?:app)?\.com/users|last\.fm/user|deviantart\.com|roblox\.com/users|ko-fi\.com"
    r"|patreon\.com|paypal\.me|venmo\.com|cash\.app|mastodon\.social|line\.me|kakao\.com"
    r"|xboxgamertag\.com|psnprofiles\.com|weibo\.com|bereal\.com)"
)
_LINK: Final = re.compile(
    rf"(?:https?://)?(?<![\w.@-])(?:[a-z]{{1,4}}\.)?{_SITES}/?[\w@.%#?=&+/-]{{2,200}}",
    re.IGNORECASE,
)
_NO_PAGE: Final = re.compile(
    r"/(?:p|reel|watch|hashtag|explore|status|search|r|events?|groups?)/", re.IGNORECASE
)
_OWN_SITE: Final = re.compile(
    r"(?:https?://)?\b[\w-]{2,40}\.(?:carrd\.co|tumblr\.com|bandcamp\.com|wordpress\.com"
    r"|blogspot\.com|itch\.io|newgrounds\.com|github\.io|substack\.com)\b/?",
    re.IGNORECASE,
)
_SNOWFLAKE: Final = re.compile(r"(?<=<@)!?\d{17,20}(?=>)|(?<![\w.,])\d{17,20}(?![\w]|[.,]\d)")
_MENTION: Final = re.compile(r"(?<![\w/.@])@(?!everyone\b|here\b)(?=\w)[\w.]{2,32}")
_TAGGED: Final = re.compile(
    r"(?<![\w#/])(?P<who>[^\W\d_][\w.]{1,31})#(?P<tag>\d{3,7}|(?=[A-Za-z0-9]*[A-Za-z])\w{3,5}"
    r"|EUW|NA|KR|BR|JP|LAN|LAS|OCE|TR|RU)\b"
)
_DISCORD_TAG: Final = 4
_MOST_SIGNS: Final = 60
"""At signs that are looked at: nobody has so many addresses."""
_SWITCH: Final = re.compile(r"\bSW[- ]?\d{4}[- ]\d{4}[- ]\d{4}\b", re.IGNORECASE)


def shaped(text: Text) -> Iterator[Detail]:
    """All that need no cue."""
    whole = text.text
    for one in invitations(whole):
        yield Detail(_with_scheme(whole, one.start), one.end, Kind.INVITE)
    for found in _LINK.finditer(whole) if "/" in whole else ():
        if not _NO_PAGE.search(found[0]):
            yield Detail(found.start(), found.start() + len(found[0].rstrip(".")), Kind.LINK)
    for pattern, kind in (*_own_sites(whole), (_SWITCH, Kind.GAME), (_SNOWFLAKE, Kind.ID)):
        yield from (Detail(*found.span(), kind) for found in pattern.finditer(whole))
    for found in _TAGGED.finditer(whole):
        tag = found["tag"]
        discord = tag.isdigit() and len(tag) == _DISCORD_TAG
        yield Detail(*found.span(), Kind.HANDLE if discord else Kind.GAME)
    yield from _at_signs(whole)


def _own_sites(text: str) -> Iterator[tuple[re.Pattern[str], Kind]]:
    """Looked for only where the sign stands that begins each of them."""
    if re.search(r"\w\.[a-z]", text, re.IGNORECASE):
        yield _OWN_SITE, Kind.LINK


def spelled_out(
    text: Text, at_words: frozenset[str], dot_words: frozenset[str]
) -> Iterator[Detail]:
    """E-mails with "at" and "dot" in words, of any language."""
    for number, token in enumerate(text.tokens):
        if token.plain not in at_words or not number:
            continue
        last = _host_spelled(text, number + 1, dot_words, sure=_is_sure(text, number))
        if not last:
            continue
        first = number - 1
        while first >= 2 and _is_dot(text, first, dot_words):
            first -= 1 if text.gap(first) == "." else 2
        if text.plain(first) not in _NO_LOCAL:
            start, end = text.tokens[first].start, text.tokens[last - 1].end
            start = _with_signs(text.text, start)
            yield Detail(start, end, Kind.EMAIL)


def _is_sure(text: Text, number: int) -> bool:
    """Whether the word stands for the sign in any case: in brackets, or of another language."""
    return text.plain(number) != "at" or bool(set("([{<") & set(text.gap(number)))


def _is_dot(text: Text, number: int, dot_words: frozenset[str]) -> bool:
    """Whether a dot stands before a word, as a sign or in words."""
    return text.gap(number) in {".", "_", "-"} or text.plain(number - 1) in dot_words


def _host_spelled(text: Text, number: int, dot_words: frozenset[str], *, sure: bool) -> int:
    """Where a host ends that begins at a word; 0 where there is none."""
    host, last, in_words = text.plain(number), 0, False
    if not host or host in _NO_HOST or text.gap(number).strip(" ([{<)]}>"):
        return 0
    while True:
        if text.gap(number + 1).strip() == "." and number + 1 < len(text.tokens):
            following = number + 1
        elif text.plain(number + 1) in dot_words and number + 2 < len(text.tokens):
            following, in_words = number + 2, True
        else:
            break
        number = following
        if text.plain(number) in _TLD:
            last = number + 1
    plausible = sure or in_words or host in _PROVIDERS
    return last if plausible else 0


def _with_signs(text: str, start: int) -> int:
    """An underscore, a plus sign or a dash belong to an address: words end at them."""
    while start and (text[start - 1] in "_+-." or text[start - 1].isalnum()):
        start -= 1
    return start


def _at_signs(text: str) -> Iterator[Detail]:
    """E-mails, and names behind the sign."""
    for sign in islice(re.finditer(f"[{_AT}]", text), _MOST_SIGNS):
        place = sign.start()
        before = _LOCAL.search(text, max(0, place - 66), place)
        after = _DOMAIN.match(text, place + 1, place + 200)
        if before and after and (end := _host_end(after)):
            yield Detail(before.start(), end, Kind.EMAIL)
    for found in _MENTION.finditer(text):
        end = found.start() + len(found[0].rstrip("."))
        if text[found.start() + 1].isupper() and (more := _SECOND.match(text, end)):
            yield Detail(found.start(), more.end(), Kind.MENTION)
        else:
            kind = Kind.MENTION if text[found.start() + 1].isupper() else Kind.HANDLE
            yield Detail(found.start(), end, kind)


_SECOND: Final = re.compile(r" [A-Z][a-z]{1,30}\b")


def _host_end(found: re.Match[str]) -> int:
    """Where a host ends: at the last of its parts that an address may end with."""
    end = 0
    for part in re.finditer(r"\. ?([\w-]+)", found[0]):
        if part[1].casefold() in _TLD:
            end = found.start() + part.end()
    return end


def _with_scheme(text: str, start: int) -> int:
    found = re.search(r"https?\W{0,6}(?:www\.)?$", text[max(0, start - 20) : start], re.IGNORECASE)
    return start - len(found[0]) if found else start

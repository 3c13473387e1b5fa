"""What Discord writes as a number in angle brackets, in words: no id goes from one to another.

A custom emoji becomes its name, a command its name, a mention a sign that stands for it. A
timestamp stays: it holds no id, and each reader sees it in their own zone. The link of a message in
somebody's own direct messages opens for nobody else, and goes, too. So does that of somebody's
profile, and that of a file which was uploaded to Discord: it names the channel, which for direct
messages is the same in all conversations, and the file, and opens for everybody.
"""

import re

_REFERENCE = re.compile(
    r"<a?(?P<emoji>:\w{1,40}:)[0-9]+>"
    r"|<(?P<command>/[^\s<>:][^<>:\n]{0,100}):[0-9]+>"
    r"|<id:(?P<place>[a-z-]{1,30})(?::[0-9]+)?>"
    r"|<(?P<mention>@|\#)[!&]?[0-9]+>"
    r"|<sound:[0-9]+:[0-9]+>"
    r"|https?://(?:\w+\.)?discord(?:app)?\.com/channels/(?P<own>@me)/[0-9/]+"
    r"|https?://(?:\w+\.)?discord(?:app)?\.com/(?P<profile>users)/[0-9]+"
    r"|https?://(?:cdn|media)\.discordapp\.(?:com|net)/(?P<file>[a-z-]+)/[0-9][^\s<>()]*",
    re.IGNORECASE,
)
SOUND = "\N{SPEAKER WITH THREE SOUND WAVES}"


def in_words(text: str) -> str:
    """The text without ids. Repeated until nothing is left, as one may stand inside another."""
    while (plain := _REFERENCE.sub(_in_words, text)) != text:
        text = plain
    return text


def _in_words(found: re.Match[str]) -> str:
    if found["place"]:
        return f"#{found['place']}"
    if found["mention"] or found["profile"]:
        return f"{found['mention'] or '@'}…"
    if found["own"] or found["file"]:
        return "#…"
    return found["emoji"] or found["command"] or SOUND

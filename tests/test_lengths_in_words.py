"""No length of time that is a setting stands in a sentence: it is filled in, so that what people
read is what holds."""

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.config import Settings
from bot.discord_app.rendering.notices import Renderer
from bot.discord_app.rendering.words import Words
from bot.domain import still_glad
from bot.domain.ids import GuildId, PersonTag
from bot.domain.notices import Notice, NoticeKind
from bot.services import retention
from bot.services.asks import holding
from bot.services.conversations import freezing
from bot.services.forms import rejected
from tests.fakes import SeededRandomness
from tests.prepared import shipped
from tests.test_messages import texts

NUMBERS = {
    "en": r"\d+|an?|one|two|three|four|five|six|seven|ten|twelve|fifteen|twenty|thirty|half an?",
    "es": r"\d+|una?|dos|tres|cuatro|cinco|seis|siete|diez|doce|quince|veinte|treinta|media",
    "de": r"\d+|ein(?:e[mnrs]?)?|zwei|drei|vier|fünf|sechs|sieben|zehn|zwölf|zwanzig|dreißig|halbe",
    "fr": r"\d+|une?|deux|trois|quatre|cinq|six|sept|dix|douze|quinze|vingt|trente|demi",
    "pt-BR": r"\d+|uma?|dois|duas|três|quatro|cinco|seis|sete|dez|doze|quinze|vinte|trinta|meia",
}
UNITS = {
    "en": r"seconds?|minutes?|hours?|days?|weeks?|months?",
    "es": r"segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?",
    "de": r"sekunden?|minuten?|stunden?|tag(?:e[ns]?)?|wochen?|monat(?:e[ns]?)?",
    "fr": r"secondes?|minutes?|heures?|jours?|semaines?|mois",
    "pt-BR": r"segundos?|minutos?|horas?|dias?|semanas?|m[eê]s(?:es)?",
}
NO_SETTING: Mapping[str, str] = {
    "a moderator's look at an ask, holding.HELD_AT_MOST": r"ask\.held|mine\.\w+_held"
    r"|switches\.approve_asks\.does|held_asks\.one_of|notice\.ask_(held|not_looked_at)",
    "limits that are said to be those of a day": r"listen\.enough|report\.not_okay\.limited"
    r"|privacy\.erase\.stays|error\.(suggestions|joins|asks|answers)_for_today",
    "the same, and forms.rejected.KEPT_FOR": r"error\.reports_for_today",
    "forms.rejected.KEPT_FOR": r"privacy\.kept\.form|error\.adult_not_ticked",
    "reports.REPORT_KEPT and EVIDENCE_AT_MOST": r"privacy\.kept\.report",
    "retention.MODERATORS_REMEMBERED": r"privacy\.kept\.moderated|moderate\.others"
    r"|report\.way\.others",
    "name_openings.TOLD_AT_MOST": r"privacy\.shown",
    "name_openings.OPEN_FOR and MODERATED_FOR": r"opening\.(asked|none|some)",
    "moderation_record.SHOWN_AFTER and NAMES_SHOWN_AFTER": r"record\.some",
    "moderation.BAN_LOOKED_AT_AFTER": r"numbers\.review",
    "freezing.HELD_AT_MOST": r"numbers\.held",
    "actions.TOLD_AT_MOST": r"acting\.(warn|pause|ban)\.done",
    "ages.SAID_ANEW_AFTER": r"age\.anew",
    "newcomers.A_WEEK": r"notice\.listeners_wait",
    "retention.SETUP_KEPT": r"setup\.later",
    "messages are counted by the minute": r"(notice|error)\.too_much_at_once",
    "the week and the four weeks of community.report": r"community\.(shown|too_few)",
    "what a reader chooses, or writes": r"(channel_)?schedule\.form\..+"
    r"|schedule\.(none|stopped_now)"
    r"|goal\.(form\..+|rhythm|none)|settings\.hours\..+|error\.(unknown_\w+|no_\w+|which_days|clock_needed|too_many_hours)",
    "how lengths are said": r"time\.\w+",
    "how long setting up takes somebody": r"setup\.hello",
    "help lines that never close": r"helplines\.always",
    "still_glad.MONTH": r"(notice|listen)\.still_glad",
    "enough.A_MONTH": r"privacy\.value\.accepts_in_a_month",
    "no length: one more listener": r"press\.call_second\.button|talk\.more",
    "no length: some hour": r"my_quiet\.done",
    "no length: some day": r"suggesting\.form\..+|block\.none|notice\.(record_head|help_card_past)",
}
"""Which sentences say a length themselves, and what makes that right."""


def _lengths(language: str) -> set[str]:
    """The keys of all sentences with a number and a unit of time beside each other."""
    pattern = rf"(?<![\w:{{])({NUMBERS[language]})[\s-]+({UNITS[language]})\b"
    says = re.compile(pattern, re.IGNORECASE)
    return {key for key, text in texts(language).items() if says.search(text)}


@pytest.mark.parametrize("language", shipped().languages)
def test_no_sentence_says_a_setting(language: str) -> None:
    """In each language; a new one takes its length as a value, or stands above with its reason."""
    known = [re.compile(one) for one in NO_SETTING.values()]
    assert not [key for key in _lengths(language) if not any(p.fullmatch(key) for p in known)]


def test_what_stands_there_is_what_holds() -> None:
    """The constants behind the sentences, as they are said."""
    assert timedelta(days=1) == holding.HELD_AT_MOST
    assert timedelta(minutes=30) == rejected.KEPT_FOR
    assert timedelta(days=3) == freezing.HELD_AT_MOST
    assert retention.MODERATORS_REMEMBERED == retention.SETUP_KEPT == timedelta(days=30)
    assert timedelta(days=30) == still_glad.MONTH


@pytest.mark.parametrize("language", shipped().languages)
def test_back_in_ten_minutes_is_back_in_what_was_set(language: str) -> None:
    """The button of the listener, and what the asker reads, follow the setting."""
    shown = {minutes: _back_soon(language, minutes) for minutes in (10, 25)}
    for minutes, (button, told) in shown.items():
        said = Words(shipped(), language, SeededRandomness()).length(timedelta(minutes=minutes))
        assert said in button
        assert said in told


def _back_soon(language: str, minutes: int) -> tuple[str, str]:
    away = timedelta(minutes=minutes)
    conversations = Settings().conversations.model_copy(update={"listener_back_within": away})
    settings = Settings().model_copy(update={"conversations": conversations})
    words = Words(shipped(), language, SeededRandomness())
    renderer = Renderer(words, lambda _: None, lambda *_: False, settings)
    to = PersonTag(b"somebody")
    opening = Notice(NoticeKind.YOU_ACCEPTED, GuildId(1), to, token="t" * 22, alias="A")
    labels = [one.label for one in renderer.reply(opening).buttons if one.action == "back_soon"]
    told = renderer.reply(Notice(NoticeKind.BACK_SOON, GuildId(1), to, alias="A"))
    return labels[0], told.text

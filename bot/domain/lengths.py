"""A length of time as people type it in five languages' habits: 1h30, 2 days, una semana."""

import re
from datetime import timedelta

from bot.domain.folding import plain
from bot.domain.unread import NoWholeDays, UnknownDays

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONGEST = 100_000 * _DAY


def _by_word(values: dict[float, str]) -> dict[str, float]:
    return {word: value for value, some in values.items() for word in some.split()}


_UNITS = {
    word: _MINUTE * minutes
    for word, minutes in _by_word(
        {
            1: "m min mins minute minutes minuten minuto minutos minuti",
            60: "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore",
            1440: "d day days daily tag tage tagen taglich t jour jours j dia dias diario"
            " diariamente quotidien giorno giorni",
            7 * 1440: "w wk week weeks weekly woche wochen wochentlich semaine semaines semana"
            " semanas semanal hebdomadaire settimana settimane",
            14 * 1440: "fortnight fortnights fortnightly quinzaine quincena quinzena",
            30 * 1440: "month months monthly monat monate monaten monatlich mois mensuel mes meses"
            " mensual mensal mese mesi",
        }
    ).items()
}
"""A month is thirty days, and what comes of it is shown with its date."""

_NUMBERS = _by_word(
    {
        0.5: "half halbe halber halben halbes demi demie media medio meia meio mezza mezzo",
        1: "a an one ein eine einen einem eins un une una uno um uma",
        2: "two other second zwei zweite zweiten zweiter deux dos dois duas due",
        3: "three dritte dritten drei trois tres tre",
        4: "four vier quatre cuatro quatro quattro",
        5: "five funf cinq cinco cinque",
        6: "six sechs seis sei",
        7: "seven sieben sept siete sete sette",
        8: "eight acht huit ocho oito otto",
        9: "nine neun neuf nueve nove",
        10: "ten zehn dix diez dez dieci",
        14: "fourteen vierzehn quatorze catorce",
        15: "fifteen funfzehn quinze quince quindici",
        20: "twenty zwanzig vingt veinte vinte venti",
        30: "thirty dreissig trente treinta trinta trenta",
    }
)
_BESIDES = _by_word(
    {
        0: "and und et y e for every each once in per fur jede jeden jeder jedes alle einmal pro am"
        " die der pour pendant chaque tous toutes les fois par por durante cada todos todas los las"
        " vez al la todo toda os as ao di ogni the of"
    }
)
"""Words that stand around a length and do not change it."""

_TOKENS = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")


def read_length(typed: str) -> timedelta | None:
    """The length; None for what cannot be read, and for a bare number."""
    parts = _parts(typed)
    total, last, number = timedelta(), None, None
    for part in parts or ():
        if isinstance(part, timedelta):
            total, last, number = total + part * (1 if number is None else number), part, None
        else:
            number = part if number is None else number * part
        if total > LONGEST or (number or 0) > LONGEST / _DAY:
            return None
    if last is None:
        return None
    return total if number is None else _with_rest(total, last, number)


def read_days(typed: str, most: int) -> int:
    """A number of days: a bare number, or a length of whole days. Raises UnknownDays, and
    NoWholeDays for hours and the like."""
    parts = _parts(typed) or []
    bare = parts[0] if len(parts) == 1 else None
    length = bare * _DAY if isinstance(bare, float) and bare <= most else read_length(typed)
    if length and length % _DAY:
        raise NoWholeDays(most=most)
    if length is None or not _DAY <= length <= most * _DAY:
        raise UnknownDays(most=most)
    return length // _DAY


def _parts(typed: str) -> list[float | timedelta] | None:
    """The numbers and units in their order; None where there is anything else."""
    text = re.sub(r"(?<=\d):(?=\d\d\b)", "h", plain(typed))
    tokens = [one for one in _TOKENS.findall(text) if one not in _BESIDES]
    known: list[float | timedelta] = []
    for one in tokens:
        value = _UNITS.get(one) or _NUMBERS.get(one)
        if value is None and not one[0].isdigit():
            return None
        number = float(one.replace(",", ".")) if value is None else value
        known.append(number if isinstance(number, timedelta) else float(number))
    return None if re.sub(r"[\s.,+&!]", "", _TOKENS.sub("", text)) else known


def _with_rest(total: timedelta, last: timedelta, number: float) -> timedelta | None:
    """`1h30`, and "a week and a half"."""
    if last == _HOUR and number.is_integer() and number < 60:
        return total + number * _MINUTE
    return total + number * last if number < 1 else None

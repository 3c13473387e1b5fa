"""What people write around the figures of a time of day, in the habits of English, Spanish, German,
French, Portuguese and Italian. All without accents, as `folding.plain` leaves it."""

NOONS = (
    "noon", "12 noon", "12:00 noon", "midday", "mediodia", "mittag", "mittags", "12 uhr mittags",
    "midi", "meio dia", "meio-dia", "mezzogiorno",
)  # fmt: skip
MIDNIGHTS = (
    "midnight", "12 midnight", "12:00 midnight", "medianoche", "mitternacht", "mitternachts",
    "minuit", "meia noite", "meia-noite", "mezzanotte",
)  # fmt: skip

BEFORE = (
    "at", "@", "around", "about", "from", "between", "al", "a las", "a la", "las", "la", "de las",
    "de", "desde las", "desde", "entre las", "entre", "um", "gegen", "ab", "von", "zwischen",
    "a partir de", "les", "vers", "des", "as", "das", "a", "alle", "dalle", "dalle ore", "ore",
)  # fmt: skip
"""What may stand before a time without changing it."""

OF_24_HOURS = (
    "uhr", "h", "hs", "hrs", "hours", "heures", "heure", "horas", "hora", "ore", "h00",
)  # fmt: skip
"""After the figures: the day then has 24 hours."""

O_CLOCK = ("o'clock", "o’clock", "oclock", "en punto", "em ponto", "sharp")  # noqa: RUF001 - typed by phones
"""After the figures, and tells nothing of the half of the day."""

AM = ("a", "am")
PM = ("p", "pm")
MORNING = (
    "in the morning", "this morning", "morning", "morgens", "am morgen", "fruh", "vormittags",
    "am vormittag", "du matin", "le matin", "de la manana", "por la manana", "de la madrugada",
    "da manha", "de manha", "da madrugada", "di mattina", "del mattino",
)  # fmt: skip
AFTERNOON = (
    "in the afternoon", "afternoon", "nachmittags", "am nachmittag", "mittags",
    "de l'apres midi", "de l’apres midi", "de la tarde",  # noqa: RUF001 - phones type this
    "por la tarde", "da tarde", "a tarde", "de tarde", "del pomeriggio", "di pomeriggio",
)  # fmt: skip
EVENING = (
    "in the evening", "evening", "abends", "am abend", "du soir", "le soir", "di sera",
    "della sera",
)  # fmt: skip
NIGHT = (
    "at night", "nachts", "in der nacht", "de la nuit", "de la noche", "por la noche", "da noite",
    "a noite", "de noite", "di notte", "tonight",
)  # fmt: skip
"""Until four it is the night's end, from six on its begin, and twelve is midnight."""

UNTIL = (
    "to", "until", "till", "til", "through", "and", "bis", "und", "a las", "hasta las", "hasta",
    "y las", "y", "a", "jusqu'a", "et", "ate as", "ate", "as", "e", "alle", "fino alle",
)  # fmt: skip
"""Between the two ends of hours."""

ALL_DAY = (
    "all day", "the whole day", "whole day", "all day long", "24 hours", "24 h", "24h", "24/7",
    "any time", "todo el dia", "24 horas", "el dia entero", "ganztagig", "den ganzen tag",
    "ganzer tag", "24 stunden", "24 std", "toute la journee", "la journee entiere", "24 heures",
    "o dia todo", "o dia inteiro", "dia inteiro", "tutto il giorno",
)  # fmt: skip
"""Instead of hours, where a whole day can be meant."""

AND_THEN = ("and", "y", "u", "und", "sowie", "et", "puis", "e", "&", "+")
"""Between two stretches of a day."""

HALF_PAST = ("half past", "half-past", "half")
"""Half an hour after the hour that follows."""

HALF_TO = ("halb",)
"""Half an hour before it."""

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "eins": 1, "ein": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwolf": 12,
    "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
    "nueve": 9, "diez": 10, "once": 11, "doce": 12,
    "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11,
    "uma": 1, "duas": 2, "quatro": 4, "sete": 7, "oito": 8, "nove": 9, "dez": 10, "doze": 12,
}  # fmt: skip
"""Hours in words."""

"""What people write for days: months, weekdays and what is said around them, in the habits of
English, Spanish, German, French, Portuguese and Italian. All without accents, as `folding.plain`
leaves it."""


def _numbered(some: str) -> dict[str, int]:
    """The words of each line count together, from 1 on."""
    lines = enumerate(some.strip().splitlines(), 1)
    return {word: number for number, line in lines for word in line.split()}


MONTHS = _numbered("""
january jan enero ene januar janner janvier janv janeiro gennaio gen
february feb febrero februar feber fevrier fevr fev fevereiro febbraio
march mar marzo marz mrz maerz mars marco
april apr abril abr avril avr aprile
may mayo mai maio mag maggio
june jun junio juni juin junho jun giugno giu
july jul julio juli juillet juil julho luglio lug
august aug agosto ago aout
september sep sept septiembre set septembre setembro settembre
october oct octubre oktober okt octobre outubro out ottobre ott
november nov noviembre novembre novembro
december dec diciembre dic dezember dez decembre dezembro dicembre
""")

WEEKDAYS = _numbered("""
monday mon mo lunes montag lundi lun segunda segunda-feira lunedi
tuesday tue tues martes dienstag mardi terca terca-feira martedi
wednesday wed miercoles mittwoch mi mercredi quarta quarta-feira mercoledi
thursday thu thur thurs jueves donnerstag jeudi quinta quinta-feira giovedi
friday fri viernes freitag fr vendredi sexta sexta-feira venerdi
saturday sat sabado samstag sa sonnabend samedi sabato
sunday sun domingo sonntag so dimanche domenica
""")

FROM_TODAY = {
    "today": 0, "hoy": 0, "heute": 0, "aujourd'hui": 0, "aujourd’hui": 0, "hoje": 0, "oggi": 0,  # noqa: RUF001 - typed by phones
    "tomorrow": 1, "manana": 1, "morgen": 1, "demain": 1, "amanha": 1, "domani": 1,
    "day after tomorrow": 2, "the day after tomorrow": 2, "pasado manana": 2, "ubermorgen": 2,
    "uebermorgen": 2, "apres-demain": 2, "apres demain": 2, "depois de amanha": 2,
    "dopodomani": 2,
}  # fmt: skip
"""How many days from today on."""

WEEKENDS = (
    "weekend", "the weekend", "this weekend", "week-end", "le week-end", "ce week-end",
    "wochenende", "am wochenende", "dieses wochenende", "fin de semana", "el fin de semana",
    "este fin de semana", "fim de semana", "o fim de semana", "este fim de semana",
)  # fmt: skip

BEFORE = (
    "on", "from", "the", "this", "between", "el", "del", "desde el", "desde", "de", "este", "am",
    "ab", "vom", "von", "den", "der", "dem", "diesen", "zwischen", "le", "du", "des", "ce", "no",
    "na", "a partir de", "da", "do", "dal", "il", "al",
)  # fmt: skip
"""What may stand before a day without changing it."""

UNTIL = (
    "to", "until", "till", "through", "thru", "and", "al", "hasta el", "hasta", "a", "y", "bis zum",
    "bis", "und", "au", "jusqu'au", "et", "ate", "ate o", "e", "ao", "fino al",
)  # fmt: skip
"""Between the first day and the last."""

OF = ("of", "de", "del", "do", "di")
"""Between a day and its month, or a month and its year."""

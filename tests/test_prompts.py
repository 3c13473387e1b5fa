from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.prompt_files import load, load_shipped, shipped_prompts
from bot.prompts import Encouragement, Prompts, UnknownPrompt
from bot.strict_yaml import FileFaults

MESSAGES = """\
ask:
  preview:
    title: Look once more, {alias}
    button: Post
  waiting:
    one: one person waits, since {since}
    other: "{count} people wait, since {since}"
bye: |
  Take care.
  We are here.
"""
SPANISH = """\
bye: Cuídate
ask:
  preview: {title: 'Mira, {alias}', button: Publicar}
  waiting: {one: 'desde {since}', other: '{count} desde {since}'}
"""


def _deck(theme: str, words: str = "be kind", number: int = 5) -> str:
    texts = [f"      - {{id: {theme}-{n:02}, text: {words} {n}}}\n" for n in range(1, number + 1)]
    return f"  {theme}:\n    name: A {theme}\n    texts:\n{''.join(texts)}"


def _letters(number: int) -> str:
    return chr(ord("a") + number // 26) + chr(ord("a") + number % 26)


def _aliases(number: int = 50) -> str:
    return "aliases:\n" + "".join(f"  - River{_letters(n)}\n" for n in range(number))


def _folder(folder: Path, **files: str) -> Path:
    shipped = {
        "messages.en": MESSAGES,
        "encouragements.en": "themes:\n" + _deck("hope") + _deck("rest"),
        "aliases.en": _aliases(),
    }
    for name, text in (
        shipped | {name.replace("_", "."): text for name, text in files.items()}
    ).items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def _told(folder: Path, **files: str) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        load(_folder(folder, **files))
    return str(caught.value).replace(f"{folder}/", "").splitlines()


@pytest.fixture
def prompts(tmp_path: Path) -> Prompts:
    """Two languages for messages, one for everything else."""
    return load(_folder(tmp_path, messages_es=SPANISH))


def test_a_text_is_found_by_its_dotted_key(prompts: Prompts) -> None:
    """The language chooses the file, the key the text; outer white space is dropped."""
    assert prompts.text("en", "ask.preview.title", alias="River") == "Look once more, River"
    assert prompts.text("es", "ask.preview.title", alias="River") == "Mira, River"
    assert prompts.text("en", "bye") == "Take care.\nWe are here."


@pytest.mark.parametrize("language", ["fr", "", "en-GB", "../en"])
def test_a_language_that_is_absent_is_the_default_one(prompts: Prompts, language: str) -> None:
    """Nobody is left without words; this holds for each kind of file by itself."""
    assert prompts.text(language, "ask.preview.button") == "Post"
    assert prompts.decks("es") == prompts.decks("en")
    assert prompts.aliases("es") == prompts.aliases(language)


def test_two_forms_are_chosen_by_count(prompts: Prompts) -> None:
    """One is one, everything else is other; a form need not name the count."""
    told = [prompts.text("en", "ask.waiting", count=n, since="noon") for n in (0, 1, 2)]
    assert told == [
        "0 people wait, since noon",
        "one person waits, since noon",
        "2 people wait, since noon",
    ]


POLISH = """\
bye: Trzymaj się
ask:
  preview: {title: 'Spójrz, {alias}', button: Opublikuj}
  waiting:
    one: "{count} osoba czeka od {since}"
    few: "{count} osoby czekają od {since}"
    many: "{count} osób czeka od {since}"
"""


def test_each_language_has_its_own_forms(tmp_path: Path) -> None:
    """Polish counts in three forms where English has two; a form for whole millions alone, as in
    Spanish, is not asked for."""
    prompts = load(_folder(tmp_path, messages_es=SPANISH, messages_pl=POLISH))
    counts = (1, 2, 5, 12, 21, 22, 102)
    told = [prompts.text("pl", "ask.waiting", count=n, since="8").split()[1] for n in counts]
    assert told == ["osoba", "osoby", "osób", "osób", "osób", "osoby", "osoby"]
    assert prompts.text("es", "ask.waiting", count=1_000_000, since="8") == "1000000 desde 8"


def test_a_form_that_a_language_needs_is_asked_for(tmp_path: Path) -> None:
    """And a language that nobody knows how to count in is no language of messages."""
    told = _told(tmp_path, messages_pl=POLISH.replace("    few:", "    other:"))
    form = "must be text, or hold exactly the forms that this language has: few, many, one"
    assert told == [f"messages.pl.yaml:4:3: {form}"]
    (tmp_path / "messages.pl.yaml").unlink()
    (unknown,) = _told(tmp_path, messages_xx=POLISH)
    assert unknown.endswith('nobody knows how things are counted in the language "xx"')


@pytest.mark.parametrize(
    ("locale", "language"),
    [("es-419", "es"), ("es-ES", "es"), ("en-GB", "en"), ("pl", "en"), ("", "en"), ("x y", "en")],
)
def test_a_reader_gets_the_nearest_language(prompts: Prompts, locale: str, language: str) -> None:
    """Discord's locales have a region where ours may have none; what is not there is the default
    one."""
    assert prompts.nearest(locale) == language


def test_a_language_may_be_of_one_region(tmp_path: Path) -> None:
    """Who reads the same of another region gets that rather than none; who reads another language
    gets none."""
    prompts = load(_folder(tmp_path, **{"messages.pt-BR": SPANISH}))
    assert prompts.nearest("pt-BR") == prompts.nearest("pt") == prompts.nearest("pt-PT") == "pt-BR"
    assert prompts.of_locale("en-GB") == "en"
    assert not [one for one in ("ar", "he", "p", "") if prompts.of_locale(one)]
    assert [prompts.text("pt-BR", "ask.waiting", count=n, since=8) for n in (0, 2)] == [
        "desde 8",
        "2 desde 8",
    ]


def test_what_the_code_asks_wrongly_is_its_error(prompts: Prompts) -> None:
    """An unknown key, a group of keys and a missing value raise; values are not repeated."""
    for key in ("ask", "ask.preview", "ask.preview.titel", "ask.waiting.one", ""):
        with pytest.raises(UnknownPrompt):
            prompts.text("en", key)
        with pytest.raises(UnknownPrompt):
            prompts.placeholders(key)
    with pytest.raises(UnknownPrompt, match=r"ask\.waiting needs count") as caught:
        prompts.text("en", "ask.waiting", since="SECRET")
    assert "SECRET" not in str(caught.value)
    assert isinstance(caught.value, KeyError)


def test_what_there_is_can_be_listed(prompts: Prompts) -> None:
    """Keys in the file's order, placeholders with the count of several forms, languages sorted."""
    assert prompts.keys("en") == ("ask.preview.title", "ask.preview.button", "ask.waiting", "bye")
    assert prompts.placeholders("ask.waiting") == {"count", "since"}
    assert prompts.placeholders("bye") == frozenset()
    assert prompts.languages == ("en", "es")


@given(st.text(), st.text())
def test_values_are_never_looked_into(
    tmp_path_factory: pytest.TempPathFactory, alias: str, since: str
) -> None:
    """Templates are filled in one pass: braces and backslashes in a value stay what they are."""
    prompts = load(_folder(tmp_path_factory.getbasetemp(), messages_en="a: '{since}|{alias}'"))
    for one in (alias, f"{{since}}{alias}{{alias}}", f"\\1\\g<1>{alias}{{0.__class__}}%s"):
        assert prompts.text("en", "a", alias=one, since=since) == f"{since}|{one}"


def test_a_placeholder_may_have_any_name(tmp_path: Path) -> None:
    """Names of the method's own arguments are free."""
    prompts = load(_folder(tmp_path, messages_en="a: '{self} {key} {language}'"))
    assert prompts.text("en", "a", self=1, key=2, language=3) == "1 2 3"


def test_decks_and_aliases(prompts: Prompts) -> None:
    """Decks by theme in the file's order, each text with its id; aliases as they stand."""
    decks = prompts.decks("en")
    assert list(decks) == ["hope", "rest"]
    assert (decks["hope"].key, decks["hope"].name) == ("hope", "A hope")
    assert decks["hope"].texts[1] == Encouragement("hope-02", "be kind 2")
    assert prompts.aliases("en")[:2] == ("Riveraa", "Riverab")


ANSWERS = """\
    answers:
      did_it: [hope-01, hope-03]
      not_yet: [hope-02]
"""


def _answering(answers: str = ANSWERS) -> str:
    return "themes:\n" + _deck("hope") + answers + _deck("rest")


def test_a_theme_may_say_what_meets_which_answer(tmp_path: Path) -> None:
    """By the texts' ids; an answer without a list is left to the whole theme."""
    decks = load(_folder(tmp_path, encouragements_en=_answering())).decks("en")
    assert decks["hope"].answers == {"did_it": ("hope-01", "hope-03"), "not_yet": ("hope-02",)}
    assert decks["rest"].answers == {}


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (ANSWERS.replace("hope-03", "rest-03"), '11:25: "rest-03" is no text of this theme'),
        (ANSWERS.replace("hope-03", "hope-01"), '11:25: "hope-01" stands here already'),
        (ANSWERS.replace("hope-03", "Hope"), "11:25: themes.hope.answers.did_it.1 must consist of"),
        (ANSWERS.replace("did_it", "done"), '11:7: "done" is not known here'),
        (ANSWERS.replace("[hope-02]", "[]"), "12:7: themes.hope.answers.not_yet must have at lea"),
        (ANSWERS.replace("[hope-02]", "hope-02"), "12:7: themes.hope.answers.not_yet must be a li"),
        ("    answers: none\n", "10:5: themes.hope.answers must hold keys of its own"),
    ],
)
def test_what_meets_an_answer_is_checked(tmp_path: Path, answers: str, told: str) -> None:
    """Each fault with its place; an id that no text of the theme has is named."""
    found = _told(tmp_path, encouragements_en=_answering(answers))
    assert [one for one in found if one.startswith(f"encouragements.en.yaml:{told}")]


def test_answers_are_in_step(tmp_path: Path) -> None:
    """Every language names the same texts, in any order."""
    fewer = _answering(ANSWERS.replace("      not_yet: [hope-02]\n", ""))
    other = _answering(ANSWERS.replace("hope-03", "hope-04"))
    order = _answering(ANSWERS.replace("[hope-01, hope-03]", "[hope-03, hope-01]"))
    load(_folder(tmp_path, encouragements_en=_answering(), encouragements_es=order))
    told = _told(tmp_path, encouragements_en=_answering(), encouragements_es=fewer)
    assert told == [
        'encouragements.es.yaml:10:5: "hope/answers/not_yet" is missing,'
        ' which the language "en" has'
    ]
    told = _told(tmp_path, encouragements_en=_answering(), encouragements_es=other)
    assert told == [
        'encouragements.es.yaml:11:7: "hope/answers/did_it" must have hope-01, hope-03,'
        ' as in the language "en"'
    ]


def test_nothing_can_be_changed(prompts: Prompts) -> None:
    """What was checked stays as it is."""
    with pytest.raises(AttributeError):
        prompts.default = "es"  # type: ignore[misc]
    with pytest.raises(TypeError):
        prompts.decks("en")["x"] = prompts.decks("en")["hope"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a:\n  b: 3", "2:3: must be text; put it in quotes"),
        ("a:\n  b: true", "2:3: must be text; put it in quotes"),
        ("a:\n  b:", "2:3: must be text; put it in quotes"),
        ("a:\n  b: ' '", "2:3: must be text; put it in quotes"),
        (
            "a: {b: {}}",
            "1:5: must be text, or hold exactly the forms that this language has: one, other",
        ),
        ("a: [x]", "1:1: must be text; put it in quotes"),
        (
            "a: {one: x}",
            "1:1: must be text, or hold exactly the forms that this language has: one, other",
        ),
        ("a: {one: x, other: y, b: z}", "1:1: must be text, or hold exactly the forms that this"),
        ("a: {one: x, other: 3}", "1:13: must be text; put it in quotes"),
        ("A: x", "1:1: keys are lower-case letters, digits and _"),
        ("a.b: x", "1:1: keys are lower-case letters, digits and _"),
        ("a: Hi { alias}", "1:1: has a brace that is not part of a placeholder"),
        ("a: Hi {Alias}", "1:1: has a brace that is not part of a placeholder"),
        ("a: Hi {{alias}}", "1:1: has a brace that is not part of a placeholder"),
        ("a: 'Hi {0.x}'", "1:1: has a brace that is not part of a placeholder"),
        ("a: Hi alias}", "1:1: has a brace that is not part of a placeholder"),
        ("a: x\na: y", '2:1: "a" stands here already, in line 1'),
    ],
)
def test_messages_that_could_not_be_shown(tmp_path: Path, text: str, told: str) -> None:
    """Each fault is told with its place."""
    (words,) = _told(tmp_path, messages_en=text)
    assert words.startswith(f"messages.en.yaml:{told}")


@pytest.mark.parametrize(
    ("key", "most"),
    [
        ("button", 80),
        ("form_title", 45),
        ("field_label", 45),
        ("placeholder", 100),
        ("description", 100),
        ("title", 2000),
        ("button_help", 2000),
    ],
)
def test_texts_fit_their_place_in_discord(tmp_path: Path, key: str, most: int) -> None:
    """The last part of a key says how long a text may be; characters count, not bytes."""
    load(_folder(tmp_path, messages_en=f"a:\n  {key}: {'é' * most}\n"))
    (words,) = _told(tmp_path, messages_en=f"a:\n  {key}: {'é' * (most + 1)}\n")
    assert words == f"messages.en.yaml:2:3: has {most + 1} characters; at most {most} fit here"


@pytest.mark.parametrize(
    ("key", "most"),
    [
        *(("topic.loss", 100), ("language.en", 100), ("age.group.adult", 100)),
        *(("switches.images.name", 100), ("switches.images.does", 100), ("setup.as_set", 100)),
        *(("setup.at.words.name", 100), ("setup.kinds.private", 100), ("setup.pick.asks", 150)),
        *(("command.report_this.name", 32), ("command.ask.description", 100)),
    ],
)
def test_what_is_chosen_from_fits_its_list(tmp_path: Path, key: str, most: int) -> None:
    """One option that is too long takes the whole list with it, and the form or message around."""
    group, _, last = key.rpartition(".")
    text = "".join(f"{'  ' * n}{one}:\n" for n, one in enumerate(group.split(".")))
    text += f"{'  ' * len(group.split('.'))}{last}: "
    load(_folder(tmp_path, messages_en=f"{text}{'é' * most}\n"))
    (words,) = _told(tmp_path, messages_en=f"{text}{'é' * (most + 1)}\n")
    assert words.endswith(f": has {most + 1} characters; at most {most} fit here")


def test_a_list_holds_so_many(tmp_path: Path) -> None:
    """Topics may be added; Discord shows 25 in a list."""
    topics = [f"  {_letters(number)}: Topic {number}\n" for number in range(26)]
    load(_folder(tmp_path, messages_en="topic:\n" + "".join(topics[:25])))
    told = _told(tmp_path, messages_en="topic:\n" + "".join(topics))
    assert told == ["messages.en.yaml:1:1: has 26 texts to choose from; at most 25 fit into a list"]


def test_a_button_has_room_for_what_is_filled_in(tmp_path: Path) -> None:
    """For two long names; what is not known takes no room."""
    load(_folder(tmp_path, messages_en=f"a:\n  button: '{{alias}}{'x' * 39}{{other}}'\n"))
    told = _told(tmp_path, messages_en=f"a:\n  button: '{{alias}}{'x' * 40}'\n")
    assert told == ["messages.en.yaml:2:3: has 81 characters; at most 80 fit here"]


def test_both_forms_of_a_button_have_its_limit(tmp_path: Path) -> None:
    """A limit holds for each form."""
    text = f"a:\n  button:\n    one: x\n    other: {'x' * 81}\n"
    assert _told(tmp_path, messages_en=text)[0].startswith("messages.en.yaml:4:5: has 81 ")


def test_languages_are_in_step(tmp_path: Path) -> None:
    """A key too few, a key too many and another placeholder are told in the other language."""
    spanish = "ask:\n  preview:\n    title: Mira, {alais}\n    buton: P\n  waiting: ya\nbye: Adiós"
    assert _told(tmp_path, messages_es=spanish) == [
        'messages.es.yaml:2:3: "ask.preview.button" is missing, which the language "en" has',
        'messages.es.yaml:3:5: "ask.preview.title" must have {alias}, as in the language "en"',
        'messages.es.yaml:4:5: "ask.preview.buton" stands only here, not in the language "en"',
        'messages.es.yaml:5:3: "ask.waiting" must have {count} {since}, as in the language "en"',
    ]


def test_what_is_wrong_with_a_text_hides_no_other_fault(tmp_path: Path) -> None:
    """One that is too long and one that is missing are told in one go; of one text one fault. Where
    the first language has faults of its own, they come first."""
    spanish = SPANISH.replace("bye: Cuídate\n", "").replace("Publicar", "x" * 81)
    assert _told(tmp_path, messages_es=spanish) == [
        'messages.es.yaml:1:1: "bye" is missing, which the language "en" has',
        "messages.es.yaml:2:37: has 81 characters; at most 80 fit here",
    ]
    forms = SPANISH.replace("{one: 'desde {since}', other: '{count} desde {since}'}", "{few: x}")
    (words,) = _told(tmp_path, messages_es=forms)
    assert words.startswith("messages.es.yaml:4:3: must be text, or hold exactly the forms")
    english = MESSAGES.replace("Post", "x" * 81)
    told = _told(tmp_path, messages_en=english, messages_es=spanish)
    assert [words.split(": ")[0] for words in told] == [
        "messages.en.yaml:4:5",
        "messages.es.yaml:2:37",
    ]


def test_decks_are_in_step(tmp_path: Path) -> None:
    """Every language has the same themes, and in each the same ids."""
    spanish = "themes:\n" + _deck("hope", number=6).replace("hope-02", "hope-2") + _deck("calm")
    told = _told(tmp_path, encouragements_es=spanish)
    assert len(told) == 3 + 6 + 6
    for words in (
        '1:1: "rest" is missing, which the language "en" has',
        '4:5: "hope/hope-02" is missing, which the language "en" has',
        '6:9: "hope/hope-2" stands only here, not in the language "en"',
        '11:3: "calm" stands only here, not in the language "en"',
    ):
        assert f"encouragements.es.yaml:{words}" in told


def _edited(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (_edited("hope-02", "hope-01"), '6:10: "hope-01" stands here already'),
        (_edited("rest-02", "hope-03"), '14:10: "hope-03" stands here already'),
        (_edited("hope-02", "Hope 2"), "6:10: themes.hope.texts.1.id must consist of"),
        (_edited("be kind 2", "k" * 281), "6:23: themes.hope.texts.1.text must have at most 280 "),
        (_edited("be kind 2", "' '"), "6:23: themes.hope.texts.1.text must have at least 1 "),
        (_edited("be kind 2", "true"), "6:23: themes.hope.texts.1.text must be text; put it in"),
        (_edited("text: be kind 2", "txt: x"), '6:23: "txt" is not known here; did you mean "text'),
        (_edited("name: A hope", "nmae: A"), '3:5: "nmae" is not known here; did you mean "name"'),
        (_edited("themes", "decks"), '1:1: "decks" is not known here'),
        (lambda _: "themes:\n" + _deck("hope", number=4), "4:5: themes.hope.texts must have at le"),
        (lambda _: "themes: [a]", "1:1: themes must hold keys of its own"),
    ],
)
def test_decks_are_checked(tmp_path: Path, edit: Callable[[str], str], told: str) -> None:
    """Ids, lengths, numbers and keys of a deck are told with their places."""
    deck = edit("themes:\n" + _deck("hope") + _deck("rest"))
    file = "encouragements.en.yaml:"
    assert [one for one in _told(tmp_path, encouragements_en=deck) if one.startswith(file + told)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (_aliases(49), "1:1: aliases must have at least 50 entries"),
        (_aliases().replace("Riverab", "RIVERAA"), '3:5: "riveraa" stands here already'),
        (_aliases().replace("Riverab", "Two words"), "3:5: aliases.1 must be a single word"),
        (_aliases().replace("Riverab", "R1ver"), "3:5: aliases.1 must be a single word"),
        (_aliases().replace("Riverab", "R" * 21), "3:5: aliases.1 must be a single word"),
        (_aliases().replace("Riverab", "null"), "3:5: aliases.1 must be text; put it in quotes"),
        (_aliases() + "more: 1", '52:1: "more" is not known here'),
    ],
)
def test_aliases_are_checked(tmp_path: Path, text: str, told: str) -> None:
    """Enough single words, no two alike."""
    (words,) = _told(tmp_path, aliases_en=text)
    assert words.startswith(f"aliases.en.yaml:{told}")


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    """Each broken file is told, also those that are not YAML, misnamed or wholly absent."""
    told = _told(
        tmp_path,
        messages_en="a: [",
        encouragements_en="x: 1",
        aliases_en=_aliases(3),
        messages_EN="",
    )
    assert [words.split(":")[0] for words in told] == [
        "aliases.en.yaml",
        "encouragements.en.yaml",
        "encouragements.en.yaml",
        "messages.EN.yaml",
        "messages.en.yaml",
    ]


def test_the_default_language_must_be_there(tmp_path: Path) -> None:
    """An empty or absent folder says which files are missing."""
    with pytest.raises(FileFaults) as caught:
        load(tmp_path / "absent", "fr")
    assert [fault.file.removeprefix(f"{tmp_path}/absent/") for fault in caught.value.faults] == [
        "aliases.fr.yaml",
        "encouragements.fr.yaml",
        "messages.fr.yaml",
    ]


def test_the_shipped_prompts_load() -> None:
    """The texts that come with the bot have no fault and all ten themes."""
    if not list(shipped_prompts().glob("messages.*.yaml")):
        pytest.skip("the texts are not written yet")
    decks = load_shipped().decks("en")
    themes = "perspective support skills accountability relationships"
    assert set(decks) == set(f"{themes} barriers connection growth resilience culture".split())


def test_the_shipped_prompts_lie_beside_the_package() -> None:
    """In a source checkout the folder is the one at the top."""
    assert shipped_prompts() == Path(__file__).parent.parent / "prompts"

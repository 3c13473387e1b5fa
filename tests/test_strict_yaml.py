from pathlib import Path
from typing import Annotated

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from bot import strict_yaml
from bot.strict_yaml import Document, Fault, FileFaults, Value, checked, read
from tests.how_much import often


def _written(folder: Path, text: str | bytes) -> Path:
    path = folder / "file.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def _data(folder: Path, text: str) -> dict[str, Value]:
    return read(_written(folder, text)).data


def _faults(folder: Path, text: str | bytes) -> list[tuple[int, int, str]]:
    with pytest.raises(FileFaults) as caught:
        read(_written(folder, text))
    return [(one.line, one.column, one.words) for one in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[(word, word) for word in ("12:30", "no", "yes", "on", "off", "True", "NO", "y", "Null")],
        *[(word, word) for word in ("2024-01-01", "0o17", "0x1f", "007", "1_000", "1e3", ".5")],
        *[(word, word) for word in (".inf", ".nan", "=", "<<", "1.", "9" * 19)],
        *[('"12"', "12"), ("'true'", "true"), ('""', ""), ("|\n  a\n  b\n", "a\nb\n")],
        *[("true", True), ("false", False), ("null", None), ("~", None), ("", None)],
        *[("0", 0), ("12", 12), ("-3", -3), ("+3", 3), ("1.50", 1.5), ("-0.5", -0.5)],
        *[("[a, 1]", ["a", 1]), ("{a: 1}", {"a": 1}), ("[]", []), ("{}", {})],
    ],
)
def test_values_hold_no_surprises(tmp_path: Path, text: str, value: Value) -> None:
    """Only true and false are truth values, only plain digits are numbers, the rest is text."""
    found = _data(tmp_path, f"key: {text}\n")["key"]
    assert (found, type(found)) == (value, type(value))


def test_keys_are_always_text(tmp_path: Path) -> None:
    """A key is what is written, also where YAML would read something else."""
    assert _data(tmp_path, "on: 1\n12:30: 2\n1: 3\nnull: 4") == {
        "on": 1,
        "12:30": 2,
        "1": 3,
        "null": 4,
    }


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "\ufeff# mark\n"])
def test_an_empty_file_is_an_empty_mapping(tmp_path: Path, text: str) -> None:
    """A file without any key is allowed."""
    assert _data(tmp_path, text) == {}


def test_every_key_and_item_has_its_place(tmp_path: Path) -> None:
    """Places are those of keys and of list items, counted from 1 and in characters."""
    places = read(_written(tmp_path, "é: {b: 1}\nc:\n  - x\n  -   y: z\n")).places
    assert dict(places) == {
        ("é",): (1, 1),
        ("é", "b"): (1, 5),
        ("c",): (2, 1),
        ("c", 0): (3, 5),
        ("c", 1): (4, 7),
        ("c", 1, "y"): (4, 7),
    }


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: &x 1\nb: 2", 1, 4, "anchors"),
        ("a: *x", 1, 4, "aliases"),
        ("a: 1\n? *x\n: 1", 2, 3, "aliases"),
        ("a: !!python/object:os.system 1", 1, 4, "tags"),
        ("a: !env TOKEN", 1, 4, "tags"),
        ("!x a: 1", 1, 1, "tags"),
        ("a: 1\nb: 2\na: 3", 3, 1, '"a" stands here already, in line 1'),
        ("a:\n  b: 1\n  b: 2", 3, 3, '"b" stands here already, in line 2'),
        ("[a]: 1", 1, 1, "a key must be a single word"),
        ("a: 1\n---\nb: 2", 2, 1, "second document"),
        ("- a", 1, 1, '"key: value"'),
        ("just words", 1, 1, '"key: value"'),
        ("a: [1", 2, 1, "this is not YAML: look at quotes, colons and the spaces"),
        ("a:\n\t- b", 2, 1, "this is not YAML: a text that begins like this, or with a tab"),
        ("a: b: c", 1, 5, "this is not YAML: only one key stands in a line"),
        ("a: 'b\n", 2, 1, "this is not YAML: a quote that opens here or above is never closed"),
        ('a: "\\d"', 1, 5, "this is not YAML: a backslash in double quotes"),
        ("a: 1\nb\nc: 2", 3, 1, "this is not YAML: a colon is missing here or in the line above"),
        ("a: b\x00c", 1, 5, "control character"),
        ("a: 1\nb: \x1b", 2, 4, "control character"),
        (b"a: 1\nb: \xff", 2, 4, "not UTF-8"),
        ("a: " + "[" * 50 + "]" * 50, 1, 16, "levels deep"),
    ],
)
def test_what_is_not_allowed_is_told_with_its_place(
    tmp_path: Path, text: str | bytes, line: int, column: int, words: str
) -> None:
    """Each thing that could surprise is refused where it stands."""
    told = [fault for fault in _faults(tmp_path, text) if words in fault[2]]
    assert told[0][:2] == (line, column)


def test_all_faults_come_at_once_and_sorted(tmp_path: Path) -> None:
    """Nobody has to correct a file one fault at a time; a text has one line for each."""
    path = _written(tmp_path, "b: *x\na: &y 1\na: 2\nc: !t 3\nd: [")
    with pytest.raises(FileFaults) as caught:
        read(path)
    lines = str(caught.value).splitlines()
    assert [line.removeprefix(f"{path}:").split(":")[0] for line in lines[:4]] == list("1234")
    assert "not YAML" in lines[4]


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    """Nine lines that would grow to a billion items are read as nine lines."""
    rows = [f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 10)}]" for n in range(1, 10)]
    found = _faults(tmp_path, "k0: &k0 [x, x]\n" + "\n".join(rows))
    assert len(found) == 10 + 90


@pytest.mark.parametrize("text", ["[" * 200_000, "{a: " * 100_000, "- " * 100_000])
def test_deep_nesting_is_refused_before_it_costs_anything(tmp_path: Path, text: str) -> None:
    """The depth is capped while reading: no recursion runs out."""
    assert any("levels deep" in words for *_, words in _faults(tmp_path, "a:\n  " + text))


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    """A file over the cap is not even looked at."""
    found = _faults(tmp_path, "#" * (strict_yaml.MOST_BYTES + 1))
    assert found == [(0, 0, "the file is larger than 512 KiB")]


@pytest.mark.parametrize("name", ["absent.yaml", "."])
def test_a_file_that_cannot_be_read_is_a_fault_too(tmp_path: Path, name: str) -> None:
    """An absent file and a folder are told like any other fault, without a place."""
    with pytest.raises(FileFaults, match="cannot be read: ") as caught:
        read(tmp_path / name)
    assert str(caught.value).startswith(f"{tmp_path / name}: ")


def test_words_never_repeat_a_value(tmp_path: Path) -> None:
    """A secret in a wrong place stays there."""
    text = "a: &SECRET !SECRET *SECRET\nb: *SECRET\nc: 'SECRET' SECRET\n%SECRET"
    with pytest.raises(FileFaults) as caught:
        read(_written(tmp_path, text))
    assert "SECRET" not in str(caught.value)


@given(st.one_of(st.text(), st.text(alphabet="ab01:-?[]{}&*!|>'\"#%@` \n\t,.~<é😀")))
@settings(max_examples=often(300), deadline=None)
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever stands in a file, reading it ends in plain data or in FileFaults."""
    path = _written(tmp_path_factory.getbasetemp(), text.encode("utf-8", "replace"))
    try:
        assert isinstance(read(path).data, dict)
    except FileFaults as error:
        told = error.faults
        assert told
        assert all(fault.line and fault.column for fault in told)


plain = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20)
tree = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**17), 10**17), plain),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(plain, inner, max_size=4)),
    max_leaves=20,
)


@given(st.dictionaries(plain, tree, max_size=5))
@settings(max_examples=often(200), deadline=None)
def test_what_is_quoted_comes_back(
    tmp_path_factory: pytest.TempPathFactory, tree: dict[str, Value]
) -> None:
    """Data written with every text in quotes is read back exactly, each part with its place."""
    text = yaml.safe_dump(tree, default_style='"', allow_unicode=True)
    text = text.replace('!!null "null"', "null").replace('!!bool "', '"').replace('!!int "', '"')
    path = _written(tmp_path_factory.getbasetemp(), text)
    assert _as_text(read(path).data) == _as_text(tree)


def _as_text(value: Value) -> object:
    if isinstance(value, dict):
        return {key: _as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    return str(value).lower() if isinstance(value, bool | int) else value


@given(st.text(alphabet="ab1:-[]{}&*!'\" \n,~"))
@settings(max_examples=often(300), deadline=None)
def test_both_of_pyyamls_parsers_agree(text: str) -> None:
    """With and without libyaml a file means the same, and is refused alike."""
    assert _read_with(yaml.SafeLoader, text) == _read_with(yaml.CSafeLoader, text)


def _read_with(loader: type[yaml.SafeLoader | yaml.CSafeLoader], text: str) -> object:
    reading = strict_yaml._Reading("x", yaml.parse(text, Loader=loader))
    try:
        found = reading.document()
    except yaml.MarkedYAMLError:
        return "refused"
    return "refused" if reading.faults else (found, reading.places)


class _Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    colour: str
    sizes: list[Annotated[int, Field(strict=True)]] = []


class _Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = ""
    inner: _Inner | None = None
    rooms: dict[str, _Inner] = {}


def test_a_models_faults_are_plain_and_have_their_places(tmp_path: Path) -> None:
    """What pydantic finds is told with the place, the full key and a near word."""
    path = _written(tmp_path, "nmae: x\nname: 3\nrooms:\n  a:\n    coluor: x\n    sizes: [1, b]\n")
    with pytest.raises(FileFaults) as caught:
        checked(_Outer, read(path))
    assert str(caught.value).replace(f"{path}:", "").splitlines() == [
        '1:1: "nmae" is not known here; did you mean "name"?',
        "2:1: name must be text; put it in quotes",
        "4:3: rooms.a.colour is missing",
        '5:5: "coluor" is not known here; did you mean "colour"?',
        "6:16: rooms.a.sizes.1 must be a whole number",
    ]


def test_a_fault_without_a_place_is_told_at_the_nearest_one() -> None:
    """What is not written is told where it would stand."""
    document = Document("f", {}, {(): (1, 1), ("a",): (4, 1), ("b", "c"): (9, 3)})
    assert document.fault(("a", "x", "y"), "w") == Fault("f", 4, 1, "w")
    assert document.fault(("z",), "w") == Fault("f", 1, 1, "w")
    assert document.fault(("b", "d"), "w", ("b", "c")) == Fault("f", 9, 3, "w")

import ast
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from bot.config import Settings, load
from bot.setting_sections import AskSettings
from bot.strict_yaml import FileFaults, read
from bot.token import Token, read_token

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "config.example.yaml"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def _load(folder: Path, text: str) -> Settings:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def _told(folder: Path, text: str) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        _load(folder, text)
    return [str(fault).removeprefix(f"{folder}/config.yaml:") for fault in caught.value.faults]


def _fields(model: type[BaseModel], where: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, info in model.model_fields.items():
        yield (*where, name)
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from _fields(info.annotation, (*where, name))


def test_the_example_is_exactly_the_defaults() -> None:
    """Copying the example changes nothing."""
    assert load(EXAMPLE) == Settings().beside(EXAMPLE.parent)


def test_the_example_names_every_setting_and_explains_it() -> None:
    """Every field of every section stands in the example, right below a comment."""
    places = read(EXAMPLE).places
    assert {where for where in places if isinstance(where[-1], str)} == set(_fields(Settings))
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    bare = [where for where in _fields(Settings) if "# " not in lines[places[where][0] - 2]]
    assert bare == []


def test_the_products_defaults() -> None:
    """The numbers that the product promises."""
    settings = Settings()
    asks, offers, listeners = settings.asks, settings.offers, settings.listeners
    assert (offers.first_people, offers.next_people, offers.people_at_most) == (3, 3, 12)
    assert (offers.more_people_every, offers.people_at_most_within) == (1.5 * MINUTE, 10 * MINUTE)
    assert (offers.off_duty_people, offers.off_duty_after) == (5, 10 * MINUTE)
    assert offers.moderators_told_after == 15 * MINUTE
    assert (offers.silent_nudged_after, offers.silent_taken_back_after) == (3 * MINUTE, 7 * MINUTE)
    assert (asks.still_wanted_after, asks.expires_after) == (3 * HOUR, 24 * HOUR)
    assert (asks.open_at_once, asks.per_day, asks.draft_lives) == (1, 3, 30 * MINUTE)
    assert (asks.same_listener_for, offers.same_listener_first) == (14 * DAY, 15 * MINUTE)
    assert (asks.text_at_most, asks.what_would_help_at_most) == (1500, 500)
    assert (listeners.conversations_at_once, listeners.conversations_per_day) == (1, 3)
    assert listeners.conversations_per_month == 20
    assert (offers.silent_after, offers.one_open_offer_for) == (2 * MINUTE, 5 * MINUTE)
    assert (listeners.offers_per_day, listeners.offers_per_day_off_duty) == (8, 2)
    assert (listeners.heavy_per_week, listeners.rest_after_heavy) == (2, 12 * HOUR)
    assert (listeners.quiet_from, listeners.quiet_until) == (time(22), time(8))
    assert listeners.duty_choices == (1 * HOUR, 2 * HOUR, 4 * HOUR)


def test_the_products_defaults_for_safety() -> None:
    """The numbers that keep people safe, and what is kept for how long."""
    settings = Settings()
    talk, kept, small = settings.conversations, settings.retention, settings.small_servers
    assert (talk.idle_warning_after, talk.idle_close_after) == (12 * HOUR, DAY)
    assert talk.kept_open_at_most == 3 * DAY
    assert (small.members_below, small.listeners_below) == (50, 5)
    assert small.random_delay_at_least == 10 * MINUTE
    assert small.random_delay_at_most == 30 * MINUTE
    assert (kept.ask_text_after_closing, kept.closed_metadata) == (HOUR, 7 * DAY)
    assert kept.ask_text_after_expiring == 12 * HOUR
    limits, talks = settings.limits, settings.conversations
    assert (settings.asks.drafts_at_once, settings.reports.per_day) == (5, 5)
    assert (talks.messages_per_minute, settings.listeners.joins_per_day) == (120, 3)
    assert (limits.wait_longer_by, limits.wait_longer_at_most) == (5 * MINUTE, 12 * HOUR)
    assert limits.forgotten_after == 6 * HOUR
    assert settings.community.numbers_from_people == 5
    send = settings.delivery
    assert (send.messages_per_second, send.nonce_window) == (48, 2 * MINUTE)
    assert (send.closed_dms_retried_every, send.undelivered_kept) == (HOUR, 3 * DAY)
    assert send.passing_faults_for == 6 * HOUR


@pytest.mark.parametrize("name", list(Settings().retention.model_dump()))
def test_every_time_that_something_is_kept_is_read(name: str) -> None:
    """A setting that nothing reads promises what does not happen."""
    read = {
        node.attr
        for file in (ROOT / "bot" / "services").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute)
    }
    assert name in read


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        *(("asks", "per_day", 0), ("asks", "drafts_at_once", 0), ("asks", "drafts_at_once", 21)),
        *(
            ("reports", "per_day", 0),
            ("listeners", "conversations_per_day", 0),
            ("listeners", "conversations_per_month", 0),
        ),
        *(("listeners", "joins_per_day", 0), ("conversations", "messages_per_minute", 4)),
        *(("limits", "wait_longer_by", 0), ("limits", "wait_longer_by", "13 h")),
        *(("limits", "wait_longer_at_most", "25 h"), ("limits", "forgotten_after", "31 days")),
    ],
)
def test_a_limit_has_bounds(section: str, name: str, value: object) -> None:
    """None shuts people out, and none becomes without end."""
    with pytest.raises(ValidationError):
        Settings.model_validate({section: {name: value}})


@pytest.mark.parametrize("text", ["", "asks:\n", "asks: {}\ndiscord: null\n"])
def test_what_is_absent_or_empty_means_the_defaults(tmp_path: Path, text: str) -> None:
    """An empty file and an empty section are fine."""
    assert _load(tmp_path, text) == Settings().beside(tmp_path)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        *[("5", 5), ("0.25", 0.25), ("5 s", 5), ("90s", 90), ("90 sec", 90), ('"7"', 7)],
        *[("2 min", 120), ("2 mins", 120), ("1h", 3600), ("3 hours", 10800), ("1.5 h", 5400)],
        *[("1 day", 86400), ("7 days", 604800)],
    ],
)
def test_lengths_of_time(tmp_path: Path, written: str, seconds: float) -> None:
    """A plain number is seconds; units are the usual ones."""
    found = _load(
        tmp_path,
        f"retention: {{closed_metadata: {written}, ask_text_after_closing: 0.1,"
        " ask_text_after_expiring: 0.1}",
    )
    assert found.retention.closed_metadata == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "written",
    ["0", "-5", "soon", "5 m", "3 months", "h", "true", "[1]", "1 h 30 min", "null", "٣ h"],
)
def test_what_is_not_a_length_of_time(tmp_path: Path, written: str) -> None:
    """Anything else is told, with examples or with the bounds."""
    (words,) = _told(tmp_path, f"asks:\n  draft_lives: {written}")
    assert words.startswith("2:3: asks.draft_lives must be ")
    assert 'such as "90 s"' in words or "longer than nothing and at most 24 h" in words


@given(st.timedeltas(timedelta(milliseconds=1), timedelta(hours=24)))
def test_lengths_of_time_are_taken_as_they_are(length: timedelta) -> None:
    """Code may give a timedelta; it is not changed."""
    assert AskSettings(draft_lives=length).draft_lives == length


def test_every_fault_comes_at_once_in_plain_words(tmp_path: Path) -> None:
    """One run tells an operator everything, with the place and the nearest right key."""
    text = """\
logging: {level: loud}
ask:
  per_day: 3
asks:
  per_dya: 3
  open_at_once: 0
  text_at_most: 9000
  draft_lives: a while
listeners:
  quiet_from: 25:00
  duty_choices: [2 h, 1 h]
offers: soon
storage:
  database: 3
delivery: {messages_per_second: 48.0}
prompts: {language: English}
"""
    assert _told(tmp_path, text) == [
        "1:11: logging.level must be one of: 'debug', 'info', 'warning' or 'error'",
        '2:1: "ask" is not known here; did you mean "asks"?',
        '5:3: "per_dya" is not known here; did you mean "per_day"?',
        "6:3: asks.open_at_once must be at least 1",
        "7:3: asks.text_at_most must be at most 1500",
        "8:3: asks.draft_lives must be a length of time, "
        'such as "90 s", "2 min", "3 h" or "7 days"',
        '10:3: listeners.quiet_from must be a time of day, such as "22:00"',
        "11:3: listeners.duty_choices must go from short to long, each once",
        "12:1: offers must hold keys of its own",
        "14:3: storage.database must be the path of a file, or begin with postgresql://",
        "15:12: delivery.messages_per_second must be a whole number",
        '16:11: prompts.language must be a language such as "en" or "pt-BR"',
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "asks: {expires_after: 4 h,\n still_wanted_after: 5 h}",
            "1:8: asks.expires_after must be longer than still_wanted_after",
        ),
        (
            "asks:\n  still_wanted_after: 24 h",
            "2:3: asks.expires_after must be longer than still_wanted_after",
        ),
        (
            "conversations:\n  idle_warning_after: 2 h\n  idle_close_after: 2 h",
            "3:3: conversations.idle_close_after must be longer than idle_warning_after",
        ),
        (
            "offers:\n  next_people: 13",
            "2:3: offers.people_at_most must not be less than next_people",
        ),
        (
            "delivery:\n  retry_first_after: 2 min",
            "2:3: delivery.retry_at_most_every must be longer than retry_first_after",
        ),
    ],
)
def test_what_contradicts_itself_is_told_where_it_was_written(
    tmp_path: Path, text: str, told: str
) -> None:
    """The later of two keys is named; its place is its own or, if absent, that of the other."""
    assert _told(tmp_path, text) == [told]


def test_paths_are_taken_from_the_files_own_folder(tmp_path: Path) -> None:
    """Where the process was started does not matter."""
    settings = _load(
        tmp_path,
        "storage: {database: a/b, key_file: /k}\nprompts: {folder: w}\ndiscord: {token_file: t}",
    )
    assert settings.storage.database == tmp_path / "a/b"
    assert settings.storage.key_file == Path("/k")
    assert settings.prompts.folder == tmp_path / "w"
    assert settings.discord.token_file == tmp_path / "t"


@pytest.mark.parametrize(
    "url",
    [
        "https://discord.com/api/v10",
        "https://example.org:8443/api/v10",
        "http://127.0.0.1:8080/api/v10",
        "http://[::1]:8080/api/v10",
        "http://localhost:1/api/v10",
    ],
)
def test_other_discord_compatible_servers(tmp_path: Path, url: str) -> None:
    """Any https address will do, and plain http on this machine; a last slash is dropped."""
    assert _load(tmp_path, f"discord: {{api_url: '{url}/'}}").discord.api_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://discord.com/api/v10",
        "http://127.0.0.1.example.org/api",
        "http://localhost.example.org/api",
        "http://127.0.0.1@example.org/api",
        "http://127.0.0.1\\@example.org/api",
        "http://0.0.0.0/api",
        "http://192.168.0.1/api",
        "http://0x7f.1/api",
        "https://name:word@example.org/api",
        "https://example.org:port/api",
        "https://example.org/api?x=1",
        "https://example.org /api",
        "https:///api",
        "https://[::1/api",
        "wss://example.org",
        "discord.com",
        "",
    ],
)
def test_addresses_that_would_send_the_token_in_the_open(tmp_path: Path, url: str) -> None:
    """No trick with an address gets plain http to another machine; the address is not repeated."""
    (words,) = _told(tmp_path, f"discord:\n  api_url: '{url}'")
    assert words.startswith("2:3: discord.api_url must start with https://") or words.endswith(
        "a plain address that starts with https://"
    )


@pytest.mark.parametrize("where", ["token", "discord: {token", "discord: {bot_token", "BOT-TOKEN"])
def test_a_token_in_the_file_is_refused_and_not_repeated(tmp_path: Path, where: str) -> None:
    """The fault says where a token belongs, and shows nothing of it."""
    (words,) = _told(tmp_path, f"{where}: SECRET{'}' if '{' in where else ''}")
    assert "DISCORD_TOKEN" in words
    assert "SECRET" not in words


def test_settings_cannot_be_changed() -> None:
    """Settings are frozen, and so is each section."""
    with pytest.raises(ValidationError):
        Settings().asks.per_day = 9  # type: ignore[misc]


def _with_token_file(folder: Path, content: str, mode: int = 0o600) -> Settings:
    path = folder / "my token"
    path.write_text(content, encoding="utf-8")
    path.chmod(mode)
    return _load(folder, "discord: {token_file: my token}")


def test_the_token_comes_from_the_environment_first(tmp_path: Path) -> None:
    """DISCORD_TOKEN wins; an empty one counts as absent; white space around it is dropped."""
    settings = _with_token_file(tmp_path, "from.file\n")
    assert read_token(settings, {"DISCORD_TOKEN": " from.environ\n"}).reveal() == "from.environ"
    assert read_token(settings, {"DISCORD_TOKEN": " "}).reveal() == "from.file"
    assert read_token(settings, {}).reveal() == "from.file"


def test_no_token_at_all() -> None:
    """It says what to do."""
    with pytest.raises(FileFaults, match=r"^DISCORD_TOKEN: no token: .*discord\.token_file"):
        read_token(Settings(), {})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("key_file: x", '1:1: "key_file" is not known here; did you mean "storage.key_file"?'),
        (
            "asks:\n  numbers_from_peple: 5",
            '2:3: "numbers_from_peple" is not known here; did you mean'
            ' "community.numbers_from_people"?',
        ),
        ("asks:\n  wave_size: 5", '2:3: "wave_size" is not known here'),
    ],
)
def test_a_setting_of_another_section_is_found(tmp_path: Path, text: str, told: str) -> None:
    """Settings move from version to version; what is near nothing is told without a guess."""
    assert _told(tmp_path, text) == [told]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o602])
def test_a_token_file_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    """The fault holds the very command that helps, and nothing of the token."""
    settings = _with_token_file(tmp_path, "SECRET", mode)
    with pytest.raises(FileFaults) as caught:
        read_token(settings, {})
    assert str(caught.value).endswith(f"run: chmod 600 '{tmp_path}/my token'")
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "does not hold a token"),
        (" \n", "does not hold a token"),
        ("SECRETÿ", "does not hold a token"),
        ("S" * 999, "does not hold a token"),
        ("SECRET and more", "a space stands inside the token, after 6 characters"),
        ("SECRET\nmore", "a line break stands inside the token, after 6 characters"),
        ("'SECRET\r\nmore'", "a line break stands inside the token, after 6 characters"),
    ],
)
def test_what_cannot_be_a_token_is_refused(tmp_path: Path, content: str, told: str) -> None:
    """A header can hold one plain word; the fault says which other thing stands there, and does
    not repeat it."""
    settings = _with_token_file(tmp_path, content)
    with pytest.raises(FileFaults, match=told) as caught:
        read_token(settings, {})
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "left_out"),
    [
        ("SECRET", ()),
        ("\ufeff SECRET\r\n", ()),
        ('"SECRET"\n', ("quotes around it",)),
        ("<SECRET>", ("quotes around it",)),
        ("bot  SECRET", ('"bot" in front of it',)),
        (" 'Bot SECRET' ", ("quotes around it", '"Bot" in front of it')),
        ('DISCORD_TOKEN="SECRET"', ('"DISCORD_TOKEN=" in front of it', "quotes around it")),
        ("Authorization: Bot SECRET", ('"Authorization:" in front of it', '"Bot" in front of it')),
    ],
)
def test_what_is_around_a_token_is_left_out(
    tmp_path: Path, given: str, left_out: tuple[str, ...]
) -> None:
    """What people copy with it; it says what that was."""
    token = read_token(_with_token_file(tmp_path, given), {})
    assert (token.reveal(), token.left_out) == ("SECRET", left_out)


@pytest.mark.parametrize(
    ("token", "whose"),
    [
        ("MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong1.secret", 123456789012345678),
        ("MTIzNDU2Nzg5MDEyMzQ1Njc4", 123456789012345678),
        ("a.good.token", None),
        ("*.x.y", None),
        ("c2VjcmV0IHdvcmRz.x.y", None),
    ],
)
def test_a_token_says_whose_it_is(token: str, whose: int | None) -> None:
    """Its first part is the application's id."""
    assert Token(token).application_id() == whose


def test_a_token_in_place_of_its_files_name_is_not_repeated(tmp_path: Path) -> None:
    """Somebody may paste the token itself as token_file."""
    settings = _load(tmp_path, "discord: {token_file: SECRET.abc.def}")
    with pytest.raises(FileFaults, match="No such file") as caught:
        read_token(settings, {})
    assert "SECRET" not in str(caught.value)


def test_a_token_never_shows_itself() -> None:
    """Neither printing nor formatting nor an error shows it."""
    token = Token("SECRET")
    assert "SECRET" not in f"{token} {token!r} {[token]} {vars(type(token))}"
    assert token.reveal() == "SECRET"

"""A file of settings that was written for an earlier version says what to change in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import Settings, load
from bot.earlier_settings import GONE, RENAMED
from bot.strict_yaml import FileFaults

EVER = {
    "discord": """
        api_url token_file
    """,
    "storage": """
        database key_file
    """,
    "prompts": """
        folder language
    """,
    "logging": """
        level format
    """,
    "metrics": """
        port
    """,
    "asks": """
        text_at_least text_at_most what_would_help_at_most draft_lives
        still_wanted_after expires_after open_at_once per_day kept_longer_for
        same_listener_for drafts_at_once
    """,
    "offers": """
        first_people next_people more_people_every people_at_most people_at_most_within
        off_duty_people off_duty_after moderators_told_after silent_nudged_after
        silent_taken_back_after ignored_after same_listener_first silent_after
        one_open_offer_for question_open_for
    """,
    "conversations": """
        idle_warning_after idle_close_after kept_open_at_most contact_details
        asker_asked_after listener_back_within text_held_for members_looked_at_every
        departure_told_after_at_least departure_told_after_at_most message_ids_kept
        messages_per_minute
    """,
    "listeners": """
        conversations_at_once conversations_per_day offers_per_day_off_duty
        offers_per_day heavy_per_week rest_after_heavy quiet_from quiet_until
        duty_choices ignored_in_a_row joins_per_day conversations_per_month
    """,
    "small_servers": """
        members_below listeners_below random_delay_at_least random_delay_at_most
    """,
    "retention": """
        ask_text_after_closing closed_metadata reports bans_reviewed_after audit
        known_servers stopped_schedules shown_encouragements resting_goals
        ask_text_after_expiring help_country moderation age_statements suggestions
    """,
    "encouragements": """
        late_by_at_most stopped_after_undelivered_days
    """,
    "community": """
        numbers_from_people
    """,
    "delivery": """
        messages_per_second nonce_window retry_first_after retry_at_most_every
        closed_dms_retried_every undelivered_kept passing_faults_for
    """,
    "panel": """
        looked_for_every
    """,
    "servers": """
        kept_for
    """,
    "backup": """
        folder daily_at zone keep
    """,
    "reports": """
        per_day
    """,
    "limits": """
        wait_longer_by wait_longer_at_most forgotten_after
    """,
    "suggestions": """
        waiting_at_most per_day
    """,
    "open_asks": """
        per_day told_every
    """,
}
"""Every setting that ever stood in config.example.yaml, by its section. A new one is added here,
and none is taken away: somebody's file has it."""


def ever() -> Iterator[tuple[str, str]]:
    """The section and the name of each."""
    return ((section, name) for section, names in EVER.items() for name in names.split())


def known() -> set[tuple[str, str]]:
    """Those of this version."""
    sections = Settings().model_dump().items()
    return {(section, name) for section, within in sections for name in within}


def test_every_setting_of_this_version_is_remembered() -> None:
    """So that one which goes later is missed here."""
    assert known() <= set(ever())


def test_every_setting_that_is_no_more_says_what_became_of_it(tmp_path: Path) -> None:
    """What it is called now, which is known, or how it is without it; and where it stands."""
    path = tmp_path / "config.yaml"
    gone = {one for one in ever() if one not in known()}
    assert {f"{section}.{name}" for section, name in gone} == RENAMED.keys() | GONE.keys()
    for section, name in sorted(gone):
        path.write_text(f"{section}:\n  {name}: 30 days\n")
        with pytest.raises(FileFaults) as caught:
            load(path)
        (fault,) = caught.value.faults
        whole = f"{section}.{name}"
        new = f'is called "{RENAMED.get(whole)}" in this version'
        old = f"is no setting any more: {GONE.get(whole)}; take this line out"
        assert str(fault) == f'{path}:2:3: "{name}" {new if whole in RENAMED else old}'


def test_what_a_setting_is_called_now_is_known() -> None:
    """And says as much as it did."""
    assert {tuple(new.split(".")) for new in RENAMED.values()} <= known()

"""What can be answered to what a listener can share, in their own words: the tree is in errors.py.

SupportError
├── SettingsRefused
│   ├── TooManySkills       more of them than fit
│   ├── SkillNamesSomebody  there is a mention in one, or an address
│   ├── SkillIsLink         there is a link in one
│   └── NoWordInSkill       one has signs alone
└── WordsRefused
    └── TooManyWords
        └── SkillTooLong    one is longer than fits
"""

from bot.domain.form_errors import SettingsRefused, TooManyWords


class TooManySkills(SettingsRefused):
    """More of them than fit. Value: `most`."""

    prompt = "error.too_many_skills"


class SkillNamesSomebody(SettingsRefused):
    """Somebody or something is mentioned in one, or it is an address."""

    prompt = "error.skill_names_somebody"


class SkillIsLink(SettingsRefused):
    """One is, or holds, a link or an invitation."""

    prompt = "error.skill_is_link"


class NoWordInSkill(SettingsRefused):
    """There is no letter and no digit in one."""

    prompt = "error.no_word_in_skill"


class SkillTooLong(TooManyWords):
    """One is longer than fits. Values as of TooManyWords."""

    prompt = "error.skill_too_long"

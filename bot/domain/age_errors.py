"""What is answered where an age is in question.

SupportError
├── AgesNotChosen       the server has not chosen who may ask and listen
├── AgeNotStated        somebody has not said yet how old they are
├── AdultNotTicked      the box that says so was not ticked
├── TooYoung            they are younger than those who may
├── AgeStatedLately     they said less a short while ago
├── AgeByRole           nobody says it where roles tell
└── AgeRolesUnclear     two roles are needed, and neither that of everybody
"""

from bot.domain.ages import Age
from bot.domain.errors import SupportError
from bot.domain.ids import GuildId


class AgesNotChosen(SupportError):
    """The server has not chosen who may ask and listen: nothing new begins, and all that is open
    goes on."""

    prompt = "error.ages_not_chosen"
    ways_on = ("helplines",)
    of_managers = ("setup",)


class AgeNotStated(SupportError):
    """Somebody has not said yet how old they are; `offered` is what they may say, in `guild`."""

    prompt = "error.age_not_stated"
    ways_on = ("helplines",)

    def __init__(self, guild: GuildId, offered: tuple[Age, ...]) -> None:
        super().__init__()
        self.guild = guild
        self.offered = offered


class AdultNotTicked(SupportError):
    """A form was sent off without the tick that says that its author is 18 or older."""

    prompt = "error.adult_not_ticked"
    mendable = True
    ways_on = ("helplines",)


class TooYoung(SupportError):
    """They said that they are younger than those who may ask and listen in this server. Value:
    `when`, from when on they may say something else."""

    prompt = "error.too_young"
    ways_on = ("helplines",)


class AgeStatedLately(SupportError):
    """They said it less than a day ago. Value: `when`, from when on they may say something else."""

    prompt = "error.age_stated_lately"
    ways_on = ("helplines",)


class AgeByRole(SupportError):
    """This server tells its groups apart by role: nobody says it themselves."""

    prompt = "error.age_by_role"


class AgeRolesUnclear(SupportError):
    """Two roles that tell groups apart must be two, and neither the one that everybody has."""

    prompt = "error.age_roles_unclear"
    mendable = True

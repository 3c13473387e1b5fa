"""What a server switches on, at a step of /setup."""

from bot.domain.guilds import Feature
from bot.domain.setting_up import OTHERS
from bot.local_discord import Permissions
from tests.journeys.guided import Guided
from tests.journeys.stage import Stage


def name(stage: Stage, feature: Feature) -> str:
    """What people call it."""
    return stage.words(f"switches.{feature}.name")


async def at_more(stage: Stage) -> Guided:
    """The step at which it is chosen."""
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.go_to("more")
    return guided


def preselected(guided: Guided) -> list[str]:
    """What the menu starts with."""
    (menu,) = guided.message.selects
    return [option["value"] for option in menu.raw["options"] if option.get("default")]


async def test_everything_is_off_and_explained_at_first(stage: Stage) -> None:
    """The menu names each in plain words, and chooses none."""
    guided = await at_more(stage)
    assert preselected(guided) == []
    (menu,) = guided.message.selects
    described = {option["value"]: option["description"] for option in menu.raw["options"]}
    assert described == {one: stage.words(f"switches.{one}.does") for one in OTHERS}


async def test_what_is_on_stands_there_and_can_be_switched_off_again(stage: Stage) -> None:
    """Also after a restart; what was set up stays as it was; an empty choice is a choice."""
    guided = await at_more(stage)
    chosen = (Feature.COMMUNITY, Feature.PARTNERS)
    await guided.pick("more", *(name(stage, one) for one in chosen))
    await guided.finish()
    for feature in OTHERS:
        assert (name(stage, feature) in guided.text) == (feature in chosen)
    await stage.restart()
    guided = await at_more(stage)
    assert preselected(guided) == ["partners", "community"]
    await guided.pick("more")
    await guided.finish()
    assert preselected(await at_more(stage)) == []
    assert "Somebody here would like an ear" in (await stage.ask()).text


async def test_somebody_who_may_no_longer_manage_changes_nothing(stage: Stage) -> None:
    """The menu stays where it was; the permission does not."""
    managers = stage.guild.add_role("Managers", permissions=Permissions.MANAGE_GUILD)
    stage.guild.set_roles(stage.other, [managers, stage.moderators])
    guided = await Guided.opened(stage.other, stage.staff)
    await guided.go_to("more")
    stage.guild.set_roles(stage.other, [stage.moderators])
    says = stage.words("setup.pick.more")
    chosen = [name(stage, Feature.PARTNERS)]
    refused = (await stage.other.choose(guided.message, says, chosen)).message
    assert refused is not None
    assert refused.text == stage.words("error.not_allowed")
    assert preselected(await at_more(stage)) == []

"""What a server switches on, below the answer to /setup."""

from bot.domain.guilds import Feature
from bot.local_discord import Form, Message, Permissions, Person
from tests.journeys.stage import Stage

BUTTON = "What is switched on"
FIELD = "What would you like to switch on?"


def name(stage: Stage, feature: Feature) -> str:
    """What people call it."""
    return stage.words(f"switches.{feature}.name")


async def opened(person: Person, below: Message) -> Form:
    """The form behind the button."""
    form = (await person.press(below, BUTTON)).form
    assert form is not None
    return form


async def switch(stage: Stage, below: Message, *features: Feature) -> Message:
    """Fill the form in as the admin; the answer."""
    chosen = [name(stage, feature) for feature in features]
    form = await opened(stage.admin, below)
    shown = (await stage.admin.submit(form, {FIELD: chosen})).message
    assert shown is not None
    return shown


def preselected(form: Form) -> list[str]:
    """What the form starts with."""
    return [option["value"] for option in form.fields[0].options if option.get("default")]


async def manager(stage: Stage) -> tuple[Person, Message]:
    """Somebody who may manage the server, and what /setup answered them."""
    managers = stage.guild.add_role("Managers", permissions=Permissions.MANAGE_GUILD)
    stage.guild.set_roles(stage.other, [managers, stage.moderators])
    return stage.other, await stage.set_up(by=stage.other)


async def test_everything_is_off_and_explained_at_first(bare_stage: Stage) -> None:
    """The form names each in plain words, and chooses none."""
    form = await opened(bare_stage.admin, await bare_stage.set_up())
    assert preselected(form) == []
    described = {option["value"]: option["description"] for option in form.fields[0].options}
    assert described == {
        feature: bare_stage.words(f"switches.{feature}.does") for feature in Feature
    }


async def test_the_answer_lists_what_is_on(bare_stage: Stage) -> None:
    """Each with what it does, and nothing else."""
    setup = await bare_stage.set_up()
    shown = await switch(bare_stage, setup, Feature.COMMUNITY, Feature.PARTNERS)
    assert shown.ephemeral
    for feature in Feature:
        is_on = feature in (Feature.COMMUNITY, Feature.PARTNERS)
        assert (name(bare_stage, feature) in shown.text) == is_on


async def test_the_form_starts_from_what_is_on(bare_stage: Stage) -> None:
    """Also from the button below the answer, and after a restart."""
    shown = await switch(bare_stage, await bare_stage.set_up(), Feature.REFLECTION)
    assert preselected(await opened(bare_stage.admin, shown)) == ["reflection"]
    await bare_stage.restart()
    assert preselected(await opened(bare_stage.admin, shown)) == ["reflection"]


async def test_everything_can_be_switched_off_again(bare_stage: Stage) -> None:
    """An empty choice is a choice."""
    setup = await bare_stage.set_up()
    await switch(bare_stage, setup, *Feature)
    shown = await switch(bare_stage, setup)
    spoken = bare_stage.words("switches.spoken", language="English")
    assert shown.text == f"{bare_stage.words('switches.nothing_on')}\n{spoken}"
    assert preselected(await opened(bare_stage.admin, setup)) == []


async def test_submitting_twice_is_the_same_as_once(bare_stage: Stage) -> None:
    """Two forms open at once: the one that is submitted last holds."""
    setup = await bare_stage.set_up()
    first, second = [await opened(bare_stage.admin, setup) for _ in range(2)]
    for form, feature in ((first, Feature.PARTNERS), (second, Feature.COMMUNITY)):
        await bare_stage.admin.submit(form, {FIELD: [name(bare_stage, feature)]})
    assert preselected(await opened(bare_stage.admin, setup)) == ["community"]


async def test_setting_up_again_keeps_it(bare_stage: Stage) -> None:
    """The form of /setup is about other things."""
    await switch(bare_stage, await bare_stage.set_up(), Feature.REFLECTION)
    again = await bare_stage.set_up(open_asks=True)
    assert preselected(await opened(bare_stage.admin, again)) == ["reflection"]


async def test_switching_keeps_what_was_set_up(bare_stage: Stage) -> None:
    """The next ask goes where it went before."""
    await switch(bare_stage, await bare_stage.set_up(), Feature.REFLECTION)
    assert "Somebody here would like an ear" in (await bare_stage.ask()).text


async def test_somebody_who_may_no_longer_manage_cannot_open_it(stage: Stage) -> None:
    """The button stays where it was; the permission does not."""
    person, shown = await manager(stage)
    stage.guild.set_roles(person, [stage.moderators])
    refused = (await person.press(shown, BUTTON)).message
    assert refused is not None
    assert refused.text == stage.words("error.not_allowed")


async def test_somebody_who_may_no_longer_manage_cannot_submit_it(stage: Stage) -> None:
    """Permission is checked again when the form comes in, and nothing changes."""
    person, shown = await manager(stage)
    form = await opened(person, shown)
    stage.guild.set_roles(person, [stage.moderators])
    refused = (await person.submit(form, {FIELD: [name(stage, Feature.PARTNERS)]})).message
    assert refused is not None
    assert refused.text == stage.words("error.not_allowed")
    assert preselected(await opened(stage.admin, await stage.set_up())) == []


async def test_the_button_stands_there_while_something_has_to_be_mended(bare_stage: Stage) -> None:
    """Beside the one to check again."""
    bare_stage.asks.set_overwrite("bot", deny=Permissions.SEND_MESSAGES)
    shown = await bare_stage.set_up()
    labels = [button.label for button in shown.buttons]
    assert labels[0] == "Check again"
    assert BUTTON in labels

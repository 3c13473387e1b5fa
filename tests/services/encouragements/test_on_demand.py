import pytest

from bot.domain.errors import OutOfDate
from bot.domain.limit_errors import KeepsTooMany
from bot.services.encouragements import on_demand, personal_schedule
from tests.services.scene import ASKER, OTHER, THEMES, Scene, decks_in

EVERY = {one.id for deck in decks_in("en").values() for one in deck.texts}


async def test_every_text_comes_once_before_any_comes_again(scene: Scene) -> None:
    """For each person by themselves, also after a restart."""
    for round_ in range(3):
        seen = [(await on_demand.show(scene.ctx, ASKER)).id for _ in range(len(EVERY) // 2)]
        await scene.restart()
        seen += [(await on_demand.show(scene.ctx, ASKER)).id for _ in range(len(EVERY) // 2)]
        assert sorted(seen) == sorted(EVERY), round_
    assert (await on_demand.show(scene.ctx, OTHER)).id in EVERY


@pytest.mark.parametrize("theme", THEMES)
async def test_a_theme_is_kept_to(scene: Scene, theme: str) -> None:
    """Its texts come, with its name."""
    deck = decks_in("en")[theme]
    shown = [await on_demand.show(scene.ctx, ASKER, theme) for _ in deck.texts]
    assert {one.id for one in shown} == {one.id for one in deck.texts}
    assert {one.theme for one in shown} == {deck.name}


async def test_texts_come_in_the_language_of_ones_schedule(scene: Scene) -> None:
    """Without one, in the language of everybody."""
    assert (await on_demand.show(scene.ctx, ASKER)).text.startswith("en ")
    await personal_schedule.save(
        scene.ctx, ASKER, at="8:00", zone="UTC", weekdays=[0], themes=[], language="es"
    )
    assert (await on_demand.show(scene.ctx, ASKER)).text.startswith("es ")


async def test_a_kept_text_is_there_until_it_is_let_go(scene: Scene) -> None:
    """Pressed twice it is kept once; nobody else has it."""
    for text in ("support-1", "growth-2", "support-1"):
        await on_demand.keep(scene.ctx, ASKER, text)
    assert {one.id for one in await on_demand.kept(scene.ctx, ASKER)} == {"support-1", "growth-2"}
    assert not await on_demand.kept(scene.ctx, OTHER)
    left = await on_demand.let_go(scene.ctx, ASKER, "support-1")
    assert [one.text for one in left] == ["en growth 2"]


async def test_who_keeps_something_is_not_forgotten(scene: Scene) -> None:
    """Until they let go of it."""
    await on_demand.keep(scene.ctx, ASKER, "support-1")
    await scene.tick()
    assert await on_demand.kept(scene.ctx, ASKER)
    people = await scene.count("person")
    await on_demand.let_go(scene.ctx, ASKER, "support-1")
    await scene.tick()
    assert await scene.count("person") == people - 1


async def test_what_is_not_in_the_decks_cannot_be_kept(scene: Scene) -> None:
    """A button of long ago, of a text that an operator took out."""
    with pytest.raises(OutOfDate):
        await on_demand.keep(scene.ctx, ASKER, "support-99")


async def test_only_so_many_can_be_kept(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then one reads that it is full, and nothing is lost; one that is kept already still is."""
    monkeypatch.setattr(on_demand, "KEPT_AT_MOST", 2)
    for text in ("support-1", "support-2"):
        await on_demand.keep(scene.ctx, ASKER, text)
    with pytest.raises(KeepsTooMany):
        await on_demand.keep(scene.ctx, ASKER, "support-3")
    await on_demand.keep(scene.ctx, ASKER, "support-1")
    assert len(await on_demand.kept(scene.ctx, ASKER)) == 2

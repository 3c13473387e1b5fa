"""A few kind words, only for the one who asks for them."""

from tests.journeys.stage import Stage


async def test_an_encouragement_is_only_for_me(bare_stage: Stage) -> None:
    """It comes from a deck, nobody else sees it, and it names its theme."""
    shown = (await bare_stage.asker.run("encourage", in_=bare_stage.asks)).message
    assert shown is not None
    assert shown.ephemeral
    decks = bare_stage.prompts.decks("en").values()
    assert any(entry.text in shown.text for deck in decks for entry in deck.texts)
    assert not bare_stage.listener.sees(bare_stage.asks)


async def test_another_one_is_another_one(bare_stage: Stage) -> None:
    """The button never shows the same text twice in a row."""
    shown = (await bare_stage.asker.run("encourage", in_=bare_stage.asks)).message
    assert shown is not None
    last = shown.text
    for _ in range(10):
        shown = (await bare_stage.asker.press(shown, "Another one")).message
        assert shown is not None
        assert shown.text != last
        last = shown.text


async def test_a_theme_stays_the_theme(bare_stage: Stage) -> None:
    """Who chose a theme gets more of the same theme."""
    deck = bare_stage.prompts.decks("en")["resilience"]
    shown = (await bare_stage.asker.run("encourage", in_=bare_stage.asks, theme=deck.key)).message
    for _ in range(5):
        assert shown is not None
        assert any(entry.text in shown.text for entry in deck.texts)
        shown = (await bare_stage.asker.press(shown, "Another one")).message


async def test_what_was_kept_is_found_again_without_a_schedule(bare_stage: Stage) -> None:
    """The next /encourage has the way to it, once there is something to find."""
    kept_ones = bare_stage.words("press.kept.button")
    shown = (await bare_stage.asker.run("encourage", in_=bare_stage.asks)).message
    assert shown is not None
    assert kept_ones not in map(str, shown.buttons)
    await bare_stage.asker.press(shown, "Keep")
    later = (await bare_stage.asker.run("encourage", in_=bare_stage.asks)).message
    assert later is not None
    found = (await bare_stage.asker.press(later, kept_ones)).message
    assert found is not None
    assert shown.text.splitlines()[0] in found.text

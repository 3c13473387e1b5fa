"""What an open ask's thread tells: nothing of who asked, nor of who answers without their name."""

from pathlib import Path

import pytest

from tests.journeys.open_asks import SETTINGS, answer, ask_openly, fill_in, told
from tests.journeys.stage import staged
from tests.leaks.story import ASKER


@pytest.mark.l27
async def test_the_thread_and_a_conversation_of_one_ask_share_no_name(tmp_path: Path) -> None:
    """Nobody is ever added to the thread, and whoever answers wears another name than all four."""
    async with staged(tmp_path, SETTINGS, ASKER) as stage:
        await stage.is_set_up(open_asks=True)
        await stage.join(stage.listener)
        thread = await ask_openly(stage)
        await answer(stage, thread, stage.other, "Ask at the museum.")
        reply = await stage.asker.press(told(stage)[-1], stage.words("press.reply_openly.button"))
        await fill_in(stage, reply, stage.asker, "I will.")
        await stage.listener.press(stage.post(), stage.words("press.accept.button"))
        await stage.settle()
        public = "".join(message.text for message in stage.admin.sees(thread))
        private = "".join(
            message.text
            for one in (stage.asker, stage.listener)
            for message in one.sees(one.dm)
            if not message.ephemeral
        )
        every = stage.prompts.aliases("en")
        in_thread = {name for name in every if f"**{name}**" in public}
        talking = {name for name in every if f"**{name}**" in private}
        assert len(in_thread) == 2
        assert len(talking) == 2
        assert not in_thread & talking
        assert thread.thread_members == {stage.discord.world.bot.id}
        assert not [o for o in stage.discord.traffic.exchanges if "thread-members" in o.path]

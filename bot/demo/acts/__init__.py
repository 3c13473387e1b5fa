"""The story, step by step. A step more is a function more, and a line here."""

from typing import Final

from bot.demo.acts.arriving import listeners_join, set_up
from bot.demo.acts.asking import ask, two_accept
from bot.demo.acts.each_day import come_by_themselves
from bot.demo.acts.mending import interrupted, put_right
from bot.demo.acts.moderating import unkind
from bot.demo.acts.nobody_free import nobody_is_free
from bot.demo.acts.resting import encourage
from bot.demo.acts.talking import end, talk
from bot.demo.show import Act

ACTS: Final = (
    Act("Doorkeeper sets the bot up for her server", set_up),
    Act(
        "Marmalade and Nightbus become listeners, and Marmalade goes on duty",
        listeners_join,
        minutes=5,
    ),
    Act("Somebody asks for an ear, without their name", ask, minutes=20),
    Act(
        "Marmalade and Nightbus accept in the same moment, and one of them has it",
        two_accept,
        minutes=4,
    ),
    Act("The two talk, through the bot", talk),
    Act("The bot is stopped in the middle of it, and nothing is lost", interrupted, minutes=1),
    Act("One of them corrects a message, and one takes one back", put_right, minutes=2),
    Act("It ends when one of them says so", end, minutes=1),
    Act("The one who came a moment late takes something kind for the night", encourage, minutes=9),
    Act("Another evening: two are told of an ask, and nobody is free", nobody_is_free),
    Act("Something kind comes by itself, and somebody asks how it goes", come_by_themselves),
    Act("Somebody is unkind, is reported, warned and paused, and stays unknown", unkind),
)

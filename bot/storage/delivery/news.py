"""What a unit of work made due in the outbox, so that nobody looks for it in vain."""

from dataclasses import dataclass

from bot.domain.notices import Action, Notice


@dataclass(slots=True)
class News:
    """Of one unit of work. An attempt and its outcome are none."""

    notices: int = 0
    """Notices that may be due."""
    nonce: str | None = None
    """That of the newest of them."""
    signs: bool = False
    """Whether signs may be due."""

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self.notices > 0 or self.signs

    def put(self, notice: Notice, nonce: str) -> None:
        """A notice was added."""
        if notice.action is Action.SIGN:
            self.signs = True
        else:
            self.notices, self.nonce = self.notices + 1, nonce

    def may_be_anything(self) -> None:
        """Something that rested may be due, nobody counted what."""
        self.notices, self.nonce, self.signs = self.notices + 1, None, True

    def are_only(self, nonce: str) -> bool:
        """Whether one notice, with this nonce, is all that may be due, signs aside."""
        return self.notices == 1 and self.nonce == nonce

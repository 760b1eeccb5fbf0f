"""Stories in, rows out."""

from datetime import datetime
from random import Random

from django.conf import settings

from crewdesk.accounts.models import Desk, User
from crewdesk.core.events import Via
from crewdesk.tickets.operations.create import next_numbers

from ..content.model import Story
from .crowd import Crowd
from .mails import Post
from .play import Play, Rows
from .script import Script
from .world import World
from .writing import write

COPIED_IN_SHARE = 0.25


class Filling:
    """Adds stories, oldest first, to the desk in scope."""

    def __init__(self, desk: Desk, *, until: datetime, seed: int):
        self.world, self.seed = World.of(desk, until=until), seed
        self.crowd = Crowd(self.world.ids)

    def add(self, chunk: list[Story], *, first: int) -> list[Rows]:
        """Write one chunk; `first` is how many stories stand already."""
        numbers = next_numbers(len(chunk))
        played = [
            self.play(story, number=number, place=first + n) for n, (story, number) in enumerate(zip(chunk, numbers, strict=True))
        ]
        write(played, self.crowd.take_new())
        return played

    def play(self, story: Story, *, number: int, place: int) -> Rows:
        """One story as rows that wait to be written."""
        requester = self.crowd.user_of(story.requester, at=story.at)
        moves = Script(story, self.world, requester).moves()
        play = Play(self.world, next(moves), requester=requester, ccs=self._copied_in(story, requester, place), number=number)
        for move in moves:
            play.go_on(move)
        Post(play.rows, self.world, mail_domain=settings.MAIL_DOMAIN).write()
        return play.rows

    def _copied_in(self, story: Story, requester: User, place: int) -> list[User]:
        dice = Random(f"{self.seed}-{place}")
        colleagues = self.crowd.colleagues_of(requester)
        return [dice.choice(colleagues)] if story.channel == Via.EMAIL and colleagues and dice.random() < COPIED_IN_SHARE else []

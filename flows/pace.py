"""How fast a stage goes on, and how long it may still take."""

from __future__ import annotations

from dataclasses import dataclass

from flows.progress import Progress

_FEWEST_STEPS, _LEAST_SECONDS = 4, 5.0
"""What has to be known of a stage before its end is told; processes take a while to start."""

_NEW_SHARE = 0.3
"""How much a new estimate counts beside those before it: batches come in together, then none."""


@dataclass(slots=True)
class Pace:
    """One stage, from its first news on; times are seconds of ``time.monotonic``.

    Attributes:
        at: how far it has come.
        known: how many were done before it began.
        began: when it began.
        steps: how often something was done.
        end: when it may be done; 0 where that is not known yet.
    """

    at: Progress
    known: int
    began: float
    steps: int = 0
    end: float = 0.0

    @property
    def over(self) -> bool:
        """Whether all is done."""
        return self.at.done >= self.at.total

    def follows(self, news: Progress) -> bool:
        """Whether the news is of this stage, and not of one that begins."""
        return (news.stage, news.total) == (self.at.stage, self.at.total) and (
            news.done >= self.at.done
        )

    def add(self, news: Progress, now: float) -> None:
        """Take in how far the stage has come."""
        self.steps += news.done > self.at.done
        self.at = news
        passed, new = now - self.began, news.done - self.known
        if self.steps < _FEWEST_STEPS or passed < _LEAST_SECONDS:
            return
        end = now + passed * (news.total - news.done) / new
        self.end += (end - self.end) * (_NEW_SHARE if self.end else 1.0)

    def left(self, now: float) -> str:
        """The time left in words, such as ``about 4 minutes left``; empty where it is not known."""
        seconds = self.end - now
        return "" if self.over or seconds <= 0 else f"about {_duration(seconds)} left"


def _duration(seconds: float) -> str:
    """As exact as an estimate may be."""
    if seconds <= 90:
        return f"{max(1, round(seconds / 10)) * 10} seconds"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"

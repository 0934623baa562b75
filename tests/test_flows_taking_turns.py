"""Requests to a server with one writer."""

import asyncio

import pytest

from flows import taking_turns
from flows.taking_turns import TakingTurns


def asked(application, *bodies):
    """What an application answers to requests that come at once."""

    async def one(body):
        pieces = [
            {"type": "http.request", "body": body[:1], "more_body": True},
            {"type": "http.request", "body": body[1:], "more_body": False},
        ]
        answer = []

        async def receive():
            return pieces.pop(0)

        async def send(message):
            answer.append(message)

        await turns({"type": "http"}, receive, send)
        return answer

    async def all_of_them():
        return await asyncio.gather(*map(one, bodies))

    turns = TakingTurns(application)
    return asyncio.run(all_of_them())


async def echo(receive, send, status=200):
    body = (await receive())["body"] + (await receive())["body"]
    await asyncio.sleep(0)
    await send({"type": "http.response.start", "status": status})
    await send({"type": "http.response.body", "body": body})


def test_requests_wait_for_each_other_and_get_their_own_answers():
    within = []

    async def application(_scope, receive, send):
        within.append(+1)
        await echo(receive, send)
        within.append(-1)

    answers = asked(application, b"one", b"two", b"three")
    assert [answer[1]["body"] for answer in answers] == [b"one", b"two", b"three"]
    assert within == [1, -1] * 3


def test_what_was_refused_for_a_moment_is_put_again_whole(monkeypatch):
    monkeypatch.setattr(taking_turns, "_PAUSES", (0, 0, 0))
    statuses = [503, 503, 201]

    async def application(_scope, receive, send):
        await echo(receive, send, statuses.pop(0))

    ((begun, ended),) = asked(application, b"words")
    assert (begun["status"], ended["body"]) == (201, b"words")


def test_what_is_refused_for_good_is_told(monkeypatch):
    monkeypatch.setattr(taking_turns, "_PAUSES", (0, 0))

    async def application(_scope, receive, send):
        await echo(receive, send, 503)

    (answer,) = asked(application, b"words")
    assert answer[0]["status"] == 503


class OperationalError(Exception):
    """As a database raises it."""


@pytest.mark.parametrize(
    ("error", "tries"),
    [(OperationalError("database is locked"), 3), (OperationalError("no such table"), 1)],
)
def test_only_what_a_busy_database_has_refused_is_put_again(monkeypatch, error, tries):
    monkeypatch.setattr(taking_turns, "_PAUSES", (0, 0))
    tried = []

    async def application(*_):
        tried.append(1)
        raise error

    with pytest.raises(OperationalError):
        asked(application, b"words")
    assert len(tried) == tries

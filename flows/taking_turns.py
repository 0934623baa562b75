"""One request after another: SQLite has one writer, and refuses what comes between its steps.

Prefect answers such a request with 503, sometimes with 500, and its client waits for seconds before
it asks again, or gives up. Here requests wait for each other, and one that a service of the
server's own came across is put again at once; what was refused has changed nothing.
"""

from __future__ import annotations

import asyncio
from typing import Any

_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds before a request that was refused is put again."""

_BUSY = 503


class TakingTurns:
    """A web application (ASGI) whose requests wait for each other."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request when the ones before it are answered."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        asked = [await receive()]
        while asked[-1].get("more_body"):
            asked.append(await receive())
        async with self._turn:
            answer = await self._answer(scope, asked, receive)
        for message in answer:
            await send(message)

    async def _answer(self, scope: Any, asked: list[Any], receive: Any) -> list[Any]:
        for pause in _PAUSES:
            try:
                answer = await self._once(scope, asked, receive)
            except Exception as error:
                if not _is_refused(error):
                    raise
            else:
                if not answer or answer[0].get("status") != _BUSY:
                    return answer
            await asyncio.sleep(pause)
        return await self._once(scope, asked, receive)

    async def _once(self, scope: Any, asked: list[Any], receive: Any) -> list[Any]:
        answer: list[Any] = []
        left = iter(asked)

        async def again() -> Any:
            return next(left, None) or await receive()

        async def kept(message: Any) -> None:
            answer.append(message)

        await self._application(dict(scope), again, kept)
        return answer


def _is_refused(error: Exception) -> bool:
    """Whether the database had no time: SQLAlchemy's error, by what SQLite says."""
    return type(error).__name__ == "OperationalError" and "locked" in str(error)


def application() -> TakingTurns:
    """Prefect's API."""
    from prefect.server.api.server import create_app

    return TakingTurns(create_app())

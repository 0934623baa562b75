"""The gate before a server's pages: who may come in, and what a browser may do with what it gets.

A web page from anywhere can send requests to this machine, also under a name of its own that leads
here. So a request has to name a host that is this server's, and where it comes from a page and
could change something, that page has to be this server's too. Prefect's own settings do neither.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows import documents

Headers: TypeAlias = dict[str, str]

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
"""Of Prefect's pages: nothing is fetched from anywhere else, whatever an artifact may say."""

_HARMLESS = ("GET", "HEAD", "OPTIONS")
_COOKIE = "whitepaper-documents"


class Gate:
    """Prefect's pages and a study's documents behind one gate.

    Args:
        app: Prefect's.
        outputs: the folder that holds the documents of all studies.
        hosts: what a request may name as its host; empty for anything.
        password: of API and documents; empty for none.
    """

    def __init__(self, app: ASGIApp, outputs: Path, hosts: Iterable[str], password: str) -> None:
        self._app = app
        self._outputs = outputs
        self._hosts = frozenset(hosts)
        self._password = password
        self._token = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = _headers(scope)
        refused = self._refused(scope, headers)
        if refused and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif refused:
            await PlainTextResponse(refused, 403)(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(documents.ROOT):
            await self._document(scope, headers)(scope, receive, send)
        else:
            await self._app(scope, receive, _with(send, self._added(headers)))

    def _refused(self, scope: Scope, headers: Headers) -> str:
        """Why the request is not let in; empty where it is."""
        host = headers.get("host", "").lower()
        if self._hosts and host not in self._hosts:
            return "This server is not called so."
        changes = scope["type"] == "websocket" or scope["method"] not in _HARMLESS
        origin = headers.get("origin")
        if changes and origin is not None and origin.lower().partition("://")[2] != host:
            return "Another site's page may not do this."
        return ""

    def _document(self, scope: Scope, headers: Headers) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("Documents are to look at only.", 405)
        if not self._may_read(headers):
            ask = {"www-authenticate": 'Basic realm="whitepaper", charset="UTF-8"'}
            return PlainTextResponse("The password is needed.", 401, ask)
        file = documents.find(self._outputs, scope["path"].removeprefix(documents.ROOT))
        if file is None:
            return PlainTextResponse("There is no such document.", 404)
        return FileResponse(file, headers=documents.headers(file))

    def _may_read(self, headers: Headers) -> bool:
        if not self._password or self._knows_password(headers):
            return True
        pairs = (pair.strip().partition("=") for pair in headers.get("cookie", "").split(";"))
        given = {name: value for name, _, value in pairs}.get(_COOKIE, "")
        return hmac.compare_digest(given.encode(), self._token.encode())

    def _knows_password(self, headers: Headers) -> bool:
        """Whether the request has the password, with a name before it or without."""
        kind, _, coded = headers.get("authorization", "").partition(" ")
        try:
            said = base64.b64decode(coded, validate=True) if kind.lower() == "basic" else b""
        except binascii.Error:
            return False
        wanted = self._password.encode()
        given = (said, said.partition(b":")[2])
        return any(hmac.compare_digest(one, wanted) for one in given)

    def _added(self, headers: Headers) -> list[tuple[bytes, bytes]]:
        """What every answer of Prefect's says besides.

        Who has given its page the password need not type it again to open a document.
        """
        added = {
            "content-security-policy": POLICY,
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
        }
        if self._password and self._knows_password(headers):
            kept = f"{_COOKIE}={self._token}; Path={documents.ROOT}; HttpOnly; SameSite=Strict"
            added["set-cookie"] = kept
        return [(name.encode(), value.encode()) for name, value in added.items()]


def _headers(scope: Scope) -> Headers:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _with(send: Send, added: list[tuple[bytes, bytes]]) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: list[Any] = list(message.get("headers", ()))
            message = {**message, "headers": [*headers, *added]}
        await send(message)

    return sent

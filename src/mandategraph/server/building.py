"""The part of the API that changes the graph: documents are put in and taken out, by those who show a token of its own."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mandategraph.errors import StoreBusyError, StoreError, one_of
from mandategraph.read.files import SUFFIXES, shown_name
from mandategraph.read.limits import Limits
from mandategraph.server.access import build_refusal
from mandategraph.server.http import Message
from mandategraph.server.limits import QueryStopped
from mandategraph.server.state import Graph
from mandategraph.store.versions import writer_lock

__all__ = ["DOCUMENTS", "Builder", "operations"]

#: Where documents are put in and taken out.
DOCUMENTS = "/api/documents"
_STATUS = {"DocumentError": 422, "StoreBusyError": 409, "UnknownEntityError": 404}
_LONGEST_NAME = 150
# Beside reading and finding facts, which have limits of their own: loading rules, writing, publishing.
_MORE_SECONDS = 300.0
# A form has a little more than the file in it.
_FORM_BYTES = 64 * 1024


class Builder:
    """Puts documents into a graph and takes them out, one at a time, each in a process of its own.

    :param graph: that is served.
    :param token: that clients must show for this.
    :param limits: what reading a document may cost.
    :param authorities: authority files besides those of the package.
    """

    def __init__(self, graph: Graph, token: bytes, limits: Limits | None = None, authorities: Sequence[Path] = ()) -> None:
        self.graph = graph
        self.limits = limits or Limits()
        self.authorities = [str(file.resolve()) for file in authorities]
        self._token = token
        self._is_busy = False

    def routes(self) -> list[Route]:
        """The routes of this part of the API."""
        return [
            Route(DOCUMENTS, self._put, methods=["POST"]),
            Route(DOCUMENTS, self._remove, methods=["DELETE"]),
        ]

    async def _put(self, request: Request) -> Response:
        refusal = build_refusal(request.headers.get("authorization"), self._token)
        if refusal is not None:
            return refused(*refusal)
        self._begin()
        try:
            with TemporaryDirectory(prefix="mandategraph-") as folder:
                file = await self._received(request, Path(folder))
                told = await self._act(file=str(file), authorities=self.authorities, limits=asdict(self.limits))
            return await self._done(told, 201 if told["outcome"] == "new" else 200)
        finally:
            self._is_busy = False

    async def _remove(self, request: Request) -> Response:
        refusal = build_refusal(request.headers.get("authorization"), self._token)
        if refusal is not None:
            return refused(*refusal)
        name = request.query_params.get("name", "").strip()
        if not name:
            raise QueryStopped(400, "name is needed: the symbol, id or IRI of a document")
        self._begin()
        try:
            told = await self._act(name=name, edition=request.query_params.get("edition") or None)
            return await self._done(told, 200)
        finally:
            self._is_busy = False

    def _begin(self) -> None:
        if self._is_busy:
            raise QueryStopped(409, "another document is being put in or taken out: try again in a moment")
        try:
            writer_lock(self.graph.path).close()  # so that nothing is read in vain
        except StoreBusyError as error:
            raise QueryStopped(409, str(error)) from error
        except OSError as error:
            raise QueryStopped(503, f"the graph cannot be written: {error.strerror or error}") from error
        self._is_busy = True

    async def _done(self, told: Mapping[str, Any], status: int) -> Response:
        """The report, as soon as the server answers from what has been built."""
        try:
            version = await self.graph.renew()
        except StoreError as error:
            raise QueryStopped(503, f"the graph has been changed, but {error}") from error
        return JSONResponse({"ok": True, **told, "version": version.name}, status, {"cache-control": "no-store"})

    async def _received(self, request: Request, folder: Path) -> Path:
        """The file of a request, in a folder."""
        is_form = request.headers.get("content-type", "").partition(";")[0].strip().lower() == "multipart/form-data"
        limit = self.limits.bytes + (_FORM_BYTES if is_form else 0)
        text = f"the document has more than {self.limits.bytes:,} bytes"
        length = request.headers.get("content-length", "")
        if length.isdigit() and int(length) > limit:
            raise QueryStopped(413, text)
        received = 0

        async def receive() -> Message:
            nonlocal received
            message = await request.receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise QueryStopped(413, text)
            return message

        limited = Request(request.scope, receive)
        try:
            file = await (_from_form if is_form else _from_body)(limited, folder)
            if not file.stat().st_size:
                raise QueryStopped(422, f"{file.name} is empty")
            return file
        except ClientDisconnect as error:
            raise QueryStopped(400, "the request was not sent whole") from error

    async def _act(self, **given: object) -> dict[str, Any]:
        """What became of a document, in a process that is ended when it takes too long."""
        told = {"graph": str(self.graph.path.resolve()), "base": self.graph.base_iri, **given}
        environment = {name: value for name, value in os.environ.items() if "TOKEN" not in name}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "mandategraph.server.buildprocess",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environment,
        )  # fmt: skip
        seconds = 2 * self.limits.seconds + _MORE_SECONDS
        try:
            async with asyncio.timeout(seconds):
                output, _ = await process.communicate(json.dumps(told).encode())
        except TimeoutError as error:
            raise QueryStopped(422, f"the document takes longer than {seconds:g} s to build") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        try:
            found: dict[str, Any] = json.loads(output)
        except ValueError as error:
            how = f"exit code {process.returncode}"
            raise QueryStopped(422, f"the process that built the document broke down on it ({how})") from error
        if "error" in found:
            raise QueryStopped(_STATUS.get(found["kind"], 503), found["error"])
        return found


def refused(status: int, text: str) -> Response:
    """A refusal for want of the right token."""
    headers = {"www-authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse({"ok": False, "status": status, "error": text}, status, headers)


async def _from_body(request: Request, folder: Path) -> Path:
    file = folder / _safe_name(request.query_params.get("name", ""))
    with file.open("wb") as opened:
        async for part in request.stream():
            opened.write(part)
    return file


async def _from_form(request: Request, folder: Path) -> Path:
    from starlette.datastructures import UploadFile

    async with request.form(max_files=1, max_fields=10) as form:
        sent = form.get("file")
        if not isinstance(sent, UploadFile):
            raise QueryStopped(400, "the form has no file: send it as the field file")
        file = folder / _safe_name(request.query_params.get("name") or sent.filename or "")
        with file.open("wb") as opened:
            while part := await sent.read(1 << 20):
                opened.write(part)
    return file


def _safe_name(given: str) -> str:
    r"""The name of a file without any way to a folder.

    >>> _safe_name("../../etc/GC.19-10.txt"), _safe_name("C:\\documents\\report.pdf")
    ('GC.19-10.txt', 'report.pdf')
    """
    name = shown_name(Path(PureWindowsPath(given).name))  # which takes both kinds of strokes for strokes
    if not name.strip("."):
        raise QueryStopped(400, "name is needed: that of the file, such as GC.19-10.pdf; its ending says how to read it")
    if len(name.encode()) > _LONGEST_NAME:
        raise QueryStopped(400, f"the name of the file has more than {_LONGEST_NAME} bytes")
    if Path(name).suffix.lower() not in SUFFIXES:
        raise QueryStopped(422, f"{name}: unknown kind of file; valid: {one_of(SUFFIXES)}")
    return name


def operations(error: Mapping[str, Any]) -> dict[str, Any]:
    """How the OpenAPI document describes this part of the API.

    :param error: how it describes an error.
    """
    report = {"application/json": {"schema": {"type": "object"}}}
    binary = {"type": "string", "format": "binary"}
    form = {"type": "object", "required": ["file"], "properties": {"file": binary}}
    refusals = dict.fromkeys(("400", "401", "403", "409", "413", "503"), error)
    name = {"name": "name", "in": "query", "schema": {"type": "string"}}
    return {
        "post": {
            "operationId": "api-documents-put",
            "summary": "Put a document into the graph; one that is there already is replaced",
            "description": "The answer is the report of the build. Where it is refused, the graph is as it was.",
            "security": [{"build": []}],
            "parameters": [{**name, "required": False, "description": "of the file; needed where the body is the file itself"}],
            "requestBody": {
                "required": True,
                "content": {"multipart/form-data": {"schema": form}, "application/octet-stream": {"schema": binary}},
            },
            "responses": {
                "200": {"description": "it was replaced, or is in the graph as it is", "content": report},
                "201": {"description": "it is new in the graph", "content": report},
                "422": error,
                **refusals,
            },
        },
        "delete": {
            "operationId": "api-documents-remove",
            "summary": "Take a document out of the graph, and all that only it said",
            "security": [{"build": []}],
            "parameters": [
                {**name, "required": True, "description": "its symbol, id or IRI"},
                {"name": "edition", "in": "query", "required": False, "description": "language of the one edition to take out", "schema": {"type": "string"}},
            ],
            "responses": {"200": {"description": "the editions that were taken out", "content": report}, "404": error, **refusals},
        },
    }  # fmt: skip

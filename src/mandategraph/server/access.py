"""Who may read, and who may build: tokens that clients show, compared in constant time and never shown again."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
import os
from collections.abc import MutableMapping
from pathlib import Path

from mandategraph.errors import MandategraphError

__all__ = ["BUILD_TOKEN", "TOKEN", "AccessError", "build_refusal", "is_loopback", "may_read", "read_token"]

#: The environment variable with the token for reading.
TOKEN = "MANDATEGRAPH_TOKEN"  # noqa: S105 - the name of a variable
#: The one with the token for putting documents in and taking them out.
BUILD_TOKEN = "MANDATEGRAPH_BUILD_TOKEN"  # noqa: S105
_SHORTEST = 16


class AccessError(MandategraphError):
    """A token cannot be used; the message does not show it."""


def read_token(
    file: Path | None, environment: MutableMapping[str, str] = os.environ, variable: str = TOKEN
) -> bytes | None:
    """The token that clients must show, or None when none is set.

    The variable is taken out of the environment, so that no process that is started later has it.

    :param file: with the token; goes before the variable.
    :param environment: of the process.
    :param variable: of the environment, with the token unless there is a file.
    :raises AccessError: when the file cannot be read, or the token is too short to be safe or has other characters
        than those of ASCII.

    >>> read_token(None, {"MANDATEGRAPH_TOKEN": "a-long-random-token"})
    b'a-long-random-token'
    """
    given = environment.pop(variable, None)
    place = variable
    if file is not None:
        place = str(file)
        try:
            given = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise AccessError(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'no text'}") from error
    if given is None:
        return None
    token = given.strip().encode()
    if len(token) < _SHORTEST or b"\n" in token:
        raise AccessError(f"the token in {place} must be one line of at least {_SHORTEST} characters")
    if not all(32 <= byte < 127 for byte in token):
        # Clients send such characters in one way or the other, so that the right token would not always match.
        raise AccessError(f"the token in {place} must have only letters, digits and signs of ASCII")
    return token


def may_read(authorization: str | None, token: bytes | None) -> bool:
    """Whether a request shows the token: as ``Bearer``, or as the password of ``Basic``, which browsers ask for.

    :param authorization: the header, if any.
    :param token: None: all may read.

    >>> may_read("Bearer a-long-random-token", b"a-long-random-token"), may_read(None, b"a-long-random-token")
    (True, False)
    """
    if token is None:
        return True
    scheme, _, shown = (authorization or "").strip().partition(" ")
    candidate = shown.strip().encode("latin-1", "replace")
    if scheme.lower() == "basic":
        try:
            candidate = base64.b64decode(candidate, validate=True).partition(b":")[2]
        except (ValueError, binascii.Error):
            candidate = b""
    elif scheme.lower() != "bearer":
        candidate = b""
    return hmac.compare_digest(candidate, token)


def build_refusal(authorization: str | None, token: bytes) -> tuple[int, str] | None:
    """Why a request may not change the graph, as status and text, or None when it shows the token for that.

    It is shown as ``Bearer`` alone: a password is sent by browsers by themselves, for whichever page asks.

    :param authorization: the header, if any.
    :param token: for building.

    >>> build_refusal("Bearer a-long-random-token", b"a-long-random-token")
    >>> build_refusal(None, b"a-long-random-token")[0], build_refusal("Bearer x", b"a-long-random-token")[0]
    (401, 403)
    """
    scheme, _, shown = (authorization or "").strip().partition(" ")
    if scheme.lower() != "bearer" or not shown.strip():
        return 401, "the graph is changed with a token of its own: send it as Authorization: Bearer TOKEN"
    if not hmac.compare_digest(shown.strip().encode("latin-1", "replace"), token):
        return 403, "this token does not allow to change the graph"
    return None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address.

    :param host: an address or name.

    >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False

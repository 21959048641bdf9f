"""One request over the network and its answer. No cookies, no passwords, no proxies, and no redirects followed.

The name of the server is looked up once, its addresses pass the guard, and the connection goes to one of these
very addresses: a second look-up, which could give another answer, never happens.
"""

import ssl
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any

import httpcore2

from corpus.web.address import WebAddress
from corpus.web.address_guard import AddressGuard
from corpus.web.robots import USER_AGENT

HEADERS = {
    "User-Agent": f"{USER_AGENT}/1.0",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
GZIP = b"\x1f\x8b"
PACKED = {"gzip", "x-gzip"}
MAX_PIECES = 100  # servers pack in one; what follows a piece is copied, and hundreds of thousands take minutes
PLAIN = {"", "identity"}


class Unreachable(Exception):
    """The server gave no usable answer this time. The message says why, in half a sentence."""


class TooLarge(Exception):
    """The answer holds more bytes than are read."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock by which something must be done."""

    moment: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """The moment that is so many seconds away."""
        return cls(monotonic() + seconds)

    @property
    def left_seconds(self) -> float:
        """How long there is; never less than 0."""
        return max(self.moment - monotonic(), 0.0)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered. Header names are in lower case; `data` is empty where the body was not wanted."""

    status: int
    headers: Mapping[str, str]
    data: bytes


def ask(
    address: WebAddress,
    guard: AddressGuard,
    deadline: Deadline,
    max_bytes: int,
    wanted: Callable[[Reply], bool],
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Ask for one address.

    Args:
        address: what to ask for.
        guard: says which addresses of the network may be connected to.
        deadline: when the whole answer must be here.
        max_bytes: the most that is read, before and after unpacking.
        wanted: given the answer without its body, says whether to read the body.
        headers: what to send besides the usual.

    Raises:
        SourceError: the guard refuses.
        TooLarge: the body is larger than `max_bytes`.
        Unreachable: no answer, or none in time.
    """
    backend = _GuardedBackend(guard, deadline)
    host = str(address.site).partition("://")[2]
    sent = {"Host": host, **HEADERS, **(headers or {})}
    try:
        with (
            httpcore2.ConnectionPool(network_backend=backend, ssl_context=_ssl_context()) as pool,
            pool.stream("GET", _url(address), headers=list(sent.items())) as response,
        ):
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            reply = Reply(response.status, told, b"")
            if not wanted(reply):
                return reply
            return Reply(response.status, told, _body(response.iter_stream(), told, max_bytes))
    except httpcore2.TimeoutException as error:
        raise Unreachable("it took too long") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, ssl.SSLError) as error:
        raise Unreachable(f"the connection failed: {error or type(error).__name__}") from error


def unpacked(data: bytes, max_bytes: int) -> bytes:
    """Bytes packed with gzip, as they were.

    Raises:
        TooLarge: there are more than `max_bytes` of them; unpacking stops there.
        Unreachable: they are damaged or cut short.
    """
    whole = bytearray()
    pieces = 0
    while data:
        pieces += 1
        if pieces > MAX_PIECES:
            raise Unreachable(f"it is packed in more than {MAX_PIECES} pieces")
        packer = zlib.decompressobj(zlib.MAX_WBITS | 32)
        try:
            whole += packer.decompress(data, max_bytes + 1 - len(whole))
        except zlib.error as error:
            raise Unreachable(f"its packed bytes are damaged: {error}") from error
        if len(whole) > max_bytes:
            raise TooLarge
        if not packer.eof:
            raise Unreachable("its packed bytes are cut short")
        data = packer.unused_data if packer.unused_data.startswith(GZIP) else b""
    return bytes(whole)


def _body(chunks: Iterable[bytes], headers: Mapping[str, str], max_bytes: int) -> bytes:
    packed = headers.get("content-encoding", "").strip().lower()
    if packed not in PACKED | PLAIN:
        raise Unreachable(f"it is packed as {packed[:40]}, which was not asked for")
    said = headers.get("content-length", "")
    if said.isdecimal() and int(said) > max_bytes:
        raise TooLarge
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > max_bytes:
            raise TooLarge
    return unpacked(bytes(data), max_bytes) if packed in PACKED else bytes(data)


def _url(address: WebAddress) -> httpcore2.URL:
    site = address.site
    return httpcore2.URL(scheme=site.scheme, host=site.host, port=site.port, target=address.target)


@cache
def _ssl_context() -> ssl.SSLContext:
    return httpcore2.default_ssl_context()


class _GuardedBackend(httpcore2.NetworkBackend):
    """Connects to addresses that passed the guard, and to no other; everything ends at the deadline."""

    def __init__(self, guard: AddressGuard, deadline: Deadline) -> None:
        self._guard = guard
        self._deadline = deadline
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception = httpcore2.ConnectError("no address answers")
        try:
            allowed = self._guard.addresses_of(host, port)
        except OSError as error:
            raise httpcore2.ConnectError(f"there is no server called {host}") from error
        for ip in allowed:
            try:
                stream = self._plain.connect_tcp(ip, port, _left(self._deadline), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failed


class _TimedStream(httpcore2.NetworkStream):
    """A connection that ends at a deadline, however slowly and steadily the bytes come."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: Deadline) -> float:
    """Seconds left, for a socket; 0 would mean something else there."""
    if deadline.left_seconds <= 0:
        raise httpcore2.ReadTimeout
    return deadline.left_seconds

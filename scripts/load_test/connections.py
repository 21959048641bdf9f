"""Just enough HTTP/1.1 to put load on a service: a client library would need more of the machine than the service."""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from scripts.load_test.visitors import Visit

LONGEST_WAIT = 30.0  # seconds; the service promises an answer or a refusal in 10


@dataclass(frozen=True, slots=True)
class Response:
    """`headers` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connections:
    """Connections to one service, each used again and again, as many as there are requests under way."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: deque[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = deque()

    async def send(self, visit: Visit) -> Response:
        """One request and its response.

        A connection that the service closed while it was idle is replaced, as every browser does.

        Raises:
            OSError, EOFError: the connection broke.
            TimeoutError: there was no response within 30 seconds.
        """
        async with asyncio.timeout(LONGEST_WAIT):
            while self._idle:
                reader, writer = self._idle.pop()
                if not (reader.at_eof() or writer.is_closing()):
                    try:
                        return await self._exchange(visit, reader, writer)
                    except (asyncio.IncompleteReadError, ConnectionError) as error:
                        if getattr(error, "partial", b""):
                            raise
            return await self._exchange(visit, *await asyncio.open_connection("127.0.0.1", self._port))

    async def _exchange(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Response:
        head = [f"{visit.method} {visit.path} HTTP/1.1".encode(), b"Host: 127.0.0.1"]
        head += [name + b": " + value for name, value in visit.headers]
        writer.write(b"\r\n".join([*head, b"", visit.body]))
        said = await reader.readuntil(b"\r\n\r\n")
        status, *lines = said.decode().split("\r\n")[:-2]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        body = await reader.readexactly(int(headers["content-length"]))
        if headers.get("connection") == "close":
            writer.close()
        else:
            self._idle.append((reader, writer))
        return Response(int(status.split()[1]), headers, body)

    def close(self) -> None:
        """Let go of every connection."""
        for _, writer in self._idle:
            writer.close()

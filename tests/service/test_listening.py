"""The socket at which the service listens."""

import asyncio
import socket

import pytest

from corpus.errors import ServeError
from service.server import listening


def test_the_body_of_a_response_does_not_wait_until_the_client_acknowledges_its_head() -> None:
    made: list[asyncio.BaseTransport] = []

    class Noting(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            made.append(transport)

    async def no_delay() -> int:
        with listening("127.0.0.1", 0) as listener:
            server = await asyncio.get_running_loop().create_server(Noting, sock=listener)
            _, client = await asyncio.open_connection(*listener.getsockname())
            while not made:
                await asyncio.sleep(0)
            option: int = made[0].get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            client.close()
            made[0].abort()  # type: ignore[attr-defined]
            server.close()
        return option

    assert asyncio.run(no_delay())


def test_a_port_in_use_is_told_in_one_sentence_with_what_to_do() -> None:
    with listening("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        told = rf"cannot listen on 127\.0\.0\.1:{port} \(.+\)\. Stop what uses that port, or name another"
        with pytest.raises(ServeError, match=told), listening("127.0.0.1", port):
            pass

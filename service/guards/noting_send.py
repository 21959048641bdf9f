"""Whether a response has begun: after that, no other can take its place."""

from starlette.types import Message, Send


class NotingSend:
    """Passes messages on, and notes that a response has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        """Pass one message on."""
        self.started = self.started or message["type"] == "http.response.start"
        await self._send(message)

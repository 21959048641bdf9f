"""Which addresses of the network may be connected to, so that no page can send us into a clinic's own network."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from corpus.errors import SourceError
from corpus.web.address import DEFAULT_PORTS, Site

Resolver = Callable[[str, int], Sequence[str]]

# The order counts: the first network that holds an address names it. Python's own `is_global` comes last,
# because what it knows differs from one release to the next.
NETWORKS: tuple[tuple[str, IPv4Network | IPv6Network], ...] = tuple(
    (kind, ip_network(network))
    for kind, networks in {
        "an unspecified": "0.0.0.0/8 ::/128",
        "a loopback": "127.0.0.0/8 ::1/128",
        "a private": "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7",
        "a carrier's shared": "100.64.0.0/10",
        "a link-local": "169.254.0.0/16 fe80::/10 fec0::/10",
        "a multicast": "224.0.0.0/4 ff00::/8",
        "an IPv4-mapped": "::ffff:0:0/96 ::ffff:0:0:0/96",
        "a translated (NAT64)": "64:ff9b::/96 64:ff9b:1::/48",
        "a tunnelled": "2001::/32 2002::/16 192.88.99.0/24",
        "a reserved": "192.0.0.0/24 192.0.2.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 "
        "::/8 100::/64 2001:db8::/32 3fff::/20 5f00::/16",
    }.items()
    for network in networks.split()
)
INTRANET = {"a loopback", "a private", "a carrier's shared"}  # what a clinic may have its own pages on


def resolved(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a server, as the operating system looks them up.

    Raises:
        OSError: the name is not known.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a part of the name is longer than names can be
        raise OSError(f"{host} is no name of a server") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def kind_of(ip: IPv4Address | IPv6Address) -> str | None:
    """Why an address is not one of the open internet, as words before "address"; None where it is."""
    for kind, network in NETWORKS:
        if ip.version == network.version and ip in network:
            return kind
    return None if ip.is_global else "a reserved"


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """What may be connected to on account of one start address.

    `start` is the site that a person named. With `allow_private` its server may stand in the own network;
    that holds for this one server, with or without `www.`, and port, and for no other that it leads to.
    """

    start: Site
    allow_private: bool = False
    resolver: Resolver = resolved

    def addresses_of(self, host: str, port: int) -> list[str]:
        """The IP addresses of a server that may be connected to; at least one.

        Raises:
            SourceError: the port, or every address of the server, is refused.
            OSError: the name is not known.
        """
        if port not in DEFAULT_PORTS.values() and not (self._is_named(host) and port == self.start.port):
            raise SourceError(
                f"Port {port} of {host} was not asked: only 80, 443 and the port of a named address are. "
                f"If it holds your pages, name its address itself."
            )
        found = [ip_address(text) for text in self.resolver(host, port)]
        kinds = {str(ip): kind_of(ip) for ip in found}
        allowed = [text for text, kind in kinds.items() if kind is None or self._is_own(host, port, kind)]
        if not allowed:
            told = ", ".join(f"{text}, {kind} address" for text, kind in kinds.items()) or "no address"
            raise SourceError(
                f"{host} was not asked, because its name leads to {told}. "
                f"If it is a server of your own network, name its address as a source, "
                "and allow private addresses: ownwords ingest --allow-private."
            )
        return allowed

    def _is_own(self, host: str, port: int, kind: str) -> bool:
        ports = {self.start.port, 443} if self.start.port == 80 else {self.start.port}
        return self.allow_private and kind in INTRANET and self._is_named(host) and port in ports

    def _is_named(self, host: str) -> bool:
        return host.removeprefix("www.") == self.start.host.removeprefix("www.")

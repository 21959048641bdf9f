"""Every way we know to write an address of the own network, through the operating system's own look-up."""

import pytest

from corpus.errors import SourceError
from corpus.web.address import Site, web_address
from corpus.web.address_guard import AddressGuard

OPEN_ADDRESS = "93.184.215.14"
NUMBERS = """127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 127.000.000.001 127.0.0.1. 0
0.0.0.0 10.0.0.1 192.168.1.1 172.16.0.1 169.254.169.254 0xa9fea9fe 100.64.0.1 192.0.0.192 224.0.0.1 255.255.255.255
①②⑦.⓪.⓪.① 127。0。0。1 １２７.0.0.1""".split()
IPV6 = """::1 :: ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:7f00:1 0:0:0:0:0:ffff:7f00:0001 ::ffff:0:7f00:1 64:ff9b::7f00:1
64:ff9b:1::7f00:1 2002:7f00:1:: 2001::7f00:1 fe80::1 fc00::1 fec0::1 ff02::1 100::1 2001:db8::1
3fff::1 5f00::1""".split()


@pytest.mark.parametrize("host", [*NUMBERS, *(f"[{address}]" for address in IPV6), "localhost", "LOCALHOST."])
def test_the_own_network_is_not_asked_however_its_address_is_written(host: str) -> None:
    site = web_address(f"http://{host}/x").site
    with pytest.raises(SourceError, match="was not asked"):
        AddressGuard(site).addresses_of(site.host, site.port)


@pytest.mark.parametrize(
    "text",
    [
        "http://clinic.example@127.0.0.1/",
        "http://127.0.0.1\\@clinic.example/",
        "http://clinic.example:80@127.0.0.1/",
        "http://clinic.example\t@127.0.0.1/",
        "http://[::1]@clinic.example/",
        "http://[fe80::1%25lo]/",
        "http://127.0.0.1%00.clinic.example/",
        "http://127.0.0.1:80x/",
        "gopher://127.0.0.1/",
        "file:///etc/passwd",
    ],
)
def test_what_two_readers_could_take_for_two_servers_is_no_address(text: str) -> None:
    with pytest.raises(SourceError):
        web_address(text)


def test_what_follows_a_hash_or_a_question_mark_names_no_server() -> None:
    assert web_address("http://127.0.0.1?@clinic.example/").site.host == "127.0.0.1"
    assert web_address("http://clinic.example#@127.0.0.1/").site.host == "clinic.example"


def test_of_a_name_that_leads_here_and_there_only_the_open_address_is_connected_to() -> None:
    guard = AddressGuard(Site("http", "clinic.example", 80), resolver=lambda *_: ["10.0.0.1", OPEN_ADDRESS, "::1"])
    assert guard.addresses_of("clinic.example", 80) == [OPEN_ADDRESS]

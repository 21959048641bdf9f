from collections.abc import Callable

import pytest
from starlette.types import ASGIApp, Message, Scope

from service.guards.rate_limit import NUMBERS, RateLimit, network_of
from service.guards.refusal import Respond

Sent, RequestTo = Callable[..., list[Message]], Callable[..., Scope]


def test_a_client_that_asks_too_often_hears_when_to_come_again(
    reader: ASGIApp, respond: Respond, sent: Sent, request_to: RequestTo
) -> None:
    guard = RateLimit(reader, respond, per_minute=2)
    first, second, third = (sent(guard, request_to("POST"))[0] for _ in range(3))
    assert [first["status"], second["status"], third["status"]] == [200, 200, 429]
    # Two a minute is one in thirty seconds: the first is forgotten after that time.
    assert dict(third["headers"])[b"retry-after"] == b"30"


def test_one_client_does_not_use_up_what_another_may_ask(
    reader: ASGIApp, respond: Respond, sent: Sent, request_to: RequestTo
) -> None:
    guard = RateLimit(reader, respond, per_minute=1)
    others = {sent(guard, request_to("POST", client=f"198.51.100.{n}"))[0]["status"] for n in range(20)}
    assert others == {200}


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/static/style.css", "/metrics"])
def test_what_costs_no_work_is_never_refused(
    reader: ASGIApp, respond: Respond, sent: Sent, request_to: RequestTo, path: str
) -> None:
    guard = RateLimit(reader, respond, per_minute=1)
    assert {sent(guard, request_to("GET", path=path))[0]["status"] for _ in range(5)} == {200}


def test_zero_sets_no_limit(reader: ASGIApp, respond: Respond, sent: Sent, request_to: RequestTo) -> None:
    guard = RateLimit(reader, respond, per_minute=0)
    assert {sent(guard, request_to("GET"))[0]["status"] for _ in range(50)} == {200}


def test_a_household_counts_as_one_in_ipv6_and_each_address_in_ipv4() -> None:
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1")
    assert network_of("fe80::1%eth0") == network_of("fe80::1")


@pytest.mark.parametrize("host", ["testclient", "", "not an address"])
def test_a_host_that_is_no_address_counts_by_its_name(host: str) -> None:
    assert network_of(host) == host.encode()


def test_no_address_is_kept_and_the_counters_are_bounded(
    reader: ASGIApp, respond: Respond, request_to: RequestTo
) -> None:
    guard = RateLimit(reader, respond, per_minute=1)
    numbers = {guard._number_of(request_to("GET", client=f"10.{n >> 8}.{n & 255}.1")) for n in range(5000)}
    assert {len(number) for number in numbers} == {4}  # four hexadecimal digits, whatever the address
    assert NUMBERS == 16**4
    other = RateLimit(reader, respond, per_minute=1)
    assert guard._secret != other._secret

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.acquisition.connections import is_public, resolve

PRIVATE = (
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254"),  # noqa: S104
    *("168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::1"),
)


@pytest.mark.parametrize("address", [*PRIVATE, "", "localhost", "1.2.3", "01.02.03.04"])
def test_a_private_address_is_not_public_in_whatever_form(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_an_ipv6_address_is_as_private_as_the_ipv4_address_in_it(private: object) -> None:
    number = int(private)  # type: ignore[call-overload]
    for address in (f"::ffff:{private}", f"64:ff9b::{private}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1"):
        assert not is_public(address)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "017700000001", "localhost", "0"])
def test_what_resolves_to_this_machine_is_not_public(host: str) -> None:
    assert not any(map(is_public, resolve(host, 80)))

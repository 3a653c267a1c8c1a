"""Which index on which server an address means, and what is said of one that is none."""

from __future__ import annotations

import pytest

from dateline.indexer.format.errors import DatelineError
from dateline.indexer.opensearch.address import AddressError, is_address, parse_address


def test_a_folder_is_no_address() -> None:
    assert [is_address(one) for one in ("index", "/a/opensearch://b", "opensearch://h/n")] == [
        False,
        False,
        True,
    ]


def test_an_address_says_hosts_name_and_authority() -> None:
    address = parse_address("opensearchs://a,[::1]:9201/news-2024?ca=/etc/my%20ca.pem")
    assert address.hosts == (("a", 9200), ("::1", 9201))
    assert (address.name, address.tls, address.ca) == ("news-2024", True, "/etc/my ca.pem")
    assert parse_address(str(address)) == address


def test_only_what_stays_on_this_machine_is_local() -> None:
    def local(hosts: str) -> bool:
        return parse_address(f"opensearch://{hosts}/n").is_local

    assert local("localhost") and local("127.0.0.2:1,[::1]")
    assert not local("localhost,10.0.0.1") and not local("localhost.example.org")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("opensearch://host", "names no index"),
        ("opensearch://host/", "names no index"),
        ("opensearch:///news", "'' is no host"),
        ("opensearch://h:99999/news", "99999 is no port"),
        ("opensearch://h/News", "capitals, which OpenSearch refuses: 'news'"),
        ("opensearch://h/a/b", "'a/b' is no name"),
        ("opensearch://h/_all", "'_all' is no name"),
        ("opensearch://h/n?ca=x", "no TLS"),
        ("opensearchs://h/n?verify=no", "no ?ca=PATH"),
        (f"opensearch://h/{'n' * 201}", "longer than"),
    ],
)
def test_what_is_no_address_is_refused_with_one_that_is(text: str, said: str) -> None:
    with pytest.raises(AddressError, match="As in: opensearch://localhost:9200/news") as refused:
        parse_address(text)
    assert said in str(refused.value)
    assert isinstance(refused.value, DatelineError) and isinstance(refused.value, ValueError)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(AddressError, match="DATELINE_OPENSEARCH_PASSWORD") as refused:
        parse_address("opensearchs://me:secret@host/news")
    assert "secret" not in str(refused.value) and "me" not in str(refused.value).partition(":")[2][:6]

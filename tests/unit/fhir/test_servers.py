"""Which addresses may be asked: the plain spelling, at or below what the operator lists, and nothing that only seems so."""

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds.fhir.servers import AllowedServers, plain_address

BASE = "https://ehr.example/fhir"
LISTED = AllowedServers([BASE, "http://10.0.0.5:8080", "https://[fd00::1]/r4/"])


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        (BASE, BASE),
        (f"{BASE}/", BASE),
        (f"{BASE}/R4", BASE),
        ("HTTPS://EHR.Example:443/fhir", BASE),
        ("https://ehr.example:0443/fhir", BASE),
        ("http://10.0.0.5:8080/any/where", "http://10.0.0.5:8080"),
        ("https://[FD00::1]/r4", "https://[fd00::1]/r4"),
    ],
)
def test_what_is_listed_and_below_may_be_asked(address: str, entry: str) -> None:
    assert LISTED.entry_of(address) == entry


@pytest.mark.parametrize(
    "address",
    [
        "http://ehr.example/fhir",  # another scheme
        "https://ehr.example:8443/fhir",
        "https://ehr.example/fhirs",
        "https://ehr.example/FHIR",
        "https://ehr.example",
        "https://ehr.example./fhir",
        "https://ehr.example.evil.example/fhir",
        "https://evil.example/https://ehr.example/fhir",
        "https://ehr.example@evil.example/fhir",
        "https://user:secret@ehr.example/fhir",
        "https://ehr.example\\@evil.example/fhir",
        "https://evil.example#@ehr.example/fhir",
        "https://ehr.example/fhir#part",
        "https://ehr.example/fhir?x=1",
        "https://ehr.example/fhir/../admin",
        "https://ehr.example/fhir/./x",
        "https://ehr.example/fhir/%2e%2e/admin",
        "https://ehr.example/fhir//evil.example",
        "https://ehr.example/fhir\r\nHost: evil.example",
        "https://ehr.example/fhir ",
        " https://ehr.example/fhir",
        "https://ehr.example\t/fhir",
        "https://ｅhr.example/fhir",
        "https://ehr。example/fhir",
        "//ehr.example/fhir",
        "ftp://ehr.example/fhir",
        "file:///etc/passwd",
        "http://167772165:8080",  # 10.0.0.5 as one number
        "http://0x0a.0.0.5:8080",
        "http://012.0.0.5:8080",
        "http://10.0.5:8080",
        "http://[::ffff:10.0.0.5]:8080",
        "http://[::1]",
        "http://169.254.169.254/latest/meta-data",
        "http://localhost/fhir",
        "https://127.0.0.1.nip.io/fhir",  # what a name leads to is not asked: only listed names are called
        "https://[fd00::1%25eth0]/r4",
        "https://[fd00:0:0:0:0:0:0:1]/r4",  # the same host, spelled otherwise
        "https://[0:0:0:0:0:ffff:0a00:5]:8080",
        "https://[fd00::1]:8443/r4",
        "",
    ],
)
def test_what_only_seems_so_may_not(address: str) -> None:
    assert LISTED.entry_of(address) is None


@given(st.from_regex(r"\A[a-zA-Z:/@.\\#?%\[\]0-9 ]{0,12}ehr\.example[a-zA-Z:/@.\\#?%\[\]0-9 ]{0,12}\Z"))
def test_whoever_may_be_asked_is_the_host_that_is_listed(address: str) -> None:
    if AllowedServers(["https://ehr.example"]).entry_of(address):
        read = httpx2.URL(plain_address(address) or "")
        assert (read.scheme, read.host, read.port, read.userinfo) == ("https", "ehr.example", None, b"")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (f"{BASE}?_getpages=a-b&_getpagesoffset=20", f"{BASE}?_getpages=a-b&_getpagesoffset=20"),
        (f"{BASE}/?page=2", f"{BASE}/?page=2"),
        (f"{BASE}/Condition?patient=p&code=http://x|1,2", f"{BASE}/Condition?patient=p&code=http://x|1,2"),
        ("Condition?page=2", f"{BASE}/Condition?page=2"),
        ("?page=2", f"{BASE}/?page=2"),
        ("/fhir/Condition?page=2", f"{BASE}/Condition?page=2"),
        ("HTTPS://EHR.EXAMPLE/fhir/Condition?page=2", f"{BASE}/Condition?page=2"),
    ],
)
def test_a_next_link_is_followed_on_the_same_server(link: str, address: str) -> None:
    assert LISTED.followed(link, BASE, BASE) == address


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/fhir?page=2",
        "//evil.example/fhir?page=2",
        "http://ehr.example/fhir?page=2",
        "http://10.0.0.5:8080/fhir?page=2",  # listed, too, but not the server that was asked
        "https://[fd00::1]/r4?page=2",
        "https://ehr.example:8443/fhir?page=2",
        "https://ehr.example./fhir?page=2",
        "https://ehr.example:x@evil.example/fhir?page=2",
        "https://ehr.example\\@evil.example/fhir?page=2",
        "\\\\evil.example/fhir?page=2",
        "https://ehr.example/fhir/%2e%2e/admin?page=2",
        "https://169.254.169.254/fhir?page=2",
        "https://[::ffff:169.254.169.254]/fhir?page=2",
        "../admin?page=2",
        "/admin?page=2",
        "https://x@ehr.example/fhir?page=2",
        "https://ehr.example/fhir?page=2#part",
        "https://ehr.example/fhir?page=2\r\nX: y",
        "https://ehr.example/fhir?page=\u00e9",
        "https://[ehr.example/fhir?page=2",
        "javascript:alert(1)",
    ],
)
def test_a_next_link_to_elsewhere_is_not(link: str) -> None:
    assert LISTED.followed(link, BASE, BASE) is None

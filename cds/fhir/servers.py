"""Which FHIR servers may be asked: those that the operator lists, by the beginning of their address.

An address to call comes from whoever calls us, or from a `next` link of a server. So only the plain spelling of an
address is looked at: whatever could be read in two ways (a user before the host, dots, escapes) is no address.
"""

import re
from collections.abc import Iterable
from urllib.parse import urljoin

_PLAIN = re.compile(
    r"(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::([0-9]{1,5}))?((?:/[\w.~=+-]+)*)/?",
    re.ASCII | re.IGNORECASE,
)
_QUERY = re.compile(r"[!$-;=?-\[\]-~]*", re.ASCII)
"""What may stand in a query: visible ASCII without quotes, `#`, `<`, `>` and the backslash."""

_PORTS = {"http": "80", "https": "443"}


def plain_address(written: str) -> str | None:
    """An address in its one spelling: small letters in scheme and host, no port that goes without saying, no `/` at
    the end. None for an address with a user, a query, a fragment, an escape or a dot segment.
    """
    found = _PLAIN.fullmatch(written)
    if found is None or not {".", ".."}.isdisjoint(found[4].split("/")):
        return None
    scheme, host, path = found[1].lower(), found[2].lower(), found[4]
    port = (found[3] or "").lstrip("0")
    return f"{scheme}://{host}{f':{port}' if port and port != _PORTS[scheme] else ''}{path}"


class AllowedServers:
    """The servers that an operator lists.

    Takes:  listed — beginnings of addresses, such as `https://ehr.example/fhir`; each one stands for itself and for
            what is below it. `plain_address` must know them.
    """

    def __init__(self, listed: Iterable[str]) -> None:
        self.entries = tuple(entry for one in listed if (entry := plain_address(one)))

    def entry_of(self, address: str) -> str | None:
        """The entry that allows an address, which has no query; None when none does."""
        plain = plain_address(address)
        if plain is None:
            return None
        return next((entry for entry in self.entries if plain == entry or plain.startswith(f"{entry}/")), None)

    def followed(self, link: str, base: str, entry: str) -> str | None:
        """Where a link of a page leads, when that is still within the entry that allowed the page.

        Takes:  base — the address of the server, from which a relative link starts.
        """
        if not _QUERY.fullmatch(link):
            return None
        try:
            address, mark, query = urljoin(f"{base}/", link).partition("?")
        except ValueError:  # brackets that do not close
            return None
        plain = plain_address(address)
        if plain is None or self.entry_of(address) != entry:
            return None
        return f"{plain}{'/' if address.endswith('/') else ''}{mark}{query}"

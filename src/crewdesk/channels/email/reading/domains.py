"""Which domain may speak for which (RFC 7489, section 3.1, relaxed)."""

# Second-level names under which a country's registry sells domains: com.au, co.uk, ... The rule is small on
# purpose, not the whole Public Suffix List: a registry name it does not know is taken for an ordinary domain.
_REGISTRY_LABELS = {
    "ac",
    "co",
    "com",
    "edu",
    "gob",
    "gov",
    "go",
    "ltd",
    "me",
    "mil",
    "ne",
    "net",
    "nom",
    "or",
    "org",
    "plc",
    "sch",
}
_SHARED_NAMES = """
    appspot.com azurewebsites.net blogspot.com cloudfront.net eu.org github.io gitlab.io herokuapp.com
    netlify.app pages.dev uk.com us.com vercel.app web.app workers.dev
"""
_SHARED_DOMAINS = set(_SHARED_NAMES.split())


def ascii_domain(domain: str) -> str:
    """Return a domain in lower case and, where it can be, in its ASCII form."""
    domain = domain.rstrip(".").lower()
    try:
        return domain.encode("idna").decode() if not domain.isascii() else domain
    except UnicodeError:
        return domain


def is_registry(domain: str) -> bool:
    """Whether strangers can own names directly below `domain`, as far as the small rule knows."""
    labels = domain.split(".")
    country_second = len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _REGISTRY_LABELS
    return len(labels) < 2 or country_second or domain in _SHARED_DOMAINS


def organisational_domain(domain: str) -> str:
    """Return the shortest domain above (or equal to) `domain` that is nobody's registry; `domain` itself
    if none.
    """
    labels = ascii_domain(domain).split(".")
    suffixes = (".".join(labels[number:]) for number in range(len(labels) - 1, -1, -1))
    return next((suffix for suffix in suffixes if not is_registry(suffix)), domain)


def is_aligned(signer: str, author: str, *, strict: bool = False) -> bool:
    """Whether `signer` vouches for `author`: the same domain, or one below the other and the upper one
    nobody's registry.

    Stricter than RFC 7489, which also lets two subdomains of one organisation vouch for each other.
    """
    signer, author = ascii_domain(signer), ascii_domain(author)
    if not signer or not author:
        return False
    if signer == author:
        return True
    upper, lower = sorted((signer, author), key=len)
    return not strict and lower.endswith("." + upper) and not is_registry(upper)

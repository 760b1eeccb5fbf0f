"""Finds where a signature begins."""

from mailparser_reply.parser import EmailMessage

# Polish is left out: its header pattern takes a single "Do:" or "Data:" for a mail's headers.
LANGUAGES = ["en", "de", "es", "fr", "it", "nl", "da", "sv", "cs", "ja", "ko", "zh"]
# Patterns of other languages take prefixes of common words ("Tak", "Kh", "/path") for a sign-off.
_SIGNATURES = EmailMessage(text="", languages=["en", "de", "es", "fr", "it", "nl"]).SIGNATURE_REGEX
_MAX_LINES = 12
_MAX_FIRST_LINE = 60
_MAX_FIRST_WORDS = 5


def signature_start(lines: list[str]) -> int:
    """Return the line where the signature begins, len(lines) when there is none. Something is always left
    above it.
    """
    for number, line in enumerate(lines):
        if number and line.rstrip() == "--" and len(lines) - number <= 2 * _MAX_LINES:
            return number
    found = _SIGNATURES.search("\n".join(line.strip() for line in lines))
    return _line_of(found[0].strip(), lines) if found else len(lines)


def _line_of(signature: str, lines: list[str]) -> int:
    first = signature.split("\n")[0].strip()
    # The library also takes a list of hyphens, or a whole paragraph after "Thanks,", for a signature.
    if first[:1] in "-_" or len(first) > _MAX_FIRST_LINE or len(first.split()) > _MAX_FIRST_WORDS:
        return len(lines)
    places = [number for number, line in enumerate(lines) if number and line.strip() == first]
    if not places or sum(bool(line.strip()) for line in lines[places[-1] :]) > _MAX_LINES:
        return len(lines)
    return places[-1]

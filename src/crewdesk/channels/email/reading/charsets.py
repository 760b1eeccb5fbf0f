"""Bytes of unknown honesty to clean text."""

import codecs

from crewdesk.core.html import clean_text

from .limits import CHARSET_SAMPLE_BYTES

# What browsers read under a declared name (WHATWG Encoding Standard, "Names and labels"): real mail follows
# them.
_BROWSER_NAMES = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
# Codecs that are no charsets of mail; some of them decode in quadratic time.
_REFUSED = {"idna", "punycode", "undefined", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape"}
_ASCII = bytes(range(128))
_LATIN_SHARE = 6
_FEWEST_HIGH_BYTES = 8
_CASE_TWINS = ("cp1251", "koi8_r")


def known_charset(name: str) -> str | None:
    """Return Python's codec name for a declared charset, or None when it is unknown or no charset."""
    try:
        found = codecs.lookup(name.strip().strip("'\""))
    except (LookupError, ValueError):
        return None
    if not found._is_text_encoding or found.name in _REFUSED:
        return None
    return _BROWSER_NAMES.get(found.name, found.name)


def decode(data: bytes, declared: str = "") -> tuple[str, bool]:
    """Return the clean text of `data`, and whether it is sure: decoded without a guess or a loss."""
    charset = known_charset(declared) if declared else None
    for candidate in filter(None, ("utf-8" if charset in (None, "cp1252") else None, charset)):
        try:
            return clean_text(data.decode(candidate)), not declared or charset is not None
        except ValueError:
            continue
    return clean_text(data.decode(_guess(data) or charset or "cp1252", "replace")), False


def decode_headers(block: bytes) -> str:
    """Return the text, not yet clean, of a block of headers: each line UTF-8 (RFC 6532), the others all
    in one guessed charset.
    """
    try:
        return block.decode()
    except UnicodeDecodeError:
        lines = block.split(b"\n")
    other = _guess(b"\n".join(line for line in lines if not _is_utf8(line))) or "cp1252"
    return "\n".join(line.decode("utf-8" if _is_utf8(line) else other, "replace") for line in lines)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _guess(data: bytes) -> str | None:
    sample = data[:CHARSET_SAMPLE_BYTES]
    high = len(sample.translate(None, _ASCII))
    # The library takes short German or French for Chinese; few high bytes mean a Latin script.
    if high < _FEWEST_HIGH_BYTES or high * _LATIN_SHARE < len(sample):
        return None
    # Imported here: it weighs six megabytes, and few mails need it.
    from charset_normalizer import from_bytes

    best = from_bytes(sample, steps=3).best()
    if best and best.encoding in _CASE_TWINS:
        # Each of the two reads the other as the same letters in the other case.
        return min(_CASE_TWINS, key=lambda name: sum(map(str.isupper, sample.decode(name, "replace"))))
    return best.encoding if best else None

"""What a file may be called on our pages. The name never becomes a path: storage keys are random."""

import unicodedata

LONGEST = 120
UNNAMED = "file"
# Control, format (zero-width, bidi), surrogate, private use and unassigned characters, line and paragraph separators.
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Special to shells, to Windows or to headers.
FORBIDDEN = set('<>:"|?*;%')
# Windows takes these for devices, whatever ending they have.
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}


def shown_name(name: str) -> str:
    """A name that is safe to show and to save: NFC, one path part, no invisible characters, at most 120 characters.

    The ending survives, as it tells people what they open.
    """
    last = str(name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(" " if c.isspace() else c for c in last if _is_shown(c))
    plain = " ".join(unicodedata.normalize("NFC", kept).split()).strip(". ")
    return _shortened(_not_a_device(plain)) or UNNAMED


def _is_shown(character: str) -> bool:
    if character in "\t\n\r":
        return True  # becomes a blank
    return unicodedata.category(character) not in INVISIBLE and character not in FORBIDDEN


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 10:
        return name[:LONGEST].strip(". ")
    return stem[: LONGEST - len(ending) - 1].strip(". ") + dot + ending


def _not_a_device(name: str) -> str:
    return f"_{name}" if name.partition(".")[0].strip().lower() in DEVICES else name

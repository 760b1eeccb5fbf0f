"""Paragraphs out of format=flowed text."""


def unflow(text: str, *, delete_space: bool) -> str:
    """Join soft line breaks (RFC 3676, section 4.2); quoted lines keep their depth, the signature mark
    its own line.
    """
    lines: list[list[str]] = []
    open_depth = None
    for line in text.split("\n"):
        body = line.lstrip(">")
        depth = len(line) - len(body)
        body = body.removeprefix(" ")
        flows = body.endswith(" ") and body != "-- "
        kept = body[:-1] if flows and delete_space else body
        if open_depth == depth and body != "-- ":
            lines[-1].append(kept)
        else:
            lines.append([">" * depth + (" " if depth else ""), kept])
        open_depth = depth if flows else None
    return "\n".join(map("".join, lines))

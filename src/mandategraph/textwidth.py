"""How wide a text is where it is drawn: a Han character is as wide as two letters."""

from __future__ import annotations

from rich.cells import cell_len

__all__ = ["shortened", "width"]


def width(text: str) -> int:
    """How many letters' width a text has; marks that stand above or below a letter add nothing.

    :param text: on one line.

    >>> width("UNIDO"), width("工发组织")
    (5, 8)
    """
    return cell_len(text)


def shortened(text: str, most: int) -> str:
    """A text cut to a width, with an ellipsis where something was left out.

    :param text: on one line.
    :param most: its greatest width, in letters; the ellipsis comes on top of it.

    >>> shortened("United Nations Industrial Development Organization", 17)
    'United Nations In…'
    >>> shortened("联合国工业发展组织", 7), shortened("联合国", 6)
    ('联合国…', '联合国')
    """
    if width(text) <= most:
        return text
    end, wide = 0, 0
    while (wide := wide + width(text[end])) <= most:
        end += 1
    return text[:end].rstrip() + "…"

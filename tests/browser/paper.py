"""What a PDF shows on its sheets, and what their ends have cut."""

from typing import NamedTuple

import numpy as np
import pypdfium2
from engines import MARGIN

EDGE = MARGIN / 25.4 * 72  # points


class Sheet(NamedTuple):
    """One side of A4."""

    text: str
    cut: str  # letters that lie across the edge of what is printed
    full: bool  # drawn to the very end, as what goes on on the next sheet
    blank: float  # the highest part of the sheet with something below it and nothing on it


def sheets(pdf: bytes) -> list[Sheet]:
    """Each sheet of a PDF of A4."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_sheet(page) for page in document]


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    words = page.get_textpage()
    boxes = [words.get_charbox(i) for i in range(words.count_chars())]
    cut = [
        words.get_text_range(i, 1)
        for i, (_, bottom, _, top) in enumerate(boxes)
        for edge in (EDGE, page.get_height() - EDGE)
        if bottom < edge - 1 and edge + 1 < top
    ]
    pixels = page.render(scale=2, grayscale=True).to_numpy().squeeze()
    margin = round(2 * EDGE)
    drawn = np.flatnonzero((pixels[margin:-margin] < 250).any(axis=1))
    height = len(pixels) - 2 * margin
    blank = np.diff(drawn, prepend=0).max(initial=0) / height
    return Sheet(words.get_text_range(), "".join(cut), height - 3 in drawn, float(blank))

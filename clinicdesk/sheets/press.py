"""From content to bytes. The PDF library is loaded with the first sheet, not with the program."""

from clinicdesk.sheets.content import SheetContent
from clinicdesk.sheets.day_list import DayList

RENDERER = "clinicdesk-pdf-1"  # a new id whenever equal contents would draw to other bytes


def draw(content: SheetContent) -> bytes:
    """A patient's sheet as PDF. Raises Refused for what cannot be drawn whole."""
    from clinicdesk.sheets import pdf  # noqa: PLC0415 - see above

    return pdf.draw(content)


def draw_day(listed: DayList) -> bytes:
    """The staff's list of a day as PDF. Raises Refused for what cannot be drawn whole."""
    from clinicdesk.sheets import day_pdf  # noqa: PLC0415 - see above

    return day_pdf.draw_day(listed)

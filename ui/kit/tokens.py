"""Every colour and measure of the look; both themes have the same names, PAIRS stay readable.

Colours are `#RRGGBB`, measures are logical pixels at 100 % text size.
"""

from enum import StrEnum

LIGHT: dict[str, str] = {
    "bg": "#F3F5F8",
    "surface": "#FFFFFF",
    "sunken": "#EAEEF2",
    "raised": "#FFFFFF",
    "border": "#DCE2E9",
    "border_strong": "#76818F",
    "grid": "#E6EAEF",
    "grid_hour": "#D3DAE2",
    "text": "#15202B",
    "text2": "#465465",
    "text3": "#5C6875",
    "accent": "#1A5CB8",
    "accent_hover": "#154C99",
    "accent_soft": "#E4EEFB",
    "accent_text": "#164F9E",
    "on_accent": "#FFFFFF",
    "focus": "#1A5CB8",
    "now": "#C2321F",
    "rail": "#10283B",
    "rail_text": "#B9C8D6",
    "rail_pill": "#21496B",
    "rail_on": "#FFFFFF",
    "rail_mark": "#59A5F5",
    "badge": "#F2A93B",
    "on_badge": "#2B1C00",
    "toast": "#15202B",
    "on_toast": "#FFFFFF",
    "toast_action": "#9CC4F8",
    "ready_fg": "#0A6446",
    "ready_bg": "#E2F3EC",
    "ready_bar": "#138A62",
    "attn_fg": "#7A4A00",
    "attn_bg": "#FFF0CC",
    "attn_bar": "#C98300",
    "block_fg": "#A3210F",
    "block_bg": "#FCE4DF",
    "block_bar": "#C9341D",
    "wait_fg": "#3F4E60",
    "wait_bg": "#E9EDF2",
    "wait_bar": "#7B8896",
    "flow_fg": "#154C99",
    "flow_bg": "#E1ECFB",
    "flow_bar": "#2C6FD1",
    "done_fg": "#55606D",
    "done_bg": "#EEF1F4",
    "done_bar": "#A6B0BB",
}

DARK: dict[str, str] = {
    "bg": "#0F151B",
    "surface": "#171F27",
    "sunken": "#0B1015",
    "raised": "#1E2831",
    "border": "#2A3641",
    "border_strong": "#7D8B99",
    "grid": "#202A33",
    "grid_hour": "#2C3843",
    "text": "#E9EEF3",
    "text2": "#B4C0CB",
    "text3": "#93A1AE",
    "accent": "#7DB1F5",
    "accent_hover": "#9CC4F8",
    "accent_soft": "#17304D",
    "accent_text": "#9CC4F8",
    "on_accent": "#06182E",
    "focus": "#9CC4F8",
    "now": "#FF8A75",
    "rail": "#0A1117",
    "rail_text": "#93A5B5",
    "rail_pill": "#1D3A55",
    "rail_on": "#FFFFFF",
    "rail_mark": "#59A5F5",
    "badge": "#F2A93B",
    "on_badge": "#2B1C00",
    "toast": "#E9EEF3",
    "on_toast": "#15202B",
    "toast_action": "#164F9E",
    "ready_fg": "#7FDDB8",
    "ready_bg": "#10332A",
    "ready_bar": "#35B58A",
    "attn_fg": "#FFD27A",
    "attn_bg": "#3A2B0A",
    "attn_bar": "#E0A12B",
    "block_fg": "#FFAE9F",
    "block_bg": "#43190F",
    "block_bar": "#EE6B52",
    "wait_fg": "#C0CBD6",
    "wait_bg": "#26313B",
    "wait_bar": "#7C8A98",
    "flow_fg": "#A9CCFA",
    "flow_bg": "#16304F",
    "flow_bar": "#5B9AEF",
    "done_fg": "#9AA7B3",
    "done_bg": "#1E2730",
    "done_bar": "#56636F",
}


_STRONGER = {
    "border": "border_strong",
    "border_strong": "text",
    "grid": "border_strong",
    "grid_hour": "border_strong",
    "text2": "text",
    "text3": "text",
    "rail_text": "rail_on",
}


def stronger(palette: dict[str, str]) -> dict[str, str]:
    """The same palette for who asked the computer for more contrast: firm lines, no grey text."""
    return palette | {name: palette[other] for name, other in _STRONGER.items()}


class Status(StrEnum):
    """What a person must do about something; each has a colour triple, an icon and a word."""

    READY = "ready"
    ATTN = "attn"
    BLOCK = "block"
    WAIT = "wait"
    FLOW = "flow"
    DONE = "done"

    @property
    def icon(self) -> str:
        """The icon that means this status everywhere."""
        return _STATUS_ICONS[self]


_STATUS_ICONS = {
    Status.READY: "circle-check",
    Status.ATTN: "alert-triangle",
    Status.BLOCK: "ban",
    Status.WAIT: "circle-dashed",
    Status.FLOW: "player-play",
    Status.DONE: "check",
}

TEXT_CONTRAST = 4.5
OUTLINE_CONTRAST = 3.0

_PAPERS = ("surface", "bg", "sunken", "raised", "accent_soft")
_TINTS = tuple(f"{status}_bg" for status in Status)

PAIRS: tuple[tuple[str, str, float], ...] = (
    *((ink, paper, TEXT_CONTRAST) for ink in ("text", "text2") for paper in (*_PAPERS, *_TINTS)),
    *(("text3", paper, TEXT_CONTRAST) for paper in ("surface", "bg", "sunken", "raised")),
    *(("accent_text", paper, TEXT_CONTRAST) for paper in _PAPERS),
    *((f"{status}_fg", f"{status}_bg", TEXT_CONTRAST) for status in Status),
    *((f"{status}_fg", paper, TEXT_CONTRAST) for status in Status for paper in ("surface", "bg")),
    *((f"{status}_fg", "accent_soft", OUTLINE_CONTRAST) for status in Status),
    *(("block_fg", paper, TEXT_CONTRAST) for paper in ("attn_bg", "accent_soft", "ready_bg")),
    ("on_accent", "accent", TEXT_CONTRAST),
    ("on_accent", "accent_hover", TEXT_CONTRAST),
    ("surface", "now", TEXT_CONTRAST),
    ("rail_text", "rail", TEXT_CONTRAST),
    ("rail", "rail_mark", TEXT_CONTRAST),
    *(("rail_on", paper, TEXT_CONTRAST) for paper in ("rail", "rail_pill")),
    ("on_badge", "badge", TEXT_CONTRAST),
    ("on_toast", "toast", TEXT_CONTRAST),
    ("toast_action", "toast", TEXT_CONTRAST),
    *(("border_strong", paper, OUTLINE_CONTRAST) for paper in ("surface", "bg", "raised")),
    *(("focus", paper, OUTLINE_CONTRAST) for paper in (*_PAPERS, *_TINTS)),
    *(("accent", paper, OUTLINE_CONTRAST) for paper in (*_PAPERS, *_TINTS)),
    *(("now", paper, OUTLINE_CONTRAST) for paper in ("surface", "bg", "accent_soft")),
    *((f"{loud}_bar", "surface", OUTLINE_CONTRAST) for loud in ("attn", "block", "flow", "ready")),
    ("badge", "rail", OUTLINE_CONTRAST),
)
"""(ink, paper, least contrast ratio of WCAG 2.2) for every pairing that the app draws."""

SPACE_HAIR, SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL, SPACE_XXL = 2, 4, 8, 12, 16, 24, 32
RADIUS_CHIP, RADIUS_CONTROL, RADIUS_CARD = 4, 6, 8
SIZE_NAV, SIZE_SMALL, SIZE_BODY, SIZE_SUBTITLE, SIZE_TITLE, SIZE_FIGURE = 11, 12, 13, 15, 20, 26
CONTROL_HEIGHT = 32
CHECK_HEIGHT = 28
CHIP_HEIGHT = 26
ROW_HEIGHT, ROW_HEIGHT_TWO_LINES = 44, 56
LEAST_TARGET = 24
RAIL_WIDTH = 84
TOP_BAR_HEIGHT = 56
PANEL_WIDTH = 340
ICON = 18
ICON_SMALL = 16

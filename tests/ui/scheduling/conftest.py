from tests.screens.seat import desk, sign_in
from tests.ui.scheduling.panels import open_page, open_panel

__all__ = ["desk", "open_page", "open_panel", "sign_in"]

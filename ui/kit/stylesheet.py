"""The stylesheet of the standard controls; domain widgets paint themselves from the same tokens."""

TEMPLATE = """
QToolTip {
    background: @toast; color: @on_toast; border: 0; padding: 4px 8px;
}

QLabel { background: transparent; }
QLabel[tone="text"] { color: @text; }
QLabel[tone="text2"] { color: @text2; }
QLabel[tone="text3"] { color: @text3; }
QLabel[tone="accent_text"] { color: @accent_text; }
QLabel[tone="ready_fg"] { color: @ready_fg; }
QLabel[tone="attn_fg"] { color: @attn_fg; }
QLabel[tone="block_fg"] { color: @block_fg; }
QLabel[tone="on_toast"] { color: @on_toast; }
QLabel:disabled { color: @text3; }

QLineEdit, QComboBox {
    background: @surface; color: @text;
    border: 1px solid @border_strong; border-radius: 6px;
    min-height: @30px; max-height: @30px; padding: 0 10px;
    selection-background-color: @accent; selection-color: @on_accent;
}
QPlainTextEdit {
    background: @surface; color: @text;
    border: 1px solid @border_strong; border-radius: 6px; padding: 6px 8px;
    selection-background-color: @accent; selection-color: @on_accent;
}
QLineEdit:hover, QComboBox:hover, QPlainTextEdit:hover { border-color: @text2; }
QLineEdit:focus, QComboBox:focus, QComboBox:on, QPlainTextEdit:focus { border-color: @accent; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] {
    border-color: @block_bar;
}
QLineEdit:read-only, QPlainTextEdit:read-only { background: @bg; border-color: @border; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
    background: @sunken; color: @text3; border-color: @border;
}

QComboBox { padding-left: 12px; padding-right: 2px; }
QComboBox::drop-down { border: 0; width: @30px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView {
    background: @raised; color: @text; border: 1px solid @border_strong; padding: 4px;
    outline: 0; selection-background-color: @accent_soft; selection-color: @accent_text;
}
QComboBox QAbstractItemView::item { min-height: @30px; padding: 0 8px; }

QCalendarWidget QWidget#qt_calendar_navigationbar { background: @raised; }
QCalendarWidget QToolButton {
    background: @raised; color: @text; border: 0; border-radius: 6px; padding: 4px 8px;
    min-height: @22px; font-weight: 600;
}
QCalendarWidget QToolButton:hover, QCalendarWidget QToolButton:focus { background: @sunken; }
QCalendarWidget QToolButton::menu-indicator { image: none; width: 0; }
QCalendarWidget QSpinBox { background: @surface; color: @text; }
QCalendarWidget QAbstractItemView {
    background: @raised; selection-background-color: @accent; selection-color: @on_accent;
}

QMenuBar {
    background: @surface; color: @text; border-bottom: 1px solid @border; padding: @9px 12px;
}
QMenuBar::item { padding: @9px 12px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @accent_soft; color: @accent_text; }
QMenu { background: @raised; color: @text; border: 1px solid @border_strong; padding: 4px; }
QMenu::item { padding: 7px 24px 7px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accent_soft; color: @accent_text; }
QMenu::item:disabled { color: @text3; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }

QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget#scrolled { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @border_strong; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @text2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QAbstractScrollArea::corner { background: transparent; border: 0; }

QTableView {
    background: @surface; color: @text; border: 0; outline: 0; gridline-color: @border;
    selection-background-color: @accent_soft; selection-color: @text;
}
QHeaderView { background: @surface; border: 0; }
QHeaderView::section {
    background: @surface; color: @text2; border: 0; border-bottom: 1px solid @border;
    padding: 0 12px; min-height: @36px; font-size: @12px; font-weight: 600;
}
QHeaderView::section:first, QHeaderView::section:only-one { padding-left: 24px; }

QTabBar { background: transparent; border: 0; }
QTabBar::tab {
    background: transparent; color: @text2; border: 0; border-bottom: 3px solid transparent;
    padding: 11px 2px 9px 2px; margin-right: 24px; font-weight: 500;
}
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @accent_text; border-bottom-color: @accent; }

QDialog { background: @surface; }
"""

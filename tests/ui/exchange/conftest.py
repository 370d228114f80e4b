from tests.screens.seat import desk, sign_in

__all__ = ["desk", "sign_in"]

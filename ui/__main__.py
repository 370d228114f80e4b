"""`python -m ui` starts the program, and so does what is frozen of it."""

import sys

try:
    from ui.start import main
except ImportError as missing:  # a library that Qt needs of the system
    sys.exit(f"ClinicDesk cannot start: {missing}.\nInstall what the README lists for your system.")

if __name__ == "__main__":
    sys.exit(main())

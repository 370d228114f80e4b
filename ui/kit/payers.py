"""How the kinds of payer are called on every screen."""

from clinicdesk.patients.rules import PayerKind

PAYERS = (
    (PayerKind.MEDICARE, "Medicare"),
    (PayerKind.MEDICARE_ADVANTAGE, "Medicare Advantage"),
    (PayerKind.MEDICAID, "Medicaid"),
    (PayerKind.COMMERCIAL, "Commercial insurance"),
    (PayerKind.WORKERS_COMPENSATION, "Workers' compensation"),
    (PayerKind.SELF_PAY, "Self-pay"),
    (PayerKind.OTHER, "Other"),
)

"""Cases: one patient's way from referral to closure."""

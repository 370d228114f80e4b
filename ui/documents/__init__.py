"""Papers of a patient: attaching them, looking at them."""

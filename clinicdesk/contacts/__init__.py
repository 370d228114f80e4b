"""How a patient is reached, who belongs to the patient, who pays, what everybody must see."""

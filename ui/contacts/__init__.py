"""How a patient is reached, theirs, who pays, alerts: the Details tab of a chart."""

"""The physician's evaluation as a tab of the chart."""

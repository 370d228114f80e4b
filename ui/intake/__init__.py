"""The intake as a tab of the chart."""

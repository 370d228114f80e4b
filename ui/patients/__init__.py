"""Finding and registering patients, and the chart around everything about one of them."""

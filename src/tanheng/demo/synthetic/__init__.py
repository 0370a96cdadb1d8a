"""The plants and companies of the demo group, made up to the last figure: no enterprise is meant."""

"""Where signals are heading: trend and season up to a limit, with an interval."""

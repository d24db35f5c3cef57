"""When a notification is tried again, and when not."""

# Doubled with each attempt.
FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 900.0
# After a day it is old news.
GIVE_UP_S = 86_400.0
# More than this from one channel helps nobody; what is over waits.
MOST_IN_WINDOW = 30
WINDOW_S = 600.0


def wait_s(attempts: int) -> float:
    """Return how long to wait after that many failed attempts."""
    return float(min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(attempts - 1, 20)))


def is_hopeless(created_s: float, now_s: float, *, permanent: bool) -> bool:
    """Return whether it makes no sense to try again."""
    return permanent or now_s - created_s >= GIVE_UP_S

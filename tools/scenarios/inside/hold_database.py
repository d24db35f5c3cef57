"""Hold the shop's database for writing, again and again, while a flag is there."""

import sqlite3
import sys
import time
from pathlib import Path

DATABASE = "/data/shop.db"


def main(flag: str, at_most_s: str, held_s: str, free_s: str) -> None:
    """Take the write lock for *held_s* seconds, leave it free for *free_s*."""
    end_s = time.monotonic() + float(at_most_s)
    connection = sqlite3.connect(DATABASE, timeout=30, isolation_level=None)
    while Path(flag).exists() and time.monotonic() < end_s:
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(float(held_s))
        connection.execute("ROLLBACK")
        time.sleep(float(free_s))
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

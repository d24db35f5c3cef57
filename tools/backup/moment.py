"""A container of a moment, which reads or writes a volume in our stead."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tools.backup.errors import BackupError

INSIDE = Path(__file__).with_name("inside")
VOLUME = "/volume"
_MEMORY = 256 << 20
# To read what is another user's, and to go on as that user.
READING = ("DAC_READ_SEARCH", "SETUID", "SETGID")
# To remove what is another user's.
WIPING = ("DAC_OVERRIDE", "FOWNER")


@contextmanager
def container(
    api: Any,
    image: str,
    volume: str,
    program: str,
    words: Sequence[str] = (),
    *,
    capabilities: Sequence[str],
) -> Iterator[str]:
    """
    Make a container that runs a program of ``inside/`` on *volume*; remove it after.

    Args:
        image: One with Python.
        capabilities: All that its root has.

    Yields:
        Its id; it is not started.
    """
    text = (INSIDE / program).read_text()
    made = api.create_container(
        image,
        entrypoint=["python3", "-c", text],
        command=list(words),
        user="0:0",
        network_disabled=True,
        volumes=[VOLUME],
        host_config=api.create_host_config(
            binds={volume: {"bind": VOLUME, "mode": "rw"}},
            cap_drop=["ALL"],
            cap_add=list(capabilities),
            security_opt=["no-new-privileges"],
            read_only=True,
            mem_limit=_MEMORY,
            network_mode="none",
            # What it writes is the data itself; the engine is to keep no copy.
            log_config={"Type": "none"},
        ),
    )["Id"]
    try:
        yield made
    finally:
        api.remove_container(made, force=True, v=False)


def read(api: Any, image: str, volume: str, way: str, out: IO[bytes]) -> None:
    """
    Write *volume* to *out* as a tar file.

    Raises:
        BackupError: When the copy fails; repeats what the program said.
    """
    said = ""
    with container(
        api, image, volume, "copy_out.py", [way], capabilities=READING
    ) as made:
        stream = api.attach(made, stdout=True, stderr=True, stream=True, demux=True)
        api.start(made)
        for data, words in stream:
            if data:
                out.write(data)
            if words:
                said += words.decode(errors="replace")
        status = api.wait(made)["StatusCode"]
    if status:
        raise BackupError(
            f"volume {volume} cannot be copied (status {status}):\n{said.strip()}"
        )


def write(api: Any, image: str, volume: str, tar: IO[bytes]) -> None:
    """
    Replace everything in *volume* by what *tar* holds, with its owners and modes.

    Raises:
        BackupError: When the engine refuses, or the volume cannot be emptied.
    """
    with container(api, image, volume, "wipe.py", capabilities=WIPING) as made:
        api.start(made)
        status = api.wait(made)["StatusCode"]
        if status:
            raise BackupError(f"volume {volume} cannot be emptied (status {status})")
        if not api.put_archive(made, VOLUME, tar):
            raise BackupError(f"the engine does not fill volume {volume}")

import io

import pytest

from infra.specs.databases import DATABASES
from tools.backup.errors import BackupError
from tools.backup.parts import parts
from tools.backup.postgres import database_of, file_of, run


def test_a_database_is_known_by_its_file_in_the_backup():
    for each in DATABASES:
        assert database_of(file_of(each.name)) == each.name


def test_data_of_an_unknown_database_is_refused_with_the_way_out():
    with pytest.raises(BackupError, match="check the revision out"):
        database_of("postgres-orders.dump")


def test_files_of_postgres_are_not_copied_as_they_lie_there():
    assert parts("blue", ["pharos-blue-postgres"], {}) == []


class Wire:
    """The engine's end of a connection to a program that was started."""

    def __init__(self, frames, pieces=3):
        heads = [
            bytes([kind, 0, 0, 0]) + len(d).to_bytes(4, "big") for kind, d in frames
        ]
        said = b"".join(h + d for h, (_, d) in zip(heads, frames, strict=True))
        self.said, self.pieces, self.got = io.BytesIO(said), pieces, b""

    def sendall(self, data):
        self.got += data

    def shutdown(self, how):
        self.ended = how

    def recv(self, size):
        return self.said.read(min(size, self.pieces))

    def close(self):
        pass


class Api:
    def __init__(self, wire, status=0):
        self.wire, self.status = wire, status

    def exec_create(self, container, words, stdin):
        self.words = words
        return {"Id": "1"}

    def exec_start(self, made, socket):
        return self.wire

    def exec_inspect(self, made):
        return {"ExitCode": self.status}


def test_a_program_gets_its_input_and_its_output_is_kept_apart_from_its_words():
    wire, out = Wire([(1, b"one"), (2, b"a warning"), (1, b"two")]), io.BytesIO()

    run(Api(wire), "c", ["/bin/x"], stdin=[b"in", b"put"], out=out)

    assert wire.got == b"input"
    assert out.getvalue() == b"onetwo"


def test_a_program_that_fails_is_repeated_in_its_own_words():
    api = Api(Wire([(2, b"no such database\n")]), status=3)

    with pytest.raises(
        BackupError, match="pg_dump in c ended with 3: no such database"
    ):
        run(api, "c", ["/usr/bin/pg_dump"])

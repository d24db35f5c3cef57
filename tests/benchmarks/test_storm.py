from tests.benchmarks import storm


def test_the_storms_are_played_and_counted(capsys):
    assert storm.main(["--storms", "1"]) == 0

    printed = capsys.readouterr().out
    lines = [line for line in printed.splitlines() if line.startswith("| ")][1:]
    assert len(lines) == len(storm.WEATHER)
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        faults, incidents = int(cells[3]), int(cells[4])
        assert faults == incidents
        assert int(cells[6]) >= 50

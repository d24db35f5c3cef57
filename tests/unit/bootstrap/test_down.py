from tests.unit.bootstrap.factories import a_checkpoint, places_in
from tools.bootstrap import stack_settings
from tools.bootstrap.backend import checkpoint_file
from tools.bootstrap.commands.down import never_up
from tools.bootstrap.display import Silent
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.processes import Processes

URN = "urn:pulumi:dev::pharos::pulumi:pulumi:Stack::pharos-dev"


def test_a_stack_that_was_never_up_is_told_from_one_that_is_down(tmp_path, monkeypatch):
    monkeypatch.delenv("PULUMI_BACKEND_URL", raising=False)
    where = places_in(tmp_path)
    where.settings("dev").write_text("config: {}\n")
    preparation = Preparation(
        where=where,
        file=stack_settings.read(where, "dev"),
        processes=Processes(),
        display=Silent(),
    )
    state = checkpoint_file(where.backend / ".pulumi", "dev")
    state.parent.mkdir(parents=True)

    assert never_up(preparation)
    state.write_text(a_checkpoint())
    assert never_up(preparation)
    state.write_text(a_checkpoint(resources=[URN]))
    assert not never_up(preparation)

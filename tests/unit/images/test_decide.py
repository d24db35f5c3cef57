from tools.images.catalogue import Image
from tools.images.decide import (
    Action,
    choose_absent,
    choose_present,
    missing_reason,
    official_reference,
    pull_reference,
)
from tools.images.model import Source
from tools.images.records import ImageRecord

from .factories import DIGEST, IMAGE_ID, grafana, holdings, image, known, record

OFFICIAL = "prom/prometheus:v3.15.0"
OTHER_ID = "sha256:" + "2" * 64


def test_an_override_wins_over_everything() -> None:
    held = holdings({"mine:1": IMAGE_ID, OFFICIAL: OTHER_ID})
    choice = choose_present(image(), known(holdings=held, override="mine:1"))
    assert choice is not None
    assert (choice.action, choice.source) == (Action.NOTHING, Source.OVERRIDE)
    assert choice.reference == "mine:1"


def test_an_override_that_is_not_here_is_pulled() -> None:
    choice = choose_present(image(), known(override="mine:1"))
    assert choice is not None
    assert choice.action is Action.PULL


def test_an_imported_image_wins_over_the_official_one() -> None:
    held = holdings({OFFICIAL: OTHER_ID}, IMAGE_ID)
    choice = choose_present(image(), known(holdings=held, imported=record()))
    assert choice is not None
    assert (choice.source, choice.reference) == (Source.IMPORTED, IMAGE_ID)


def test_an_official_image_that_is_here_is_used_by_its_digest() -> None:
    pinned = f"prom/prometheus@{DIGEST}"
    held = holdings({pinned: IMAGE_ID})
    choice = choose_present(image(digest=DIGEST), known(holdings=held))
    assert choice is not None
    assert (choice.source, choice.reference) == (Source.PRESENT, pinned)


def test_a_loaded_image_without_its_digest_is_used_by_its_id() -> None:
    held = holdings({OFFICIAL: IMAGE_ID})
    choice = choose_present(image(digest=DIGEST), known(holdings=held))
    assert choice is not None
    assert choice.reference == IMAGE_ID


def test_an_image_built_before_is_used_by_its_id() -> None:
    held = holdings({}, IMAGE_ID)
    choice = choose_present(image(), known(holdings=held, built=record()))
    assert choice is not None
    assert (choice.source, choice.reference) == (Source.BUILT, IMAGE_ID)


def test_a_record_whose_image_is_gone_counts_for_nothing() -> None:
    assert choose_present(image(), known(built=record(), imported=record())) is None


def test_a_registry_that_answers_is_preferred_to_building() -> None:
    choice = choose_absent(image(), known(), registry_answers=True)
    assert (choice.action, choice.reference) == (Action.PULL, OFFICIAL)


def test_without_a_registry_the_recipe_is_used() -> None:
    choice = choose_absent(image(), known(), registry_answers=False)
    assert choice.action is Action.BUILD


def test_without_registry_and_recipe_an_image_is_given_up() -> None:
    choice = choose_absent(grafana(), known(), registry_answers=False)
    assert choice.action is Action.GIVE_UP


def test_an_image_without_reference_is_built_even_where_a_registry_answers() -> None:
    choice = choose_absent(image(reference=None), known(), registry_answers=True)
    assert choice.action is Action.BUILD


def test_a_digest_is_pulled_through_the_mirror() -> None:
    assert pull_reference(image(digest=DIGEST), "mirror.example") == (
        f"mirror.example/prom/prometheus@{DIGEST}"
    )


def test_the_reason_for_a_missing_image_names_every_way_out() -> None:
    assert missing_reason(grafana(), "docker.io") == (
        "the registry docker.io does not answer, and Grafana cannot be built here. "
        "Load it from a tarball with `make images IMPORT=file` (made by `docker save "
        "grafana/grafana:13.2.3`), or name a mirror in the setting "
        "pharos:registryPrefix"
    )


CONTRIB = "otel/contrib:1.0.0"


def collector(**changes: str) -> Image:
    return image(**{"reference": CONTRIB, "program": "/otelcol", **changes})


def test_an_official_image_that_cannot_run_is_not_taken_as_it_is() -> None:
    assert choose_present(collector(), known(holdings=holdings({CONTRIB: "x"}))) is None


def test_its_program_is_taken_out_where_a_registry_answers() -> None:
    choice = choose_absent(collector(), known(), registry_answers=True)
    assert (choice.action, choice.source) == (Action.REPACKAGE, Source.BUILT)
    assert choice.reference == CONTRIB


def test_its_program_is_taken_out_through_the_mirror() -> None:
    choice = choose_absent(
        collector(digest=DIGEST), known(prefix="mirror.example"), registry_answers=True
    )
    assert choice.reference == f"mirror.example/otel/contrib@{DIGEST}"


def test_its_program_is_taken_out_of_the_image_that_is_here() -> None:
    here = known(holdings=holdings({CONTRIB: IMAGE_ID}))
    choice = choose_absent(collector(), here, registry_answers=False)
    assert choice.action is Action.REPACKAGE


def test_an_official_image_loaded_without_its_digest_is_named_by_its_id() -> None:
    here = known(holdings=holdings({CONTRIB: IMAGE_ID}))
    assert official_reference(collector(digest=DIGEST), here) == IMAGE_ID


def test_without_a_registry_it_is_compiled() -> None:
    choice = choose_absent(collector(), known(), registry_answers=False)
    assert choice.action is Action.BUILD


def test_an_image_around_an_official_program_says_where_that_came_from() -> None:
    made = ImageRecord(id=IMAGE_ID, name="pharos/collector:1", official=CONTRIB)
    here = known(holdings=holdings({}, IMAGE_ID), built=made)
    choice = choose_present(collector(), here)
    assert choice is not None
    assert (choice.reference, choice.official) == (IMAGE_ID, CONTRIB)

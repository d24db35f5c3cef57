import yaml

from infra.paths import CHECKOUT


def test_committed_settings_carry_nothing_of_one_user_s_passphrase():
    # Plain `pulumi up` writes it; it would fit nobody else's.
    [*files] = CHECKOUT.glob("Pulumi.dev.yaml")

    keys = {key for file in files for key in yaml.safe_load(file.read_text())}
    assert keys == {"config"}

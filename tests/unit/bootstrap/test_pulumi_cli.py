from tools.bootstrap.pulumi_cli import diagnostics, hint

SAID = """\
Updating (dev):
 +  docker:index:Container items **creating failed** error: no
Diagnostics:
  docker:index:Container (items):
    error: port 8080 is taken

  pulumi:pulumi:Stack (pharos-dev):
    warning: using pulumi-resource-docker from $PATH at /opt/pharos/bin/pulumi-resource-docker
    error: update failed
    Traceback (most recent call last):
      File "/bin/pulumi-language-python-exec", line 197, in <module>
        loop.run_until_complete(coro)
    KeyboardInterrupt

Resources:
    + 1 created
"""  # noqa: E501


def test_a_failure_is_told_by_its_diagnostics_without_noise():
    assert diagnostics(SAID) == (
        "  docker:index:Container (items):\n    error: port 8080 is taken\n\n"
        "  pulumi:pulumi:Stack (pharos-dev):\n    error: update failed"
    )


def test_an_exception_of_the_program_stays_whole():
    said = SAID.replace("KeyboardInterrupt", "ValueError: what")

    assert "Traceback" in diagnostics(said)
    assert "ValueError: what" in diagnostics(said)


def test_a_passphrase_that_does_not_fit_is_explained():
    said = (
        "error: getting secrets manager: passphrase must be set: incorrect passphrase"
    )

    assert "`encryptionsalt`" in hint(said)
    assert hint("error: something else") == ""


def test_without_diagnostics_all_is_repeated():
    assert diagnostics("error: incorrect passphrase\n") == "error: incorrect passphrase"


POLICIES = """\
Policies:
    ❌ pharos@v0.1.0 (local: policies)
        - [mandatory]  memory-limit  (docker:index/container:Container: items)
          Memory is limited, without swap.
          items: it has no memory limit; set memory, in MiB

"""


def test_refusal_of_a_policy_comes_before_the_diagnostics():
    said = diagnostics(SAID.replace("Diagnostics:", f"{POLICIES}Diagnostics:"))

    assert said.startswith("Policies:\n")
    assert "items: it has no memory limit" in said
    assert "error: port 8080 is taken" in said


def test_policies_that_have_passed_explain_nothing():
    passed = "Policies:\n    ✅ pharos@v0.1.0 (local: policies)\n\n"

    said = diagnostics(SAID.replace("Diagnostics:", f"{passed}Diagnostics:"))

    assert said == diagnostics(SAID)

"""A mandatory policy that reads a value as if it were always known."""

from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy


def _refuse_latest(args, report):
    if args.props.get("image", "").endswith(":latest"):
        report("it is the latest")


PolicyPack(
    "touching",
    [ResourceValidationPolicy("no-latest", "No latest image.", _refuse_latest)],
    enforcement_level=EnforcementLevel.MANDATORY,
)

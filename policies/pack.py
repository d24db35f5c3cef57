"""The policies as a CrossGuard pack: Pulumi's shell around the pure checks."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pulumi_policy
from pulumi_policy import (
    EnforcementLevel,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UnknownValueError

from policies import exemptions, trust
from policies.catalogue import POLICIES
from policies.judge import Judge
from policies.model import (
    Finding,
    Policy,
    Release,
    Resource,
    ResourcePolicy,
    Stack,
    StackPolicy,
)
from policies.reading import known

NAME = "pharos"


def serve() -> None:
    """
    Hand every policy to Pulumi, which then asks this process.

    Raises:
        ExemptionsError: When the file of exemptions has a mistake.
    """
    granted = exemptions.read()
    trusted = trust.release(os.environ)
    declared = Declared()
    offered: list[pulumi_policy.Policy] = [
        _offered(policy, granted, trusted, declared)
        for policy in (*POLICIES, _current(granted))
    ]
    # Its own default level is advisory.
    PolicyPack(NAME, offered, enforcement_level=EnforcementLevel.MANDATORY)


class Declared:
    """
    The resources as the program declares them, by URN.

    Pulumi shows a policy of the whole stack what providers returned, during an update,
    and a provider returns what it likes. What was declared it shows before, to the
    policies of single resources.
    """

    def __init__(self) -> None:
        self._resources: dict[str, Resource] = {}

    def note(self, args: ResourceValidationArgs) -> Resource:
        """Return the resource, and remember it for the policies of the stack."""
        resource = self._resources[args.urn] = _resource(args)
        return resource

    def recall(self, args: Any) -> Resource:
        """Return the resource as it was declared, or as it is shown now."""
        return self._resources.get(args.urn) or _resource(args)


def _current(granted: tuple[exemptions.Exemption, ...]) -> StackPolicy:
    """Return the policy that exemptions themselves are under."""

    def check(stack: Stack) -> Iterator[Finding]:
        for message in exemptions.expired(granted, stack.name, date.today()):
            yield Finding("exemptions", message)

    return StackPolicy(
        name=exemptions.POLICY,
        description="No exemption has run out.",
        check=check,
    )


def _offered(
    policy: Policy,
    granted: tuple[exemptions.Exemption, ...],
    trusted: Release | None,
    declared: Declared,
) -> ResourceValidationPolicy | StackValidationPolicy:
    def judge(stack: str) -> Judge:
        return Judge(stack=stack, today=date.today(), exemptions=granted)

    if isinstance(policy, ResourcePolicy):

        def of_resource(args: ResourceValidationArgs, report: ReportViolation) -> None:
            resource = declared.note(args)
            for message in judge(_stack(args.urn)).resource(policy, resource):
                report(f"{resource.name}: {message}", None)

        return ResourceValidationPolicy(
            policy.name, policy.description, validate=of_resource
        )

    def of_stack(args: StackValidationArgs, report: ReportViolation) -> None:
        name = _stack(args.resources[0].urn) if args.resources else ""
        resources = [declared.recall(each) for each in args.resources]
        stack = Stack(name=name, resources=resources, release=trusted)
        for finding in judge(name).findings(policy, stack):
            report(f"{finding.resource}: {finding.message}", None)

    return StackValidationPolicy(policy.name, policy.description, validate=of_stack)


def _resource(args: Any) -> Resource:
    return Resource(
        type=args.resource_type,
        name=args.name,
        inputs=known(args.props, UnknownValueError),
        protected=bool(args.opts.protect),
    )


def _stack(urn: str) -> str:
    """Return the stack's name: ``urn:pulumi:<stack>::<project>::<type>::<name>``."""
    return urn.split(":")[2]

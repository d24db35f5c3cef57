// What a line of the audit trail means, in words.

import { sentence } from "./words.ts";

const DEEDS: [RegExp, string][] = [
  [/^POST \/aiops\/session$/, "Signed in"],
  [/^DELETE \/aiops\/session$/, "Signed out"],
  [/^POST \/aiops\/keys$/, "Made a key"],
  [/^DELETE \/aiops\/keys\/(.+)$/, "Revoked key $1"],
  [/^POST \/aiops\/deployments$/, "Told of a deployment"],
  [/^POST \/aiops\/maintenance$/, "Planned maintenance"],
  [/^DELETE \/aiops\/maintenance\/(.+)$/, "Ended maintenance"],
  [/^POST \/aiops\/analyze$/, "Asked for an analysis"],
  [/^POST \/aiops\/alerts$/, "Sent alerts"],
  [/^POST \/aiops\/incidents\/([^/]+)\/comments$/, "Commented on $1"],
  [/^POST \/aiops\/incidents\/([^/]+)\/acknowledge$/, "Acknowledged $1"],
  [/^POST \/aiops\/incidents\/([^/]+)\/resolve$/, "Resolved $1"],
  [/^POST \/aiops\/incidents\/([^/]+)\/reopen$/, "Reopened $1"],
  [/^POST \/aiops\/incidents\/([^/]+)\/assign$/, "Assigned $1"],
  [/^POST \/aiops\/incidents\/([^/]+)\/snooze$/, "Snoozed $1"],
  [/^POST \/aiops\/incidents\/([^/]+)\/actions\/([^/]+)\/approve$/, "Approved $2 for $1"],
  [/^POST \/aiops\/incidents\/([^/]+)\/actions\/([^/]+)\/reject$/, "Rejected $2 for $1"],
  [/^POST \/aiops\/incidents\/([^/]+)\/actions\/([^/]+)\/outcome$/, "Told how $2 for $1 ended"],
];

export function deed(method: string, path: string): string {
  const asked = `${method} ${path}`;
  const known = DEEDS.find(([form]) => form.test(asked));
  return known ? asked.replace(...known) : sentence(`${method.toLowerCase()} ${path.split("/").at(-1) ?? path}`);
}

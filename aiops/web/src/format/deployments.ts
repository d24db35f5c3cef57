// Deployments as people think of them: what came out together is one.

import type { Deployment } from "../api/types.ts";

export interface Release {
  version: string;
  by: string;
  text: string;
  /** When its last part came out. */
  time_s: number;
  services: string[];
}

// `make up` tells of one service after the other.
const TOGETHER_S = 120;

/** Fold deployments, the newest first, of one version by one person in one go. */
export function releases(deployments: Deployment[]): Release[] {
  const found: (Release & { first_s: number })[] = [];
  for (const each of [...deployments].sort((a, b) => b.time_s - a.time_s)) {
    const known = found.find((one) => one.version === each.version && one.by === each.by && one.text === each.text && one.first_s - each.time_s <= TOGETHER_S);
    if (!known) found.push({ version: each.version, by: each.by, text: each.text, time_s: each.time_s, first_s: each.time_s, services: [each.service] });
    else {
      known.first_s = each.time_s;
      if (!known.services.includes(each.service)) known.services.push(each.service);
    }
  }
  return found.map(({ first_s: _, ...release }) => ({ ...release, services: release.services.sort() }));
}

/** "gateway, items, orders and 6 more" */
export function some(names: string[], most = 3): string {
  const all = names.map((name) => (name === "*" ? "all services" : name));
  // "and 1 more" takes as much room as the name.
  if (all.length <= most + 1) return all.join(", ");
  return `${all.slice(0, most).join(", ")} and ${all.length - most} more`;
}

/** A commit's id is told apart by its first characters; other versions are whole. */
export function shortVersion(version: string): string {
  const [, commit, rest = ""] = /^([0-9a-f]{8})[0-9a-f]{32}(.*)$/.exec(version) ?? [];
  return commit ? commit + rest : version;
}

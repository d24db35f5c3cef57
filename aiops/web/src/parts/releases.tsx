// Deployments as a list: folded, who made them, and which services they touched.

import type { Deployment } from "../api/types.ts";
import { releases, shortVersion, some } from "../format/deployments.ts";
import { counted } from "../format/numbers.ts";
import { Link, toService } from "../router.tsx";
import { Ago, Time } from "./clock.tsx";

export function Releases({ deployments, label }: { deployments: Deployment[]; label: string }) {
  return (
    <ul class="plain releases" aria-label={label}>
      {releases(deployments).map((each) => (
        <li key={`${each.version}${each.time_s}${each.services.join()}`}>
          <p><strong>{some(each.services)}</strong> {each.version && <code title={each.version}>{shortVersion(each.version)}</code>}</p>
          <p class="soft"><Time at={each.time_s} /> (<Ago at={each.time_s} />){each.by && <> by {each.by}</>}{each.text && <>: {each.text.replaceAll("`", "")}</>}</p>
          {each.services.length > 4 && (
            <details>
              <summary>{counted(each.services.length, "service")}</summary>
              <p class="names">{each.services.map((name) => <Link key={name} to={toService(name)}>{name}</Link>)}</p>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

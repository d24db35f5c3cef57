// Log lines, the newest last.

import type { LogLine } from "../api/types.ts";
import { logLevel } from "../format/words.ts";
import { Link, toTrace } from "../router.tsx";
import { Time } from "./clock.tsx";

export function LogLines({ lines, linked = false }: { lines: LogLine[]; linked?: boolean }) {
  return (
    <div class="logs" tabIndex={0} role="region" aria-label="Log lines">
      <ol>
        {[...lines].sort((a, b) => a.time_s - b.time_s).map((line, index) => {
          const level = logLevel(line.severity);
          return (
            <li key={`${line.time_s}-${index}`} class={`log log-${level}`}>
              <Time at={line.time_s} /> <span class="log-level">{level}</span> <span class="log-service">{line.service}</span>{" "}
              <span class="log-body">{line.body}</span>{" "}
              {linked && line.trace && <Link to={toTrace(line.trace)} aria-label={`Trace ${line.trace}`}>trace</Link>}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

// Services, or the operations of one, with their health and flow.

import type { Flow, OperationHealth, ServiceHealth } from "../api/types.ts";
import { milliseconds, percent, perSecond } from "../format/numbers.ts";
import { healthOf } from "../format/words.ts";
import { Link, toService } from "../router.tsx";
import { HealthMark } from "./marks.tsx";
import { Sparkline } from "./sparkline.tsx";

interface Line extends Flow { key: string; name: string; to: string; status: string; health_score: number | null; reasons: string[]; service: string; operation: string }

export function ServiceTable({ services }: { services: ServiceHealth[] }) {
  const lines = services.map((each) => ({ ...each, key: each.name, to: toService(each.name), service: each.name, operation: "" }));
  return <Table lines={worstFirst(lines)} what="Service" />;
}

export function OperationTable({ service, operations, selected }: { service: string; operations: OperationHealth[]; selected: string }) {
  const lines = operations.map((each) => ({ ...each, key: each.operation, name: each.operation, to: toService(service, each.operation), service }));
  return <Table lines={worstFirst(lines)} what="Operation" selected={selected} />;
}

const worstFirst = (lines: Line[]) =>
  [...lines].sort((a, b) => (a.health_score ?? 101) - (b.health_score ?? 101) || a.name.localeCompare(b.name));

function Table({ lines, what, selected }: { lines: Line[]; what: string; selected?: string }) {
  return (
    <table class="stacked">
      <thead>
        <tr>
          <th scope="col">{what}</th><th scope="col">Health</th><th scope="col" class="number">Requests</th>
          <th scope="col" class="number">Errors</th><th scope="col" class="number">p95</th><th scope="col">Latency</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key} class={line.key === selected ? "selected" : ""}>
            <th scope="row">
              <Link to={line.to} {...(line.key === selected ? { "aria-current": "true" as const } : {})}>{line.name}</Link>
              {line.reasons.length > 0 && <span class="reason">{line.reasons[0]}{line.reasons.length > 1 && ` (+${line.reasons.length - 1})`}</span>}
            </th>
            <td><HealthMark health={healthOf(line.status, line.health_score)} score={line.health_score} /></td>
            <td class="number" data-name="Requests">{perSecond(line.requests_per_s)}</td>
            <td class="number" data-name="Errors">{percent(line.error_ratio)}</td>
            <td class="number" data-name="p95">{milliseconds(line.p95_ms)}</td>
            <td class="spark"><Sparkline service={line.service} operation={line.operation} signal="latency" /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

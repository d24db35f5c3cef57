// The chart of one signal of one operation, loaded and kept fresh.

import { useResource } from "../api/resource.ts";
import { query } from "../api/client.ts";
import type { Series } from "../api/types.ts";
import { signalName } from "../format/words.ts";
import { toService, Link } from "../router.tsx";
import { Chart } from "./chart.tsx";
import { Empty, Failed } from "./states.tsx";

interface SignalProps {
  service: string;
  operation: string;
  signal: string;
  from_s: number;
  /** null: until now, renewed as time goes on. */
  to_s: number | null;
  marks?: { at_s: number; text: string }[];
  linked?: boolean;
}

export function SignalChart({ service, operation, signal, from_s, to_s, marks, linked = false }: SignalProps) {
  const series = useResource<Series>(
    query("/aiops/series", { service, operation, signal, from: Math.floor(from_s), to: to_s === null ? null : Math.ceil(to_s) }),
    to_s === null ? { every_s: 10 } : {},
  );
  const where = operation ? `${service} ${operation}` : service;
  return (
    <div class="signal">
      <h3>{signalName(signal)} <span class="soft">{linked ? <Link to={toService(service, operation)}>{where}</Link> : where}</span></h3>
      <div class="signal-body">
        {series.data?.points.length ? <Chart series={series.data} name={`${signalName(signal)} of ${where}`} {...(marks ? { marks } : {})} />
          : series.data ? <Empty title="No values in this time" />
          : series.problem ? <Failed problem={series.problem} retry={series.reload} />
          : <div class="loading-chart" role="status"><span class="hidden">Loading {signalName(signal)}</span></div>}
      </div>
    </div>
  );
}

export function ChartLegend() {
  return (
    <p class="legend">
      <span><i class="swatch swatch-value" />Measured</span>
      <span><i class="swatch swatch-expected" />Expected</span>
      <span><i class="swatch swatch-band" />Usual range</span>
      <span><i class="swatch swatch-unusual" />Unusual</span>
    </p>
  );
}

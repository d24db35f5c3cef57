// The last minutes of a signal as a small line.

import { useResource } from "../api/resource.ts";
import { query } from "../api/client.ts";
import type { Series } from "../api/types.ts";
import { described, sparkline } from "../layout/series.ts";
import { useNow } from "./clock.tsx";

const SIZE = { width: 120, height: 28 };
const STEP_S = 30;

interface SparklineProps { service: string; operation?: string; signal: string; minutes?: number }

export function Sparkline({ service, operation = "", signal, minutes = 30 }: SparklineProps) {
  const now = Math.floor(useNow(STEP_S) / STEP_S) * STEP_S;
  const { data, problem } = useResource<Series>(query("/aiops/series", { service, operation, signal, from: now - minutes * 60, to: now }));
  const drawn = data && data.points.length > 1 ? sparkline(data, SIZE.width, SIZE.height) : null;
  const words = data ? described(data) : problem ? "Not available." : "Loading.";
  return (
    <svg class="sparkline" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} width={SIZE.width} height={SIZE.height} role="img" aria-label={`${signal} of ${operation || service}, last ${minutes} min: ${words}`}>
      {drawn && <path d={drawn.path} />}
      {drawn?.unusual && <path class="unusual" d={drawn.unusual} />}
    </svg>
  );
}

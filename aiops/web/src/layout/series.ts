// A series as columns for the chart, its scale, and its words for those who do not see it.

import { withUnit } from "../format/numbers.ts";
import type { Series, SeriesPoint } from "../api/types.ts";

export type Column = (number | null)[];
export interface Columns { times: number[]; value: Column; expected: Column; low: Column; high: Column; anomalous: Column }
export interface Stretch { from: number; to: number }

// Windows without a request say nothing; a line may bridge so much of them.
const BRIDGED_S = 90;

/** Points that say something, with an empty one wherever nothing was said for long. */
function known({ points, step_s }: Series): SeriesPoint[] {
  const said = points.filter((point) => point[1] != null || point[2] != null);
  return said.flatMap((point, index): SeriesPoint[] => {
    const before = said[index - 1];
    const hole = before && point[0] - before[0] > Math.max(step_s * 2.5, BRIDGED_S);
    return hole ? [[before[0] + step_s, null, null, null, null, 0], point] : [point];
  });
}

/** Columns of *series* for a chart; long holes stay open. */
export function columns(series: Series): Columns {
  const filled = known(series);
  return {
    times: filled.map((point) => point[0]),
    value: filled.map((point) => point[1]),
    expected: filled.map((point) => point[2]),
    low: filled.map((point) => point[3]),
    high: filled.map((point) => point[4]),
    anomalous: filled.map((point) => (point[5] ? point[1] : null)),
  };
}

/** Where the series stood out, neighbours joined. */
export function stretches({ points, step_s }: Series): Stretch[] {
  const found: Stretch[] = [];
  for (const [time, , , , , anomalous] of points) {
    if (!anomalous) continue;
    const last = found.at(-1);
    if (last && time - last.to <= step_s * 1.5) last.to = time + step_s;
    else found.push({ from: time, to: time + step_s });
  }
  return found;
}

/**
 * The vertical scale: from zero, with room above. A band that is far wider than the values
 * would press them flat, so it counts only up to three times the highest value.
 */
export function scale({ points, unit }: Series): [number, number] {
  const values = points.flatMap((point) => [point[1], point[2]]).filter((each): each is number => each != null);
  const highest = Math.max(0, ...values);
  const band = Math.max(0, ...points.map((point) => point[4] ?? 0));
  const top = Math.max(highest, Math.min(band, highest * 3)) * 1.08;
  const least = unit === "ratio" ? 0.05 : 0;
  const ceiling = unit === "ratio" ? Math.min(1.02, Math.max(top, least)) : top;
  return [0, ceiling > 0 ? ceiling : 1];
}

/** One sentence that says what the chart shows. */
export function described(series: Series): string {
  const said = series.points.filter((point) => point[1] != null);
  const last = said.at(-1);
  if (!last) return "No values in this time.";
  const say = (value: number | null) => withUnit(value, series.unit);
  const parts = [`Latest ${say(last[1])}`];
  if (last[2] != null) parts.push(`expected ${say(last[2])}`);
  if (last[3] != null && last[4] != null) parts.push(`usual range ${say(last[3])} to ${say(last[4])}`);
  const highest = Math.max(...said.map((point) => point[1] as number));
  parts.push(`highest ${say(highest)}`);
  const unusual = said.filter((point) => point[5]).length;
  parts.push(unusual ? `${unusual} of ${said.length} points unusual` : "nothing unusual");
  return `${parts.join(", ")}.`;
}

/** A small line: an SVG path in a box, holes left open, and another where it stood out. */
export function sparkline(series: Series, width: number, height: number): { path: string; unusual: string } {
  const points = known(series);
  const values = points.flatMap((point) => (point[1] == null ? [] : [point[1]]));
  const first = series.points[0]?.[0] ?? 0;
  const span = (series.points.at(-1)?.[0] ?? 0) - first;
  const top = Math.max(...values, 0) || 1;
  const place = (point: SeriesPoint) => ({
    x: round(span > 0 ? ((point[0] - first) / span) * width : width),
    y: round(height - 1 - ((point[1] as number) / top) * (height - 2)),
  });
  const draw = (wanted: (point: SeriesPoint) => boolean) => {
    let path = "";
    let pen = "M";
    for (const point of points) {
      if (point[1] == null || !wanted(point)) { pen = "M"; continue; }
      const { x, y } = place(point);
      // A lone point is a dot: a line of no length with round ends.
      path += pen === "M" ? `M${x},${y}h0` : `L${x},${y}`;
      pen = "L";
    }
    return path;
  };
  return { path: draw(() => true), unusual: draw((point) => point[5] === 1) };
}

const round = (value: number) => Math.round(value * 10) / 10;

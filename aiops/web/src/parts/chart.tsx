// A signal against what is usual of it: uPlot, drawn in the colours of the page.

import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Series } from "../api/types.ts";
import { withUnit } from "../format/numbers.ts";
import { local, utc } from "../format/times.ts";
import { columns, described, scale, stretches } from "../layout/series.ts";
import { useTheme } from "./theme.ts";

export const CHART_HEIGHT = 190;

interface ChartProps { series: Series; name: string; marks?: { at_s: number; text: string }[] }

export function Chart({ series, name, marks = [] }: ChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const reading = useRef<HTMLParagraphElement>(null);
  const theme = useTheme();

  useEffect(() => {
    const element = holder.current;
    if (!element || series.points.length === 0) return undefined;
    const say = (text: string) => { if (reading.current) reading.current.textContent = text; };
    const plot = new uPlot(options(series, element, marks, say), dataOf(series), element);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: CHART_HEIGHT }));
    observer.observe(element);
    return () => { observer.disconnect(); plot.destroy(); };
  }, [series, theme, marks.map((mark) => mark.at_s).join()]);

  return (
    <figure class="chart">
      <div class="chart-plot" ref={holder} role="img" aria-label={`${name}. ${described(series)}`} />
      <p class="chart-reading" ref={reading} aria-hidden="true">{described(series)}</p>
    </figure>
  );
}

function dataOf(series: Series): uPlot.AlignedData {
  const { times, low, high, expected, value, anomalous } = columns(series);
  return [times, low, high, expected, value, anomalous];
}

function options(series: Series, element: HTMLElement, marks: { at_s: number; text: string }[], say: (text: string) => void): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: colour("ink-soft"),
    grid: { stroke: colour("line-soft"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
  };
  return {
    width: element.clientWidth,
    height: CHART_HEIGHT,
    padding: [10, 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false }, sync: { key: "signals" } },
    scales: { x: { time: true }, y: { range: () => scale(series) } },
    axes: [
      { ...axis, space: 70, size: 32, values: (_plot, splits) => splits.map((split) => clock(split)) },
      { ...axis, size: 66, values: (_plot, splits) => splits.map((split) => withUnit(split, series.unit)) },
    ],
    bands: [{ series: [2, 1], fill: colour("band") }],
    series: [
      {},
      { label: "low", stroke: colour("band-edge"), width: 1, points: { show: false } },
      { label: "high", stroke: colour("band-edge"), width: 1, points: { show: false } },
      { label: "expected", stroke: colour("ink-soft"), width: 1, dash: [4, 4], points: { show: false } },
      { label: "value", stroke: colour("accent"), width: 2, points: { show: series.points.length < 3 } },
      { label: "unusual", stroke: colour("bad"), width: 2.5, points: { size: 5, fill: colour("bad") } },
    ],
    hooks: {
      drawClear: [(plot) => shade(plot, series, colour("bad-soft"))],
      draw: [(plot) => rule(plot, marks, colour("ink-soft"))],
      setCursor: [(plot) => say(read(plot, series))],
    },
  };
}

const clock = (time_s: number) => new Date(time_s * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function read(plot: uPlot, series: Series): string {
  const index = plot.cursor.idx;
  if (index == null) return described(series);
  const [time, low, high, expected, value] = [0, 1, 2, 3, 4].map((column) => plot.data[column as 0]?.[index]);
  if (time == null) return described(series);
  const say = (each: number | null | undefined) => withUnit(each, series.unit);
  const usual = low != null && high != null ? `, usual ${say(low)} to ${say(high)}` : expected != null ? `, expected ${say(expected)}` : "";
  return `${local(time, Date.now() / 1000)} (${utc(time).slice(11)}): ${say(value)}${usual}`;
}

function shade(plot: uPlot, series: Series, fill: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = fill;
  for (const { from, to } of stretches(series)) {
    const left = plot.valToPos(from, "x", true);
    const right = plot.valToPos(to, "x", true);
    ctx.fillRect(Math.max(left, bbox.left), bbox.top, Math.min(right, bbox.left + bbox.width) - Math.max(left, bbox.left), bbox.height);
  }
  ctx.restore();
}

function rule(plot: uPlot, marks: { at_s: number; text: string }[], stroke: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = stroke;
  ctx.fillStyle = stroke;
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  // Marks close to one another say their words below one another.
  marks.forEach(({ at_s, text }, index) => {
    const x = Math.round(plot.valToPos(at_s, "x", true));
    if (!(x >= bbox.left && x <= bbox.left + bbox.width)) return;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const right = x > bbox.left + bbox.width * 0.8;
    ctx.textAlign = right ? "right" : "left";
    ctx.fillText(text, x + (right ? -4 : 4) * devicePixelRatio, bbox.top + (11 + index * 13) * devicePixelRatio);
  });
  ctx.restore();
}

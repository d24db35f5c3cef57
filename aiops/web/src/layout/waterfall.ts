// A trace as rows: children below their parent, bars on one time scale.

import type { Span } from "../api/types.ts";

export interface Row {
  span: Span;
  depth: number;
  /** Of the trace's duration, 0 to 1. */
  offset: number;
  width: number;
  /** Names a parent that the trace does not hold. */
  orphan: boolean;
}

export interface Waterfall { rows: Row[]; start_s: number; duration_s: number }

/** Lay out *spans*; parents that are missing or that form a ring are taken as roots. */
export function waterfall(spans: Span[]): Waterfall {
  if (spans.length === 0) return { rows: [], start_s: 0, duration_s: 0 };
  const start_s = Math.min(...spans.map((span) => span.start_s));
  const end_s = Math.max(...spans.map((span) => span.start_s + span.duration_s));
  const duration_s = end_s - start_s;
  const known = new Set(spans.map((span) => span.span));
  const children = new Map<string, Span[]>();
  const roots: Span[] = [];
  for (const span of [...spans].sort(byStart)) {
    if (!span.parent || !known.has(span.parent) || span.parent === span.span) roots.push(span);
    else children.set(span.parent, [...(children.get(span.parent) ?? []), span]);
  }
  const rows: Row[] = [];
  const seen = new Set<string>();
  const visit = (span: Span, depth: number) => {
    if (seen.has(span.span)) return;
    seen.add(span.span);
    rows.push({
      span, depth,
      offset: duration_s > 0 ? (span.start_s - start_s) / duration_s : 0,
      width: duration_s > 0 ? span.duration_s / duration_s : 1,
      orphan: Boolean(span.parent) && !known.has(span.parent),
    });
    for (const child of children.get(span.span) ?? []) visit(child, depth + 1);
  };
  for (const root of roots) visit(root, 0);
  for (const span of [...spans].sort(byStart)) visit(span, 0);
  return { rows, start_s, duration_s };
}

function byStart(a: Span, b: Span): number {
  return a.start_s - b.start_s || b.duration_s - a.duration_s || a.span.localeCompare(b.span);
}

/** Round steps of a time scale: at most *count* marks, as shares and milliseconds. */
export function ticks(duration_s: number, count = 4): { at: number; ms: number }[] {
  const total = duration_s * 1000;
  if (!(total > 0)) return [];
  const step = niceStep(total / count);
  const marks = [];
  for (let ms = 0; ms <= total * 1.0001; ms += step) marks.push({ at: ms / total, ms });
  return marks;
}

/** The next of 1, 2, 5 times a power of ten. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least * 0.9999) ?? 10;
  return factor * power;
}

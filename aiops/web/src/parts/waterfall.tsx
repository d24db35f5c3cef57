// A trace as a waterfall: a row per span, its details behind it.

import { useId, useState } from "preact/hooks";
import type { LogLine, Span } from "../api/types.ts";
import { counted, milliseconds } from "../format/numbers.ts";
import { ticks, waterfall, type Row } from "../layout/waterfall.ts";
import { Time } from "./clock.tsx";
import { LogLines } from "./logs.tsx";

const FIRST_ROWS = 200;

interface WaterfallProps { spans: Span[]; logs?: LogLine[]; label: string }

export function Waterfall({ spans, logs = [], label }: WaterfallProps) {
  const [all, setAll] = useState(false);
  const { rows, duration_s } = waterfall(spans);
  const services = [...new Set(rows.map((row) => row.span.service))];
  const shown = all ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <div class="waterfall">
      <div class="waterfall-scale" aria-hidden="true">
        <span class="waterfall-name">{counted(rows.length, "span")} · {milliseconds(duration_s * 1000)}</span>
        <span class="waterfall-track">
          {ticks(duration_s).map(({ at, ms }) => <i key={ms} style={{ left: `${at * 100}%` }} class={at > 0.9 ? "last" : ""}>{milliseconds(ms)}</i>)}
        </span>
      </div>
      <ol aria-label={label}>
        {shown.map((row) => (
          <SpanRow key={row.span.span} row={row} hue={services.indexOf(row.span.service) % 6} logs={logs.filter((line) => line.span === row.span.span)} />
        ))}
      </ol>
      {shown.length < rows.length && <button type="button" class="button" onClick={() => setAll(true)}>Show {rows.length - shown.length} more spans</button>}
    </div>
  );
}

function SpanRow({ row, hue, logs }: { row: Row; hue: number; logs: LogLine[] }) {
  const [open, setOpen] = useState(false);
  const details = useId();
  const { span, depth, offset, width } = row;
  const duration = milliseconds(span.duration_s * 1000);
  return (
    <li class={`span ${span.error ? "span-error" : ""}`}>
      <button type="button" aria-expanded={open} aria-controls={details} onClick={() => setOpen(!open)}>
        <span class="waterfall-name" style={{ paddingLeft: `${Math.min(depth, 12) * 0.75}rem` }}>
          <span class="span-service"><i class={`dot hue-${hue}`} />{span.service}</span>
          <span class="span-operation">{span.operation}</span>
          {span.error && <span class="span-flag">error</span>}
        </span>
        <span class="waterfall-track">
          <i class={`bar ${span.error ? "bar-error" : `hue-${hue}`}`} style={{ left: `${offset * 100}%`, width: `max(2px, ${width * 100}%)` }} />
          <span class={`bar-label ${width > 0.25 ? "bar-label-in" : ""}`} style={labelPlace(offset, width)}>{duration}</span>
        </span>
      </button>
      <div id={details} class="span-details" hidden={!open}>{open && <Details row={row} logs={logs} />}</div>
    </li>
  );
}

/** Within a wide bar, else right of it, or left where that would leave the track. */
function labelPlace(offset: number, width: number): { left: string } | { right: string } {
  if (width > 0.25) return { left: `${offset * 100}%` };
  return offset + width > 0.72 ? { right: `${(1 - offset) * 100}%` } : { left: `${(offset + width) * 100}%` };
}

function Details({ row: { span, orphan }, logs }: { row: Row; logs: LogLine[] }) {
  const attributes = Object.entries(span.attributes ?? {});
  return (
    <>
      {span.message && <p class="span-message">{span.message}</p>}
      {span.stack && <pre tabIndex={0} aria-label="Stack trace">{span.stack}</pre>}
      <dl class="pairs">
        <div><dt>Start</dt><dd><Time at={span.start_s} /></dd></div>
        <div><dt>Duration</dt><dd>{milliseconds(span.duration_s * 1000)}</dd></div>
        <div><dt>Kind</dt><dd>{span.kind}</dd></div>
        {span.status_code > 0 && <div><dt>HTTP status</dt><dd>{span.status_code}</dd></div>}
        <div><dt>Span</dt><dd><code>{span.span}</code></dd></div>
        {orphan && <div><dt>Parent</dt><dd><code>{span.parent}</code>, not received</dd></div>}
        {attributes.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      {logs.length > 0 && <LogLines lines={logs} />}
    </>
  );
}

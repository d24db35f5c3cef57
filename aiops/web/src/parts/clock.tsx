// Times and durations that count on while the page is open.

import { useEffect, useState } from "preact/hooks";
import { ago, lasting, local, utc } from "../format/times.ts";

const now_s = () => Date.now() / 1000;

/** The time now, renewed every *every_s* seconds. */
export function useNow(every_s = 1): number {
  const [now, setNow] = useState(now_s);
  useEffect(() => {
    const timer = setInterval(() => setNow(now_s()), every_s * 1000);
    return () => clearInterval(timer);
  }, [every_s]);
  return now;
}

const iso = (time_s: number) => new Date(time_s * 1000).toISOString();

export function Time({ at }: { at: number }) {
  return <time dateTime={iso(at)} title={utc(at)}>{local(at, now_s())}</time>;
}

export function Ago({ at }: { at: number }) {
  const now = useNow(5);
  return <time dateTime={iso(at)} title={utc(at)}>{ago(at, now)}</time>;
}

/** How long it has lasted, or lasted until *to*. */
export function Lasting({ from, to }: { from: number; to?: number | null }) {
  const now = useNow(1);
  return <span class="figure" title={`since ${utc(from)}`}>{lasting((to ?? now) - from)}</span>;
}

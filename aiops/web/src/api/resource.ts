// One thing that a page shows: loaded, kept fresh, and what went wrong meanwhile.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get, Problem } from "./client.ts";
import { line, onChange } from "./live.ts";

export interface Resource<T> {
  data: T | undefined;
  problem: Problem | undefined;
  /** Whether the first answer is still awaited. */
  loading: boolean;
  reload: () => void;
}

export interface Freshness {
  /** Ask again after this long, live line or not. */
  every_s?: number;
  /** Kinds of change that make it old. */
  on?: string[];
}

// Without the live line.
const FALLBACK_S = 15;

/** Load *path* (null loads nothing); what was loaded stays while it is asked for again. */
export function useResource<T>(path: string | null, { every_s, on = [] }: Freshness = {}): Resource<T> {
  const [answer, setAnswer] = useState<{ path: string; data?: T; problem?: Problem }>();
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const kinds = on.join(" ");
  const last = useRef(0);

  useEffect(() => {
    if (path === null) return undefined;
    const abort = new AbortController();
    last.current = Date.now();
    get<T>(path, abort.signal).then(
      (data) => setAnswer({ path, data }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const problem = error instanceof Problem ? error : new Problem(0, "The answer could not be read", String(error));
        setAnswer((before) => (before?.path === path && before.data !== undefined
          ? { path, data: before.data, problem } : { path, problem }));
      },
    );
    return () => abort.abort();
  }, [path, round]);

  useEffect(() => {
    const stop = onChange(({ kind }) => {
      if (kind === "reconnected" || kinds.split(" ").includes(kind)) reload();
    });
    const timer = setInterval(() => {
      const due_s = line() === "live" ? every_s : Math.min(every_s ?? FALLBACK_S, FALLBACK_S);
      if (due_s && !document.hidden && Date.now() - last.current >= due_s * 1000) reload();
    }, 1000);
    return () => { stop(); clearInterval(timer); };
  }, [kinds, every_s, reload]);

  const current = answer?.path === path ? answer : undefined;
  return { data: current?.data, problem: current?.problem, loading: path !== null && current === undefined, reload };
}

// Live changes by server-sent events, and whether the line to the engine is up.

import { get } from "./client.ts";

export type Line = "connecting" | "live" | "lost";
type Change = { kind: string; id: string };

const KINDS = ["incident", "health"];
const RETRY_MS = [1000, 2000, 5000, 10000];

let source: EventSource | null = null;
// The engine ends a line after some minutes; the browser is back before this.
const LOST_MS = 5000;

let timer: ReturnType<typeof setTimeout> | undefined;
let losing: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
let state: Line = "connecting";
const stateListeners = new Set<(line: Line) => void>();
const changeListeners = new Set<(change: Change) => void>();

export const line = () => state;

export function onLine(listener: (line: Line) => void): () => void {
  stateListeners.add(listener);
  return () => stateListeners.delete(listener);
}

export function onChange(listener: (change: Change) => void): () => void {
  changeListeners.add(listener);
  return () => changeListeners.delete(listener);
}

function become(next: Line): void {
  if (next === state) return;
  state = next;
  stateListeners.forEach((tell) => tell(next));
}

/** Open the line; it comes back by itself after a break. */
function connect(): void {
  close();
  source = new EventSource("/aiops/events");
  source.onopen = () => {
    // What happened meanwhile was not told, so everything on the page may be old.
    const missed = state === "lost" || failures > 0;
    failures = 0;
    clearTimeout(losing);
    losing = undefined;
    become("live");
    if (missed) tell({ kind: "reconnected", id: "" });
  };
  source.onerror = () => {
    losing ??= setTimeout(() => become("lost"), LOST_MS);
    // The browser gives up by itself when the answer was no stream, such as 503.
    if (source?.readyState === EventSource.CLOSED) {
      // Why, an event source does not say: whether the session has ended, this request does.
      get("/aiops/me").catch(() => undefined);
      timer = setTimeout(connect, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    }
  };
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => tell({ kind, id: idOf((event as MessageEvent<string>).data) }));
  }
}

export function disconnect(): void {
  close();
  clearTimeout(losing);
  losing = undefined;
  state = "connecting";
  removeEventListener("offline", offline);
  removeEventListener("online", connect);
}

/** Stay connected until disconnect. */
export function stayConnected(): void {
  connect();
  addEventListener("offline", offline);
  addEventListener("online", connect);
}

function offline(): void {
  close();
  become("lost");
}

function close(): void {
  clearTimeout(timer);
  source?.close();
  source = null;
}

function idOf(data: string): string {
  try {
    return String((JSON.parse(data) as { id?: unknown }).id ?? "");
  } catch {
    return "";
  }
}

function tell(change: Change): void {
  changeListeners.forEach((listener) => listener(change));
}

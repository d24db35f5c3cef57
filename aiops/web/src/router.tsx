// Addresses of the console: /console/…, kept by the browser's history.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

export const BASE = "/console";

export interface Address { path: string; search: URLSearchParams }

const moved = new EventTarget();

export function address(): Address {
  const path = location.pathname.replace(/^\/console/, "") || "/";
  return { path, search: new URLSearchParams(location.search) };
}

export function go(to: string, { replace = false } = {}): void {
  history[replace ? "replaceState" : "pushState"](null, "", BASE + to);
  moved.dispatchEvent(new Event("moved"));
}

export function useAddress(): Address {
  const [now, setNow] = useState(address);
  useEffect(() => {
    const update = () => setNow(address());
    moved.addEventListener("moved", update);
    addEventListener("popstate", update);
    return () => {
      moved.removeEventListener("moved", update);
      removeEventListener("popstate", update);
    };
  }, []);
  return now;
}

/** Change some of the address's parameters; an empty value takes one out. */
export function withParameters(changes: Record<string, string>): string {
  const { path, search } = address();
  for (const [name, value] of Object.entries(changes)) {
    if (value) search.set(name, value);
    else search.delete(name);
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

interface LinkProps { to: string; children?: ComponentChildren; class?: string; "aria-label"?: string; "aria-current"?: "page" | "true" }

/** A link within the console: a real one, so that a new tab works too. */
export function Link({ to, children, ...rest }: LinkProps) {
  return <a {...rest} href={BASE + to} onClick={(event) => follow(event, to)}>{children}</a>;
}

export function follow(event: MouseEvent, to: string): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(to);
}

export const toIncident = (id: string) => `/incidents/${encodeURIComponent(id)}`;
export const toService = (name: string, operation = "") =>
  `/services/${encodeURIComponent(name)}${operation ? `?operation=${encodeURIComponent(operation)}` : ""}`;
export const toTrace = (trace: string) => `/traces/${encodeURIComponent(trace)}`;

// Whether what is shown is live.

import { useEffect, useState } from "preact/hooks";
import { line, onLine, type Line } from "../api/live.ts";

export function useLine(): Line {
  const [state, setState] = useState<Line>(line);
  useEffect(() => onLine(setState), []);
  return state;
}

const WORDS: Record<Line, string> = { connecting: "Connecting", live: "Live", lost: "Disconnected" };

export function LineMark() {
  const state = useLine();
  return <span class={`line line-${state}`} role="status"><i aria-hidden="true" />{WORDS[state]}</span>;
}

/** Tells that what is shown is old; after a few seconds, since most breaks are short. */
export function LostBanner() {
  const state = useLine();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (state !== "lost") { setShown(false); return undefined; }
    const timer = setTimeout(() => setShown(true), 3000);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <div role="status" class="lost-place">
      {shown && <p class="lost">No connection to the engine. What you see may be old; it is tried again by itself.</p>}
    </div>
  );
}

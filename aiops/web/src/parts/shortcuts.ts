// Keys that go somewhere; never while something is typed.

import { useEffect } from "preact/hooks";
import { go } from "../router.tsx";

export const SHORTCUTS = [
  { keys: "g o", words: "Overview" },
  { keys: "g i", words: "Incidents" },
  { keys: "g t", words: "Traces" },
  { keys: "g p", words: "Recurring failures" },
  { keys: "g c", words: "Changes" },
  { keys: "/", words: "Search, of incidents where a page has none" },
  { keys: "Esc", words: "Close what is open" },
];
const PLACES: Record<string, string> = { o: "/", i: "/incidents", t: "/traces", p: "/patterns", c: "/changes" };
const PAUSE_MS = 1200;

export function useShortcuts(): void {
  useEffect(() => {
    let leading = 0;
    const pressed = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, dialog")) return;
      const place = PLACES[event.key];
      if (event.key === "g") leading = Date.now();
      else if (place && Date.now() - leading < PAUSE_MS) go(place);
      else if (event.key === "/") {
        event.preventDefault();
        if (!document.getElementById("search")) go("/incidents");
        setTimeout(() => document.getElementById("search")?.focus(), 50);
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

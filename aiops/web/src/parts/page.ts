// What every page does when it opens: its title, and focus on its heading for who hears it.

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

let first = true;

/** Name the page; the returned reference belongs to its h1. */
export function usePage(title: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { document.title = `${title} · Pharos`; }, [title]);
  useEffect(() => {
    // After a link, not when the console is opened: there the browser starts at the top.
    if (!first) heading.current?.focus({ preventScroll: true });
    first = false;
  }, []);
  return heading;
}

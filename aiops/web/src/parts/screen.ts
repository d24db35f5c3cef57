// What the reader's screen is like.

import { useEffect, useState } from "preact/hooks";

/** Whether a media query holds, now and after it changes. */
export function useMedia(media: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(media).matches);
  useEffect(() => {
    const list = matchMedia(media);
    const update = () => setHolds(list.matches);
    update();
    list.addEventListener("change", update);
    return () => list.removeEventListener("change", update);
  }, [media]);
  return holds;
}

export const useWide = () => useMedia("(min-width: 45rem)");

// A short word on what became of something that the reader did, said aloud too.

import { useEffect, useState } from "preact/hooks";

interface Word { text: string; bad: boolean }
const told = new EventTarget();

export function tell(text: string, { bad = false } = {}): void {
  told.dispatchEvent(new CustomEvent<Word>("word", { detail: { text, bad } }));
}

export function Toast() {
  const [word, setWord] = useState<Word | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (event: Event) => {
      setWord((event as CustomEvent<Word>).detail);
      clearTimeout(timer);
      timer = setTimeout(() => setWord(null), 8000);
    };
    told.addEventListener("word", show);
    return () => { told.removeEventListener("word", show); clearTimeout(timer); };
  }, []);
  return (
    <div class="toast-place" role="status" aria-live="polite">
      {word && <p class={`toast ${word.bad ? "toast-bad" : ""}`}>{word.text} <button type="button" class="link" aria-label="Dismiss" onClick={() => setWord(null)}>✕</button></p>}
    </div>
  );
}

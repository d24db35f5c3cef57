// A field that goes to a trace by its id, as logs and metrics show it.

import { useState } from "preact/hooks";
import { go, toTrace } from "../router.tsx";

/** The id in what was pasted: alone, in a traceparent header, in a log line; "" where there is none. */
export function traceId(text: string): string {
  return /(?:^|[^0-9a-f])([0-9a-f]{32})(?![0-9a-f])/.exec(text.trim().toLowerCase())?.[1] ?? "";
}

export function TraceSearch() {
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  function find(event: SubmitEvent) {
    event.preventDefault();
    const trace = traceId(text);
    setWrong(!trace);
    if (trace) go(toTrace(trace));
  }
  return (
    <form class="trace-search" role="search" aria-label="Find a trace by its id" onSubmit={find}>
      <div class="field">
        <label for="search">Trace id</label>
        <input id="search" type="search" value={text} placeholder="32 hexadecimal digits, or a line with them" spellcheck={false} autocomplete="off"
          aria-invalid={wrong} aria-describedby={wrong ? "search-problem" : undefined} onInput={(event) => { setText(event.currentTarget.value); setWrong(false); }} />
      </div>
      <button type="submit" class="button" disabled={text.trim() === ""}>Go to trace</button>
      {wrong && <p class="field-problem" id="search-problem" role="alert">There are no 32 hexadecimal digits in it: paste a trace_id of a log line, or a traceparent header.</p>}
    </form>
  );
}

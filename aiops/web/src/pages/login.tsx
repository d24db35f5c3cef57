// Signing in with an API key, which the engine exchanges for a session cookie.

import { useState } from "preact/hooks";
import { Problem } from "../api/client.ts";
import { signIn } from "../api/session.ts";
import { usePage } from "../parts/page.ts";

export function Login({ done, ended }: { done: () => void; ended: boolean }) {
  const [key, setKey] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const heading = usePage("Sign in");

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      await signIn(key.trim());
      setKey("");
      done();
    } catch (error) {
      setProblem(error instanceof Problem && error.status === 401
        ? "The engine does not know this key. It may have been revoked, or belong to another stack."
        : (error as Error).message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <main class="login" id="main">
      <div class="panel">
        <h1 ref={heading} tabIndex={-1}>Sign in to Pharos</h1>
        {ended && <p class="note" role="status">Your session has ended. Sign in again to go on where you were.</p>}
        <form onSubmit={submit}>
          <label for="key">API key</label>
          <input id="key" name="key" type="password" autocomplete="current-password" spellcheck={false} required value={key}
            aria-describedby="key-help" aria-invalid={problem !== ""} onInput={(event) => setKey(event.currentTarget.value)} />
          {problem && <p class="field-problem" role="alert">{problem}</p>}
          <button type="submit" class="button primary" disabled={busy || key.trim() === ""}>{busy ? "Signing in…" : "Sign in"}</button>
        </form>
        <div id="key-help" class="soft">
          <p>Any key of this engine with the scope <code>read</code> opens the console; acknowledging and approving need <code>operate</code>.
            The key that was made with the stack is printed by</p>
          <pre tabIndex={0} aria-label="Command">make secret NAME=engine-key-console</pre>
        </div>
      </div>
    </main>
  );
}

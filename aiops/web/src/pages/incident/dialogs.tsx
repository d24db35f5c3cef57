// What is asked before an incident is resolved, assigned or snoozed.

import { useContext, useState } from "preact/hooks";
import { Session } from "../../api/session.ts";
import { Dialog } from "../../parts/dialog.tsx";

interface ResolveProps { close: () => void; act: (text: string) => void }

export function ResolveDialog({ close, act }: ResolveProps) {
  const [text, setText] = useState("");
  return (
    <Dialog title="Resolve this incident?" close={close}>
      <form onSubmit={(event) => { event.preventDefault(); act(text.trim()); }}>
        <p class="soft">If the same fault is seen again soon, the incident is reopened.</p>
        <label for="resolve-text">What ended it (optional)</label>
        <textarea id="resolve-text" rows={3} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <Choices close={close} go="Resolve" />
      </form>
    </Dialog>
  );
}

interface AssignProps { close: () => void; current: string; act: (assignee: string) => void }

export function AssignDialog({ close, current, act }: AssignProps) {
  const me = useContext(Session)?.name ?? "";
  const [name, setName] = useState(current || me);
  return (
    <Dialog title="Who takes care of it?" close={close}>
      <form onSubmit={(event) => { event.preventDefault(); act(name.trim()); }}>
        <label for="assignee">Name</label>
        <input id="assignee" value={name} autocomplete="name" onInput={(event) => setName(event.currentTarget.value)} />
        {me && name !== me && <button type="button" class="link" onClick={() => setName(me)}>{me} (this key)</button>}
        <Choices close={close} go="Assign" />
      </form>
    </Dialog>
  );
}

const SNOOZES: [string, number][] = [["15 minutes", 15 * 60], ["1 hour", 3600], ["4 hours", 4 * 3600], ["1 day", 86400]];

interface SnoozeProps { close: () => void; act: (until_s: number) => void }

export function SnoozeDialog({ close, act }: SnoozeProps) {
  const [for_s, setFor] = useState(3600);
  return (
    <Dialog title="Snooze this incident" close={close}>
      <form onSubmit={(event) => { event.preventDefault(); act(Date.now() / 1000 + for_s); }}>
        <p class="soft">Nobody is notified of it until then. It stays in the list and goes on being watched.</p>
        <fieldset>
          <legend>For how long?</legend>
          {SNOOZES.map(([words, seconds]) => (
            <label key={seconds} class="choice"><input type="radio" name="for" checked={for_s === seconds} onChange={() => setFor(seconds)} />{words}</label>
          ))}
        </fieldset>
        <Choices close={close} go="Snooze" />
      </form>
    </Dialog>
  );
}

export function Choices({ close, go }: { close: () => void; go: string }) {
  return (
    <div class="buttons">
      <button type="submit" class="button primary">{go}</button>
      <button type="button" class="button" onClick={close}>Cancel</button>
    </div>
  );
}

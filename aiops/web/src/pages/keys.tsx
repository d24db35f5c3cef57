// API keys, for those who may hand them out.

import { useState } from "preact/hooks";
import { post, remove } from "../api/client.ts";
import { useResource } from "../api/resource.ts";
import { Ago } from "../parts/clock.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Panel } from "../parts/panel.tsx";
import { Empty, Shown } from "../parts/states.tsx";
import { tell } from "../parts/toast.tsx";

interface Key { id: string; name: string; scopes: string[]; created_s: number; used_s: number | null }
const SCOPES: Record<string, string> = {
  read: "See everything", operate: "Acknowledge, resolve, approve", ingest: "Send telemetry and alerts", admin: "Everything, keys too",
};

export function Keys() {
  const keys = useResource<{ keys: Key[] }>("/aiops/keys");
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);
  const [revoked, setRevoked] = useState<Key | null>(null);
  async function revoke(key: Key) {
    setRevoked(null);
    try {
      await remove(`/aiops/keys/${encodeURIComponent(key.id)}`);
      tell(`${key.name} is revoked`);
    } catch (error) {
      tell((error as Error).message, { bad: true });
    }
    keys.reload();
  }
  return (
    <Panel title="API keys">
      <Shown of={keys} label="keys" rows={3}>
        {(data) => (data.keys.length ? <KeyTable keys={data.keys} revoke={setRevoked} /> : <Empty title="No keys but those of the stack" />)}
      </Shown>
      <NewKey done={(name, key) => { setMade({ name, key }); keys.reload(); }} />
      {made && (
        <Dialog title={`The key ${made.name}`} close={() => setMade(null)}>
          <p>It is shown this once; the engine keeps only its hash.</p>
          <pre tabIndex={0} aria-label="Key">{made.key}</pre>
          <div class="buttons"><button type="button" class="button primary" onClick={() => setMade(null)}>I have it</button></div>
        </Dialog>
      )}
      {revoked && (
        <Dialog title={`Revoke ${revoked.name}?`} close={() => setRevoked(null)}>
          <p>Whoever uses it is refused from then on.</p>
          <div class="buttons">
            <button type="button" class="button danger" onClick={() => void revoke(revoked)}>Revoke</button>
            <button type="button" class="button" onClick={() => setRevoked(null)}>Cancel</button>
          </div>
        </Dialog>
      )}
    </Panel>
  );
}

function KeyTable({ keys, revoke }: { keys: Key[]; revoke: (key: Key) => void }) {
  return (
    <table class="stacked">
      <thead><tr><th scope="col">Name</th><th scope="col">May</th><th scope="col">Made</th><th scope="col">Last used</th><th scope="col"><span class="hidden">Revoke</span></th></tr></thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <th scope="row">{key.name}</th>
            <td data-name="May">{key.scopes.join(", ")}</td>
            <td data-name="Made"><Ago at={key.created_s} /></td>
            <td data-name="Last used">{key.used_s == null ? "never" : <Ago at={key.used_s} />}</td>
            <td><button type="button" class="button small" aria-label={`Revoke ${key.name}`} onClick={() => revoke(key)}>Revoke…</button></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NewKey({ done }: { done: (name: string, key: string) => void }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>(["read"]);
  async function submit(event: SubmitEvent) {
    event.preventDefault();
    try {
      const made = await post<{ key: string }>("/aiops/keys", { name: name.trim(), scopes });
      setName("");
      done(name.trim(), made.key);
    } catch (error) {
      tell((error as Error).message, { bad: true });
    }
  }
  const toggle = (scope: string) => setScopes(scopes.includes(scope) ? scopes.filter((each) => each !== scope) : [...scopes, scope]);
  return (
    <form class="new-key" onSubmit={submit}>
      <h3>A new key</h3>
      <label for="key-name">Name, of a person or program</label>
      <input id="key-name" value={name} required onInput={(event) => setName(event.currentTarget.value)} />
      <fieldset>
        <legend>May</legend>
        {Object.entries(SCOPES).map(([scope, words]) => (
          <label key={scope} class="choice"><input type="checkbox" checked={scopes.includes(scope)} onChange={() => toggle(scope)} /><span><strong>{scope}</strong> <span class="soft">{words}</span></span></label>
        ))}
      </fieldset>
      <button type="submit" class="button" disabled={name.trim() === "" || scopes.length === 0}>Make key</button>
    </form>
  );
}

// What this is, who is signed in, and what else the engine answers.

import { useContext } from "preact/hooks";
import { Session, useMay } from "../api/session.ts";
import { usePage } from "../parts/page.ts";
import { Panel } from "../parts/panel.tsx";
import { Select } from "../parts/fields.tsx";
import { choose, useChoice, type Choice } from "../parts/theme.ts";
import { SHORTCUTS } from "../parts/shortcuts.ts";
import { Link } from "../router.tsx";
import { Keys } from "./keys.tsx";

export function About({ leave }: { leave: () => void }) {
  const heading = usePage("About");
  const me = useContext(Session);
  const admin = useMay("admin");
  const theme = useChoice();
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>About</h1>
      <Panel title="Session">
        <p>Signed in with the key <strong>{me?.name}</strong>, which may: {me?.scopes.join(", ")}.</p>
        <div class="buttons"><button type="button" class="button" onClick={leave}>Sign out</button></div>
      </Panel>
      <Panel title="Appearance">
        <Select name="Colours" value={theme} set={(value) => choose(value as Choice)} options={{ system: "As the system", light: "Light", dark: "Dark" }} />
      </Panel>
      {admin && <Keys />}
      {admin && <Panel title="Audit trail"><p>Who signed in, acknowledged, approved, made keys: <Link to="/audit">the audit trail</Link>.</p></Panel>}
      <Panel title="Keyboard">
        <dl class="pairs">{SHORTCUTS.map(({ keys, words }) => <div key={keys}><dt><kbd>{keys}</kbd></dt><dd>{words}</dd></div>)}</dl>
      </Panel>
      <Panel title="More">
        <ul class="plain">
          <li><a href="/openapi.json">The HTTP API</a> as an OpenAPI document: all that is shown here, for programs.</li>
          <li><a href="/console/assets/licences.txt">Licences</a> of the libraries in this console.</li>
        </ul>
        <p class="soft">Times are in your zone ({Intl.DateTimeFormat().resolvedOptions().timeZone}); point at one for UTC.</p>
      </Panel>
    </>
  );
}

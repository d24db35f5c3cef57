// The form that plans maintenance of a service, or of all.

import { useState } from "preact/hooks";
import { useResource } from "../api/resource.ts";
import { forInput } from "../format/times.ts";
import { Select } from "../parts/fields.tsx";
import { Choices } from "./incident/dialogs.tsx";

const LENGTHS: Record<string, string> = { "15": "15 minutes", "60": "1 hour", "120": "2 hours", "240": "4 hours", "480": "8 hours", "1440": "1 day" };

export interface Plan { service: string; start_s: number; minutes: number; text: string }

export function MaintenanceForm({ close, plan }: { close: () => void; plan: (plan: Plan) => void }) {
  const known = useResource<{ services: { name: string }[] }>("/aiops/services").data?.services ?? [];
  const [service, setService] = useState("*");
  const [start, setStart] = useState(() => forInput(Date.now() / 1000));
  const [minutes, setMinutes] = useState("60");
  const [text, setText] = useState("");
  const start_s = new Date(start).getTime() / 1000;
  const names = Object.fromEntries(known.map(({ name }) => [name, name]));
  return (
    <form onSubmit={(event) => { event.preventDefault(); plan({ service, start_s, minutes: Number(minutes), text: text.trim() }); }}>
      <p class="soft">What goes wrong meanwhile is recorded, and nobody is called.</p>
      <Select name="Service" value={service} set={setService} options={{ "*": "All services", ...names }} />
      <label for="maintenance-start">From</label>
      <input id="maintenance-start" type="datetime-local" required value={start} onInput={(event) => setStart(event.currentTarget.value)} />
      <Select name="For" value={minutes} set={setMinutes} options={LENGTHS} />
      <label for="maintenance-text">What for (optional)</label>
      <input id="maintenance-text" value={text} maxLength={200} onInput={(event) => setText(event.currentTarget.value)} />
      <Choices close={close} go="Plan" />
    </form>
  );
}

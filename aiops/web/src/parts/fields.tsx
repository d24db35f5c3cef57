// Fields of forms, each with its label.

import { useId } from "preact/hooks";

interface SelectProps { name: string; value: string; set: (value: string) => void; options: Record<string, string> }

export function Select({ name, value, set, options }: SelectProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{name}</label>
      <select id={id} value={value} onChange={(event) => set(event.currentTarget.value)}>
        {Object.entries(options).map(([key, words]) => <option key={key} value={key} selected={key === value}>{words}</option>)}
      </select>
    </div>
  );
}

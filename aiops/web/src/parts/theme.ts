// Light, dark, or as the system says.

import { useEffect, useState } from "preact/hooks";
import { useMedia } from "./screen.ts";

export type Choice = "system" | "light" | "dark";
const KEY = "pharos-theme";
const changed = new EventTarget();

export function chosen(): Choice {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function choose(choice: Choice): void {
  if (choice === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  apply();
  changed.dispatchEvent(new Event("theme"));
}

export function apply(): void {
  const choice = chosen();
  if (choice === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", choice);
}

export function useChoice(): Choice {
  const [choice, setChoice] = useState(chosen);
  useEffect(() => {
    const update = () => setChoice(chosen());
    changed.addEventListener("theme", update);
    return () => changed.removeEventListener("theme", update);
  }, []);
  return choice;
}

/** What is shown now. */
export function useTheme(): "light" | "dark" {
  const choice = useChoice();
  const dark = useMedia("(prefers-color-scheme: dark)");
  return choice === "system" ? (dark ? "dark" : "light") : choice;
}

// Who is signed in: a cookie that scripts cannot read stands for the key.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { get, post, remove } from "./client.ts";
import type { Me, Scope } from "./types.ts";

export const Session = createContext<Me | null>(null);

export const signIn = (key: string) => post<unknown>("/aiops/session", { key });
export const signOut = () => remove<unknown>("/aiops/session");
export const whoAmI = () => get<Me>("/aiops/me");

/** Whether the signed-in key may do what *scope* stands for; admin may do everything. */
export function useMay(scope: Scope): boolean {
  const scopes = useContext(Session)?.scopes ?? [];
  return scopes.includes(scope) || scopes.includes("admin");
}

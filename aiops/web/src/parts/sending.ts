// Sending what the reader decided: once at a time, and saying what became of it.

import { useState } from "preact/hooks";
import { tell } from "./toast.tsx";

export function useSending(changed: () => void) {
  const [busy, setBusy] = useState(false);
  async function send(request: () => Promise<unknown>, done: string): Promise<boolean> {
    setBusy(true);
    try {
      await request();
      tell(done);
      return true;
    } catch (error) {
      tell((error as Error).message, { bad: true });
      return false;
    } finally {
      setBusy(false);
      // After a refusal too: somebody else may have been faster.
      changed();
    }
  }
  return { busy, send };
}

// Requests to the engine: JSON in and out, problems as errors with the engine's own words.

export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  constructor(status: number, title: string, detail: string) {
    super(detail || title);
    this.status = status;
    this.title = title;
  }
}

/** Status 0 of a problem: the engine did not answer at all. */
export const UNREACHABLE = 0;

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Be told when the engine no longer knows the session. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

// A browser drops what is under way when the machine's networks change, as they do while containers come and go:
// what only reads is asked for again.
const AGAIN_MS = [250, 1000];

export async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  // A page of another site cannot set this one: the engine wants it with every write.
  if (method !== "GET") headers["X-Pharos-Console"] = "1";
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const asked: RequestInit = {
    // What is shown is of now.
    method, headers, credentials: "same-origin", cache: "no-store",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  };
  let answer: Answer;
  try {
    answer = await reach(path, asked, method === "GET" ? AGAIN_MS : []);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(UNREACHABLE, "The engine does not answer", "The engine does not answer; the console tries again by itself.");
  }
  if (answer.ok) return (answer.text === "" ? undefined : JSON.parse(answer.text)) as T;
  if (answer.status === 401 && path !== "/aiops/session") signedOut.forEach((tell) => tell());
  throw problemOf(answer);
}

interface Answer { ok: boolean; status: number; text: string }

/** The whole answer: a line may break in its middle too. */
async function reach(path: string, asked: RequestInit, pauses: number[]): Promise<Answer> {
  try {
    const response = await fetch(path, asked);
    return { ok: response.ok, status: response.status, text: await response.text() };
  } catch (error) {
    const [pause, ...later] = pauses;
    if (asked.signal?.aborted || pause === undefined) throw error;
    await new Promise((done) => setTimeout(done, pause));
    return reach(path, asked, later);
  }
}

function problemOf({ status, text }: Answer): Problem {
  const document = parsed(text) as { title?: string; detail?: string };
  return new Problem(status, document.title ?? `The engine answered ${status}`, document.detail ?? "");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

export const get = <T>(path: string, signal?: AbortSignal) => request<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body: unknown = {}) => request<T>("POST", path, body);
export const remove = <T>(path: string) => request<T>("DELETE", path);

/** A path with those of *parameters* that say something. */
export function query(path: string, parameters: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== "" && value != null) search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

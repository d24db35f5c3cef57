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

export async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  // A page of another site cannot set this one: the engine wants it with every write.
  if (method !== "GET") headers["X-Pharos-Console"] = "1";
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(path, {
      // What is shown is of now; and two of the same must not wait for one another in the browser's cache.
      method, headers, credentials: "same-origin", cache: "no-store",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(UNREACHABLE, "The engine does not answer", "The engine does not answer; the console tries again by itself.");
  }
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  const problem = await problemOf(response);
  if (response.status === 401 && path !== "/aiops/session") signedOut.forEach((tell) => tell());
  throw problem;
}

async function problemOf(response: Response): Promise<Problem> {
  const document = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  const title = document.title ?? `The engine answered ${response.status}`;
  return new Problem(response.status, title, document.detail ?? "");
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

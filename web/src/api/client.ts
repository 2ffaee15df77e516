import createClient, { type Middleware } from "openapi-fetch";

import { ApiProblem, problemFrom, Unreachable } from "./problem";
import type { paths } from "./schema";

let csrfToken: string | null = null;
const signedOut = new Set<() => void>();

/** Keeps the token that unsafe requests of this session carry. */
export function rememberCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** The header of an unsafe request that does not go through the client. */
export function csrfHeader(): Record<string, string> {
  return csrfToken ? { "X-CSRF-Token": csrfToken } : {};
}

/** Calls back when the server says that the session is over. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

const session: Middleware = {
  onRequest({ request }) {
    if (request.method === "GET") return request;
    if (csrfToken) request.headers.set("X-CSRF-Token", csrfToken);
    return request;
  },
  async onResponse({ request, response }) {
    if (response.ok) return response;
    if (response.status === 401 && !new URL(request.url).pathname.endsWith("/session")) {
      for (const listener of signedOut) listener();
    }
    throw await problemOf(response);
  },
  onError({ error }) {
    return error instanceof DOMException && error.name === "AbortError" ? error : new Unreachable();
  },
};

/** The typed client of the HTTP interface; everything but success throws `ApiProblem` or `Unreachable`. */
export const api = createClient<paths>({
  baseUrl: typeof location === "undefined" ? "" : location.origin,
  // Looked up at each request, so that tests may put another one in its place.
  fetch: (request) => globalThis.fetch(request),
});
api.use(session);

/** The body of an answer that the interface promises to have one. */
export async function body<Data>(answer: Promise<{ data?: Data }>): Promise<NonNullable<Data>> {
  const { data } = await answer;
  if (data === undefined || data === null) throw new ApiProblem({ title: "The server sent an empty answer." }, 502);
  return data;
}

/** The header that makes repeating a request with an effect harmless: one key for one intention of a person. */
export function once(key: string): { headers: { "Idempotency-Key": string } } {
  return { headers: { "Idempotency-Key": key } };
}

/** A key for one intention. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const type = response.headers.get("content-type") ?? "";
  return problemFrom(type.includes("json") ? await response.json().catch(() => null) : null, response.status);
}

/** What goes with a file beside its bytes. */
interface FileOptions {
  query?: Record<string, string | boolean>;
  key?: string;
  signal?: AbortSignal;
}

/** Sends a file as it is, so that the server alone decides what its bytes mean. */
export async function sendFile(path: string, file: File, { query = {}, key, signal }: FileOptions = {}): Promise<unknown> {
  const headers = new Headers({ "Content-Type": "text/csv" });
  if (csrfToken) headers.set("X-CSRF-Token", csrfToken);
  if (key) headers.set("Idempotency-Key", key);
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  let response: Response;
  try {
    response = await globalThis.fetch(search.size > 0 ? `${path}?${search}` : path, { method: "POST", headers, body: file, signal });
  } catch (error) {
    throw error instanceof DOMException && error.name === "AbortError" ? error : new Unreachable();
  }
  if (!response.ok) throw await problemOf(response);
  return response.json();
}

import { api } from "./client";
import { ApiProblem } from "./problem";

type Method = "get" | "post" | "put" | "patch" | "delete";

interface Init {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  query?: Record<string, string | number | boolean>;
}

// The same client, session and problems; only the description of the interface is not asked.
const plain = api as unknown as { request: (method: Method, path: string, init: unknown) => Promise<{ data?: unknown }> };

/** Asks for an operation that the generated description does not know; whoever calls says what comes back. */
export async function ask<Answer>(method: Method, path: `/api/v1/${string}`, { query, ...init }: Init = {}): Promise<Answer> {
  const { data } = await plain.request(method, path, { ...init, ...(query ? { params: { query } } : {}) });
  if (data === undefined) throw new ApiProblem({ title: "The server sent an empty answer." }, 502);
  return data as Answer;
}

/** The same for an operation whose answer has no body. */
export async function order(method: Method, path: `/api/v1/${string}`, { query, ...init }: Init = {}): Promise<void> {
  await plain.request(method, path, { ...init, ...(query ? { params: { query } } : {}) });
}

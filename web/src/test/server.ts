import { http, HttpResponse, type JsonBodyType } from "msw";
import { setupServer } from "msw/node";

/** Stands in for the HTTP interface; each test says what it answers. */
export const server = setupServer();

/** Answers one operation, and keeps what was asked. */
export function answers(method: "get" | "post" | "put" | "patch" | "delete", path: string, answer: JsonBodyType | ((body: unknown) => JsonBodyType | Response)) {
  const asked: { body: unknown; headers: Headers }[] = [];
  server.use(
    http[method](`*/api/v1${path}`, async ({ request }) => {
      const text = await request.text();
      const body: unknown = text ? JSON.parse(text) : null;
      asked.push({ body, headers: request.headers });
      const value = typeof answer === "function" ? answer(body) : answer;
      return value instanceof Response ? value : HttpResponse.json(value);
    }),
  );
  return asked;
}

/** An answer that says no. */
export function problem(status: number, code: string, detail: string, errors: { field: string; code: string; message: string }[] = []): Response {
  return new Response(JSON.stringify({ type: "about:blank", title: code, status, code, detail, errors }), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
}

import type { Problem } from "./model";

/** A request that was not granted, with the server's words for people. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: NonNullable<Problem["errors"]>;

  constructor(problem: Partial<Problem>, status: number) {
    super(problem.detail || problem.title || fallbackSentence(status));
    this.name = "ApiProblem";
    this.status = status;
    this.code = problem.code ?? "http." + status;
    this.errors = problem.errors ?? [];
  }

  /** The sentence about one field of a form. */
  field(name: string): string | undefined {
    return this.errors.find((error) => error.field === name)?.message;
  }
}

/** The problem in an answer; one whose words cannot be read gets some by its status. */
export function problemFrom(answer: unknown, status: number): ApiProblem {
  return new ApiProblem(typeof answer === "object" && answer ? answer : {}, status);
}

/** The request never got an answer. */
export class Unreachable extends Error {
  constructor() {
    super("The server did not answer. Nothing is known to have changed; check the connection and try again.");
    this.name = "Unreachable";
  }
}

/** One sentence about anything that was thrown. */
export function sentenceFor(error: unknown): string {
  if (error instanceof Error) return error.message;
  return "Something went wrong in this page. Reload it and try again.";
}

function fallbackSentence(status: number): string {
  if (status === 401) return "You are signed out. Sign in and try again.";
  if (status === 403) return "Your role does not allow this. Ask an administrator.";
  if (status === 404) return "This does not exist any more.";
  if (status === 409 || status === 412) return "Somebody else changed this in the meantime. Reload and try again.";
  if (status === 413) return "This is too large to send. Split it and try again.";
  if (status === 429) return "Too many requests. Wait a moment and try again.";
  return `The server could not do this (status ${status}). Try again; if it stays, look at the server's log.`;
}

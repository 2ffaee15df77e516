import type { components } from "@/api/schema";

/** A service outside: what it needs, and what of it is set. Secrets are never shown, only whether they are set. */
export type Integration = components["schemas"]["Integration"];

/** What the form shows at first: of secrets nothing. */
export function initialValues({ fields, values }: Integration): Record<string, string> {
  return Object.fromEntries(fields.map(({ key, secret }) => [key, secret ? "" : (values[key] ?? "")]));
}

/** What is sent: a secret that was left empty is left out, so that the kept one stays. */
export function integrationInput({ fields }: Integration, typed: Record<string, string>): Record<string, string | null> {
  return Object.fromEntries(
    fields.flatMap(({ key, secret }): [string, string | null][] => {
      const value = (typed[key] ?? "").trim();
      if (value !== "") return [[key, value]];
      return secret ? [] : [[key, null]];
    }),
  );
}

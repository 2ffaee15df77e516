/** One value that a service needs to be used. */
export interface IntegrationField {
  key: string;
  label: string;
  secret: boolean;
  required: boolean;
  help: string | null;
}

/** A service outside: what it needs, and what of it is set. Secrets are never shown, only whether they are set. */
export interface Integration {
  kind: string;
  title: string;
  fields: IntegrationField[];
  values: Record<string, string | number | boolean | null>;
  set: string[];
  /** Where its values come from; nothing while it is not used. */
  from: "settings" | "environment" | "sandbox" | null;
}

/** What the form shows at first: of secrets nothing. */
export function initialValues({ fields, values }: Integration): Record<string, string> {
  return Object.fromEntries(fields.map(({ key, secret }) => [key, secret || values[key] === null || values[key] === undefined ? "" : String(values[key])]));
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

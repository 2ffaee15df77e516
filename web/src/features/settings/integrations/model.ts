import type { components } from "@/api/schema";

/** A service outside: what it needs, and what of it is set. Secrets are never shown, only whether they are set. */
export type Integration = components["schemas"]["Integration"];

/** What the form shows at first: of secrets nothing, and nothing of what is only simulated. */
export function initialValues({ fields, from, values }: Integration): Record<string, string> {
  return Object.fromEntries(fields.map(({ key, secret }) => [key, secret || from !== "settings" ? "" : (values[key] ?? "")]));
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

const ABOUT: Record<string, string> = {
  calcom: "Free times come from it, and appointments go into it. Without it the built-in calendar is used.",
  resend: "Sends the mails that follow calls and appointments, and says which came back.",
  smtp: "Sends the mails through a server of your own instead.",
  openai: "Reads what you type to the dialler, rehearses voice agents, and talks for voice agents of our own. Any server with the same API will do.",
};

/** What a service is used for; nothing where this page does not know it. */
export function aboutOf({ kind }: Pick<Integration, "kind">): string | undefined {
  return ABOUT[kind];
}

import type { MailTemplate } from "./model";
import { kindWords } from "./words";

/** The mails as choices of a list, with whether they are sent. */
export function kindChoices(templates: readonly MailTemplate[]): { value: string; label: string }[] {
  return templates.map(({ kind, rule }) => ({ value: kind, label: `${kindWords(kind).title}${rule.on ? "" : " (off)"}` }));
}

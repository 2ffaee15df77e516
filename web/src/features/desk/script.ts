import { nameOfLead } from "@/features/dial/whom";

import type { Lead } from "./model";

/** A piece of a script: words, what stands in for a merge field, or a field that nothing is known for. */
export type Piece = { kind: "words" | "field" | "missing"; text: string };

/** The script with its merge fields (`{name}`) filled in from a lead; an unknown one is shown, not hidden. */
export function merged(script: string, lead: Lead | null, agent: string): Piece[] {
  const known = fieldsOf(lead, agent);
  return script.split(/(\{[^{}\n]{1,60}\})/).flatMap((part): Piece[] => {
    if (part === "") return [];
    const field = /^\{(.+)\}$/.exec(part)?.[1]?.trim().toLowerCase();
    if (field === undefined) return [{ kind: "words", text: part }];
    const value = known.get(field.replaceAll(" ", "_"));
    return [value ? { kind: "field", text: value } : { kind: "missing", text: part }];
  });
}

/** Merge fields that every lead may have, for whoever writes a script. */
export const MERGE_FIELDS = ["first_name", "last_name", "name", "company", "title", "phone", "email", "agent"] as const;

function fieldsOf(lead: Lead | null, agent: string): Map<string, string> {
  const known = new Map<string, string>();
  const put = (field: string, value: string | null | undefined) => {
    if (value) known.set(field, value);
  };
  put("agent", agent);
  put("agent_first_name", agent.split(/\s+/)[0]);
  if (!lead) return known;
  const words = lead.contact_name?.trim().split(/\s+/) ?? [];
  put("name", nameOfLead(lead));
  put("first_name", words[0]);
  put("last_name", words.length > 1 ? words.at(-1) : null);
  put("company", lead.company_name);
  put("title", lead.title);
  put("phone", lead.phone_display);
  put("email", lead.email);
  put("notes", lead.notes);
  for (const [field, value] of Object.entries(customOf(lead))) put(field.toLowerCase().replaceAll(" ", "_"), value);
  return known;
}

/** What a list said of a lead beside the usual. */
export function customOf(lead: Lead): Record<string, string> {
  return "custom" in lead && typeof lead.custom === "object" && lead.custom !== null ? (lead.custom as Record<string, string>) : {};
}

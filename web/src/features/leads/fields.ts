import type { Lead, LeadChange } from "./model";

/** A part of a lead that people write: how it reads, and what writing it changes. */
export interface LeadField {
  key: string;
  title: string;
  text: (lead: Lead) => string;
  change: (text: string, lead: Lead) => LeadChange;
  kind?: "email" | "tel" | "zone" | "tags" | "long";
}

const plain = (key: string, title: string, name: "contact_name" | "company_name" | "title" | "email" | "notes", kind?: LeadField["kind"]): LeadField => ({
  key,
  title,
  text: (lead) => lead[name] ?? "",
  change: (text) => ({ [name]: text.trim() || null }),
  kind,
});

export const NAME = plain("name", "Name", "contact_name");
export const COMPANY = plain("company", "Company", "company_name");
export const TITLE = plain("title", "Title", "title");
export const EMAIL = plain("email", "E-mail", "email", "email");
export const NOTES = plain("notes", "Notes", "notes", "long");
export const ZONE: LeadField = {
  key: "zone",
  title: "Time zone",
  text: (lead) => lead.time_zone ?? "",
  change: (text) => ({ time_zone: text.trim() || null }),
  kind: "zone",
};
export const TAGS: LeadField = { key: "tags", title: "Tags", text: (lead) => lead.tags.join(", "), change: (text) => ({ tags: tagsOf(text) }), kind: "tags" };

/** One of a lead's numbers by its place; an empty one is taken away, one behind the last is added. */
export function numberField(place: number): LeadField {
  return {
    key: place === 0 ? "phone" : `phone_${place + 1}`,
    title: place === 0 ? "Phone" : `Phone ${place + 1}`,
    text: (lead) => lead.numbers[place]?.phone_display ?? (place === 0 ? lead.phone_display : ""),
    change: (text, lead) => {
      const numbers = lead.numbers.map(({ phone, label }) => ({ phone, label }));
      if (text.trim() === "") numbers.splice(place, 1);
      else numbers[place] = { phone: text.trim(), label: numbers[place]?.label ?? null };
      return { numbers };
    },
    kind: "tel",
  };
}

/** A field that only some lists have. */
export function customField(name: string): LeadField {
  return { key: `custom:${name}`, title: name, text: (lead) => lead.custom[name] ?? "", change: (text) => ({ custom: { [name]: text.trim() || null } }) };
}

/** The words of a line of tags: separated by commas, none twice. */
export function tagsOf(text: string): string[] {
  return [...new Set(text.split(",").map((tag) => tag.trim()).filter(Boolean))];
}

/** The custom fields that are known and those that some of the leads have, by name. */
export function customFieldsOf(leads: readonly Pick<Lead, "custom">[], known: readonly string[]): string[] {
  const names = new Set(known);
  for (const { custom } of leads) for (const name of Object.keys(custom)) names.add(name);
  return [...names].sort((a, b) => a.localeCompare(b));
}

import type { Lead } from "./model";

type Named = Pick<Lead, "contact_name" | "company_name" | "phone_display">;

/** What a lead is called: the person, else the company, else the number. */
export function nameOfLead(lead: Named): string {
  return lead.contact_name || lead.company_name || lead.phone_display;
}

/** The line under the name: position and company, as far as they are not the name already. */
export function aboutLead(lead: Named & Pick<Lead, "title">): string {
  return [lead.title, lead.contact_name ? lead.company_name : null].filter(Boolean).join(", ");
}

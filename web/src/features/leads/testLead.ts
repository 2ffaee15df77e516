import { aLead as plain } from "@/test/leads";

import type { Lead } from "./model";

export function aLead(part: Partial<Lead> = {}): Lead {
  const lead = plain(part);
  return { numbers: [{ phone: lead.phone, phone_display: lead.phone_display, label: null }], custom: {}, tags: [], created_at: "2026-11-20T09:12:00Z", ...lead, ...part };
}

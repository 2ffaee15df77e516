import type { Lead } from "@/features/dial/model";

/** A call that was agreed on. */
export interface Callback {
  lead: Lead;
  campaign_id: string | null;
  callback_at: string;
  /** Who alone makes it; anybody when null. */
  for_user: { id: string; name: string } | null;
  note: string | null;
}

/** Whose callbacks: one's own, those that anybody may make, or everybody's. */
export type Whose = "me" | "any" | "all";

/** What may be changed of a callback; what is absent stays. */
export interface CallbackChange {
  callback_at?: string;
  for?: "me" | "any";
  cancel?: true;
}

export interface CallbackQuestion {
  whose: Whose;
  due_before?: string;
  campaign_id?: string;
}

import type { components } from "@/api/schema";

/** A call that was agreed on. */
export type Callback = components["schemas"]["Callback"];

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

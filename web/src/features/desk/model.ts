import type { Disposition, Lead, Quality, Room } from "@/features/dial/model";

export type { Disposition, Lead, Quality };

/** How a seat stands. */
export type Standing = "offline" | "joining" | "ready" | "on_call" | "wrap_up" | "paused";

/** What an agent wants after the work on a call, or now. */
export type Wish = "ready" | "paused";

/** Who is there, as the agent says. */
export type Said = "human" | "machine";

/** A line of the campaign that may soon be this agent's. */
export interface SeatLine {
  call_id: string;
  lead_name: string | null;
  company: string | null;
  /** Where the call stands, as calls say it. */
  phase: string;
}

/** The call of a seat: promised, here, or being noted down. */
export interface SeatCall {
  id: string;
  lead: Lead | null;
  phone_display: string;
  /** When the two first heard each other; null while the callee is promised. */
  connected_at: string | null;
  /** From the answer until then. */
  answer_to_audio_ms: number | null;
  notes: string | null;
  disposition: string | null;
}

/** What an agent's talks of the day come to. */
export interface SeatDay {
  calls: number;
  talk_ms: number;
  dispositions: Record<string, number>;
}

/** An agent signed in to a campaign. */
export interface Seat {
  id: string;
  campaign_id: string;
  user_id: string;
  name: string;
  state: Standing;
  since: string;
  /** Why it is paused or offline. */
  reason: string | null;
  /** Why it will be paused once the call is done with. */
  pause_after: string | null;
  /** When the work after the call ends by itself. */
  wrap_up_until: string | null;
  disposition_mandatory: boolean;
  call: SeatCall | null;
  lines: SeatLine[];
  today: SeatDay;
  muted: boolean;
  held: boolean;
  recording: Room["recording"];
  browser: Room["browser"];
  quality: Quality | null;
  detection: Room["detection"];
  clip: Room["clip"];
}

/** What an agent notes down after a call. */
export interface WrapUpNote {
  disposition: string | null;
  notes: string | null;
  callback_at: string | null;
  next: Wish;
}

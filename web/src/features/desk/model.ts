import type { components } from "@/api/schema";
import type { Disposition, Lead, Quality, Room } from "@/features/dial/model";

export type { Disposition, Lead, Quality };

type Schemas = components["schemas"];

/** How a seat stands. */
export type Standing = "offline" | "joining" | "ready" | "dialing" | "on_call" | "wrap_up" | "paused";

/** What an agent wants after the work on a call, or now. */
export type Wish = "ready" | "paused";

/** Who is there, as the agent says. */
export type Said = "human" | "machine";

/** A line of the campaign that may soon be this agent's. */
export type SeatLine = Schemas["SeatLine"];

/** The call of a seat: promised, here, or being noted down. */
export interface SeatCall {
  id: string;
  lead: Lead | null;
  phone_display: string;
  /** When the two first heard each other; null while the callee is promised or their phone rings. */
  connected_at: string | null;
  /** From the answer until then. */
  answer_to_audio_ms: number | null;
  notes: string | null;
  disposition: string | null;
  /** Who handed the call over to this agent. */
  transferred_by?: string | null;
  /** What the voice agent that put the callee through says of them, in two lines. */
  briefing?: Schemas["SeatBriefing"] | null;
}

/** Who carries the audio of a seat. */
export type SeatAudio = "browser" | "phone" | "carrier";

/** A number of a lead to choose from. */
export type LeadNumber = Schemas["LeadNumber"];

/** A lead that an agent looks at before it is called. */
export type Offer = Schemas["SeatOffer"];

/** Handing a callee over, or asking somebody else first. */
export interface Transfer {
  kind: "blind" | "warm";
  to: { seat_id: string; name: string } | { phone_display: string };
  phase: "calling" | "ringing" | "consulting" | "joined" | "failed";
  /** Who hears the agent while the other waits. */
  talking_to: "callee" | "third" | null;
  since: string;
  /** Why it came to nothing. */
  problem: string | null;
}

/** Where a callee is to go. */
export interface TransferOrder {
  kind: Transfer["kind"];
  to: { seat_id: string } | { number: string };
  /** A person said that the hour does not matter. */
  override_window?: true;
}

/** A colleague who asks before they hand somebody over. */
export type Consult = Schemas["SeatConsult"];

/** The phone that an agent uses in place of the browser's audio. */
export interface AgentPhone {
  phone_display: string;
  state: "calling" | "ringing" | "here" | "gone";
  problem: string | null;
}

/** Somebody who is signed in and could take a callee. */
export interface Colleague {
  seat_id: string;
  user_id: string;
  name: string;
  campaign_id: string;
  campaign_name: string | null;
  state: Standing;
}

/** Whom a callback is for: one agent, or whoever is free. */
export type CallbackFor = "me" | "any";

/** A page of something that may be long. */
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

/** What an agent's talks of the day come to. */
export type SeatDay = Schemas["SeatDay"];

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
  /** Of two that tell of the same seat, the one with the higher number is newer. */
  revision: number;
  browser: Room["browser"];
  quality: Quality | null;
  detection: Room["detection"];
  clip: Room["clip"];
  /** The lead that is shown before it is called; none outside preview and manual dialling. */
  offer?: Offer | null;
  transfer?: Transfer | null;
  consult?: Consult | null;
  audio?: SeatAudio;
  phone?: AgentPhone | null;
}

/** What an agent notes down after a call. */
export interface WrapUpNote {
  disposition: string | null;
  notes: string | null;
  callback_at: string | null;
  callback_for?: CallbackFor;
  next: Wish;
}

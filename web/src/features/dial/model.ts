import type { components } from "@/api/schema";
import type { Call, Session } from "@/api/model";

// What the dialler's part of the interface carries.
type Schemas = components["schemas"];

export type { Call };
export type Recording = Schemas["Recording"];
export type Lead = Schemas["Lead"];
export type LeadDetail = Schemas["LeadDetail"];
export type LeadList = Schemas["LeadList"];
export type LineError = Schemas["ListLineError"];
export type ListCounts = Schemas["ListRowCounts"];
export type ListColumn = Schemas["ListColumn"];
export type ListPreview = Schemas["ListPreview"];
export type MappedField = keyof Schemas["ListMapping"];
/** What may be said to have come of a call. */
export type Disposition = Schemas["Disposition"];
/** What an agent says came of a call. */
export type CallNote = Required<Schemas["CallDisposition"]>;

export interface Clip {
  id: string;
  name: string;
  duration_ms: number;
}

/** How well the audio travels, as the server measures it. */
export interface Quality {
  mos: number | null;
  loss_permille: number;
  jitter_ms: number;
  rtt_ms: number | null;
}

export type RoomState = "opening" | "dialing" | "ringing" | "connected" | "ended";

/** Where a person's browser and a customer's phone hear each other. */
export interface Room {
  id: string;
  state: RoomState;
  call: Call | null;
  lead: Lead | null;
  bridge: string;
  muted: boolean;
  held: boolean;
  recording: "off" | "on" | "paused" | "failed";
  browser: { connected: boolean; lost_since: string | null; ends_at: string | null };
  phone: { connected: boolean };
  quality: Quality | null;
  clip: { id: string; name: string } | null;
  created_at: string;
  connected_at: string | null;
  ended_at: string | null;
  end_reason: string | null;
}

export interface IceServer {
  urls: string[];
  username?: string | null;
  credential?: string | null;
}

export interface Joined {
  sdp_answer: string;
  ice_servers: IceServer[];
  participant_id: string;
}

/** Whether this workspace can talk to people from the browser. */
export function mayDial(session: Session): boolean {
  return session.cold_call;
}

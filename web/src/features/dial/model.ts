import type { Call as PlainCall, Session } from "@/api/model";

// What the dialler's part of the interface carries.

/** Where a recording can be had. */
export interface Recording {
  id: string;
  url: string;
  duration_ms: number;
  channels: number;
}

/** A call with what the dialler adds to it. */
export type Call = PlainCall & {
  lead_id: string | null;
  room_id: string | null;
  treatment: string;
  disposition: string | null;
  notes: string | null;
  recording: Recording | null;
};

export type LeadStatus = "new" | "calling" | "called" | "callback" | "closed";

/** Somebody to call. */
export interface Lead {
  id: string;
  list_id: string;
  line: number;
  contact_name: string | null;
  company_name: string | null;
  title: string | null;
  email: string | null;
  phone: string;
  phone_display: string;
  region: string | null;
  time_zone: string | null;
  zones: string[];
  status: LeadStatus;
  call_attempts: number;
  last_called_at: string | null;
  last_call_id: string | null;
  last_outcome: string | null;
  disposition: string | null;
  notes: string | null;
  callback_at: string | null;
  held_by: { user_id: string; name: string; until: string } | null;
  revision: number;
}

export interface LeadDetail {
  lead: Lead;
  calls: Call[];
}

export interface LeadList {
  id: string;
  name: string;
  source: string;
  created_at: string;
  counts: { leads: number; called: number; open: number };
  archived: boolean;
}

/** A line of a list that became no lead. */
export interface LineError {
  line: number;
  raw: string;
  code: string;
  message: string;
}

export interface ListCounts {
  rows: number;
  valid: number;
  invalid: number;
  duplicates: number;
}

export type MappedField = "name" | "company" | "phone" | "title" | "email" | "time_zone" | "family_name";

export interface ListColumn {
  index: number;
  header: string;
  sample: string[];
}

export interface PreviewRow {
  line: number;
  contact_name: string | null;
  company_name: string | null;
  phone: string | null;
  phone_display: string | null;
  title: string | null;
  code: string | null;
  reason: string | null;
}

/** How a file would be read, before anything is kept. */
export interface ListPreview {
  columns: ListColumn[];
  has_header: boolean;
  mapping: Record<MappedField, number | null>;
  rows: PreviewRow[];
  counts: ListCounts;
  errors: LineError[];
  missing: string[];
}

export interface ListCreated {
  list: LeadList;
  counts: ListCounts;
  errors: LineError[];
}

/** What may be said to have come of a call. */
export interface Disposition {
  code: string;
  label: string;
  final: boolean;
  do_not_call: boolean;
  callback: boolean;
}

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
  return "cold_call" in session && session.cold_call === true;
}

/** A page of a list, as every list of the interface comes. */
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
  total: number | null;
}

import type { Disposition, Lead, LeadList, Room } from "@/features/dial/model";

export function aLead(part: Partial<Lead> = {}): Lead {
  return {
    id: "led_1",
    list_id: "lst_1",
    line: 2,
    contact_name: "Grace Hopper",
    company_name: "Northwind Traders",
    title: "Owner",
    email: null,
    phone: "+14155552671",
    phone_display: "+1 415-555-2671",
    numbers: [{ phone: "+14155552671", phone_display: "+1 415-555-2671", label: null }],
    custom: {},
    tags: [],
    consents: [],
    created_at: "2026-11-20T09:12:00Z",
    region: "US",
    time_zone: null,
    zones: ["America/Los_Angeles"],
    status: "new",
    call_attempts: 0,
    last_called_at: null,
    last_call_id: null,
    last_outcome: null,
    disposition: null,
    result: null,
    notes: null,
    callback_at: null,
    held_by: null,
    revision: 1,
    ...part,
  };
}

export function aList(part: Partial<LeadList> = {}): LeadList {
  return { id: "lst_1", name: "Spring list", source: "csv", created_at: "2026-11-21T18:40:00Z", created_by: { kind: "user", id: "usr_1", name: "Ada" }, counts: { leads: 2, called: 0, open: 2 }, archived: false, ...part };
}

export function aRoom(part: Partial<Room> = {}): Room {
  return {
    id: "rom_1",
    user_id: "usr_1",
    state: "opening",
    call: null,
    lead: aLead(),
    bridge: "media",
    controls: ["mute", "hold", "digits", "clips", "stop_clip", "pause_recording"],
    muted: false,
    held: false,
    recording: "off",
    browser: { connected: false, lost_since: null, ends_at: null },
    phone: { connected: false },
    quality: null,
    clip: null,
    detection: null,
    created_at: "2026-11-21T18:40:00Z",
    connected_at: null,
    ended_at: null,
    end_reason: null,
    ...part,
  };
}

export function someDispositions(): Disposition[] {
  const plain = { final: false, do_not_call: false, callback: false, retry: false };
  return [
    { ...plain, code: "connected", label: "Connected" },
    { ...plain, code: "voicemail", label: "Voicemail" },
    { ...plain, code: "no_answer", label: "No Answer" },
    { ...plain, code: "busy", label: "Busy" },
    { ...plain, code: "wrong_number", label: "Wrong Number", final: true, do_not_call: true },
    { ...plain, code: "callback_requested", label: "Callback Requested", callback: true },
    { ...plain, code: "not_interested", label: "Not Interested", final: true },
    { ...plain, code: "follow_up", label: "Follow Up" },
  ];
}

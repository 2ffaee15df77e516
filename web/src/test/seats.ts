import type { Campaign, CampaignLive, CampaignSettings } from "@/features/campaigns/model";
import type { Offer, Seat, SeatCall, Transfer } from "@/features/desk/model";

import { aLead } from "./leads";

export function aSeat(part: Partial<Seat> = {}): Seat {
  return {
    id: "seat_1",
    campaign_id: "cmp_1",
    user_id: "usr_1",
    name: "Ada Lovelace",
    state: "paused",
    since: "2026-11-21T18:40:00Z",
    reason: "not_yet_ready",
    pause_after: null,
    wrap_up_until: null,
    disposition_mandatory: true,
    call: null,
    lines: [],
    today: { calls: 0, talk_ms: 0, dispositions: {} },
    muted: false,
    held: false,
    recording: "off",
    revision: 1,
    browser: { connected: true, lost_since: null, ends_at: null },
    quality: null,
    detection: null,
    clip: null,
    offer: null,
    transfer: null,
    consult: null,
    audio: "browser",
    phone: null,
    ...part,
  };
}

export function anOffer(part: Partial<Offer> = {}): Offer {
  const lead = aLead({
    numbers: [
      { phone: "+14155552671", phone_display: "+1 415-555-2671", label: "Office" },
      { phone: "+14155550188", phone_display: "+1 415-555-0188", label: "Mobile" },
    ],
  });
  return { lead, numbers: lead.numbers, phone: lead.phone, phone_display: lead.phone_display, why: "First in the list, and not called yet.", offered_at: new Date().toISOString(), dial_at: null, callback_at: null, last_note: null, ...part };
}

export function aTransfer(part: Partial<Transfer> = {}): Transfer {
  return { kind: "warm", to: { seat_id: "seat_2", name: "Ben Okafor" }, phase: "consulting", talking_to: "third", since: new Date().toISOString(), problem: null, ...part };
}

export function aSeatCall(part: Partial<SeatCall> = {}): SeatCall {
  return { id: "call_1", lead: aLead({ status: "calling", call_attempts: 1 }), phone_display: "+1 415-555-2671", connected_at: "2026-11-21T18:41:00Z", answer_to_audio_ms: 640, notes: null, disposition: null, ...part };
}

export function someCampaignSettings(part: Partial<CampaignSettings> = {}): CampaignSettings {
  const rule = { attempts_max: 5, delay_minutes: 240, next_number: true, other_hour: true };
  return {
    mode: "parallel",
    audience: "business",
    lines_per_seat: 3,
    calls_at_once: 10,
    selection: { statuses: [], regions: [], tags: [], attempts_max: null },
    order: "list_order",
    account_id: null,
    caller_id: null,
    ring_timeout_s: 25,
    time_limit_s: 7_200,
    amd: { policy: "hang_up", unknown: "human", verdict_limit_ms: 4_000 },
    voicemail: "",
    waiting_sound: "silence",
    wait_limit_ms: 2_000,
    safe_harbour: { company: "Northwind", phone: "+14155550100", opt_out_key: "9", words: null },
    message: "",
    schedule: null,
    script: "",
    dispositions: null,
    disposition_required: true,
    wrap_up_s: 60,
    retry: { no_answer: rule, busy: { ...rule, delay_minutes: 15 }, failed: rule, machine: rule, voicemail_left: rule, abandoned: rule, disposition: rule },
    caps: { per_day: null, in_all: null },
    abandon_budget_permille: 30,
    record: false,
    preview: { countdown_s: null },
    at_once: false,
    dials_while_joining: false,
    pulse: null,
    voice_agent_id: null,
    consent_needed: false,
    ...part,
  };
}

export function aCampaign(part: Partial<Campaign> = {}): Campaign {
  return {
    id: "cmp_1",
    name: "Spring offer",
    state: "running",
    list_ids: ["lst_1"],
    settings: someCampaignSettings(),
    counts: { leads: 500, done: 120, left_out: 4 },
    created_at: "2026-11-21T18:40:00Z",
    created_by: { kind: "user", id: "usr_1", name: "Ada Lovelace" },
    started_at: "2026-11-21T18:41:00Z",
    ended_at: null,
    revision: 3,
    ...part,
  };
}

export function aCampaignLive(part: Partial<CampaignLive> = {}): CampaignLive {
  return {
    lines: { dialing: 2, ringing: 3, judging: 1, connected: 2 },
    seats: { ready: 1, on_call: 2, wrap_up: 1, paused: 1 },
    funnel: { dialed: 412, answered: 138, live_answers: 92, talks: 90, abandoned: 2, machines: 46, voicemails: 0 },
    abandon: { live_answers: 92, abandoned: 2, share_permille: 22, budget_permille: 30 },
    pacer: "1 agent is ready and 2 lines are under way: dialling 1 more.",
    blocked: [],
    next_opening: null,
    ...part,
  };
}

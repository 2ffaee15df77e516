import type { Seat, SeatCall } from "../src/features/desk/model.ts";
import type { Lead } from "../src/features/dial/model.ts";
import { anOffer, aTransfer } from "../src/test/seats.ts";

/** How the agent of this page may stand, by a word in the address of the made-up world. */
export function seatState(stands: string, call: SeatCall, leads: readonly Lead[]): Partial<Seat> {
  const talking: Partial<Seat> = { state: "on_call", reason: null, call };
  const lead = leads[3];
  const offer = anOffer(lead ? { lead, phone: lead.phone, phone_display: lead.phone_display, numbers: [{ phone: lead.phone, phone_display: lead.phone_display, label: "Office" }, { phone: "+14155550188", phone_display: "+1 415-555-0188", label: "Mobile" }], why: "Second call: nobody answered yesterday.", last_note: "Asked for an offer; decides with the controller in Essen." } : {});
  const phone = { phone_display: "+49 30 901820", problem: null };
  const by: Record<string, Partial<Seat>> = {
    paused: { state: "paused", reason: "Lunch" },
    ready: { state: "ready", reason: null, lines: LINES },
    coming: { ...talking, call: { ...call, connected_at: null, answer_to_audio_ms: null } },
    talking: { ...talking, recording: "on" },
    machine: { ...talking, detection: { verdict: "machine_ready", confidence: 0.9, reason: "A beep was heard." } },
    "wrap-up": { state: "wrap_up", reason: null, call, since: ago(12), wrap_up_until: ago(-48) },
    preview: { campaign_id: "cmp_6", state: "ready", reason: null, offer: { ...offer, offered_at: ago(9), dial_at: ago(-21) } },
    manual: { campaign_id: "cmp_5", state: "ready", reason: null },
    dialing: { campaign_id: "cmp_6", state: "dialing", reason: null, since: ago(6), call: { ...call, connected_at: null, answer_to_audio_ms: null } },
    asking: { ...talking, transfer: aTransfer({ since: ago(21) }) },
    "not-passed": { ...talking, transfer: aTransfer({ phase: "failed", problem: "Ben Okafor did not answer within 20 seconds." }) },
    asked: { state: "ready", reason: null, consult: { from_seat_id: "seat_2", from_name: "Ben Okafor", lead: lead ?? null, since: ago(4) } },
    "phone-rings": { state: "paused", reason: "not_yet_ready", audio: "phone", phone: { ...phone, state: "ringing" } },
    "phone-gone": { state: "paused", reason: "phone_lost", audio: "phone", phone: { ...phone, state: "gone" } },
  };
  return by[stands] ?? {};
}

function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1_000).toISOString();
}

export const LINES = [
  { call_id: "call_91", lead_name: "Amara Okafor", company: "Blue Finch Dental", phase: "ringing" },
  { call_id: "call_92", lead_name: "Jun Tanaka", company: "Rheinisch-Westfälische Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH", phase: "dialing" },
  { call_id: "call_93", lead_name: "Mateo Alvarez", company: "Cobalt Freight", phase: "waiting" },
];

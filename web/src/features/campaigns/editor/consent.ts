import type { Scope } from "@/features/leads/consent/model";

import type { CampaignSettings } from "../model";

/** A draft that a browser kept for long may not know of consent. */
type Speaks = Pick<CampaignSettings, "mode" | "voice_agent_id"> & Partial<Pick<CampaignSettings, "consent_needed">>;

/** What leads must have agreed to: who speaks to them decides. */
export function scopeOf({ mode }: Pick<CampaignSettings, "mode">): Scope {
  return mode === "agentless" ? "ai_voice" : "human_call";
}

/** Whether only those are called who agreed; where nobody chose, those whom a voice agent calls must have. */
export function needsConsent({ mode, voice_agent_id, consent_needed }: Speaks): boolean {
  return consent_needed ?? needsByItself({ mode, voice_agent_id });
}

/** What follows for consent when somebody else speaks from now on: what was chosen before was chosen for another voice. */
export function consentFor(speaks: Pick<Speaks, "mode" | "voice_agent_id">): Pick<CampaignSettings, "consent_needed"> {
  return { consent_needed: needsByItself(speaks) };
}

function needsByItself({ mode, voice_agent_id }: Pick<Speaks, "mode" | "voice_agent_id">): boolean {
  return mode === "agentless" && voice_agent_id !== null;
}

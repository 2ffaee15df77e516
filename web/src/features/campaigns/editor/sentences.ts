import { scopeTo } from "@/features/leads/consent/model";
import { counted } from "@/format/amounts";
import { regionName } from "@/format/words";

import type { CampaignInput } from "../model";
import { AUDIENCES, delayWords, MACHINES, modeSentence, MODES, ORDERS, RETRIES } from "../words";
import { needsConsent, scopeOf } from "./consent";
import { parallelCosts } from "./costs";
import { spokenHarbour, type SectionKey } from "./draft";
import { hoursWords } from "./steps";

/** What was chosen and what it means, step by step, as one reads it before it starts. */
export function sentencesOf({ name, list_ids, settings }: CampaignInput, listName: (id: string) => string): Record<SectionKey, string[]> {
  const { selection, amd, safe_harbour: harbour, schedule, caps, preview } = settings;
  const withAgents = settings.mode !== "agentless";
  const paced = settings.mode === "parallel" || settings.mode === "progressive";
  const again = Object.entries(settings.retry).filter(([, rule]) => rule.attempts_max > 1);
  return {
    basics: [name.trim() || "It has no name yet.", AUDIENCES[settings.audience].about],
    leads: [
      list_ids.length === 0 ? "No list is chosen yet." : `${list_ids.map(listName).join(", then ")}. ${ORDERS[settings.order]}.`,
      ...(selection.statuses.length > 0 ? [`Only leads that are ${selection.statuses.map((status) => STATUS_WORDS[status] ?? status).join(" or ")}.`] : []),
      ...(needsConsent(settings) ? [`Only leads who agreed ${scopeTo(scopeOf(settings))}.`] : settings.mode === "agentless" ? ["Leads are called whether they agreed to an artificial voice or not."] : []),
      ...(selection.regions.length > 0 ? [`Only ${selection.regions.map(regionName).join(", ")}.`] : []),
      ...(selection.tags.length > 0 ? [`Only leads tagged ${selection.tags.map((tag) => `“${tag}”`).join(" or ")}.`] : []),
      ...(selection.attempts_max !== null ? [`Only leads with at most ${counted(selection.attempts_max, "call")} before.`] : []),
    ],
    dialling: [
      `${modeSentence(settings)}.${settings.voice_agent_id === null ? ` ${MODES[settings.mode].about}` : ""}`,
      ...(settings.mode === "preview" ? [preview.countdown_s === null ? "The agent decides when to dial." : `After ${preview.countdown_s} seconds it dials by itself.`] : []),
      ...(settings.mode === "agentless" ? [`${counted(settings.calls_at_once, "call")} at once. ${settings.voice_agent_id === null ? `They hear: “${settings.message || "…"}”` : "A voice agent talks with them."}`] : []),
      ...parallelCosts(settings),
      ...(paced && settings.dials_while_joining ? ["Lines are dialled while an agent is still joining: somebody may answer before the agent’s audio is there."] : []),
      `Phones show ${settings.caller_id ?? "the carrier account’s own number"} and ring for at most ${settings.ring_timeout_s} seconds.`,
    ],
    answers: [
      MACHINES[amd.policy].about,
      ...(amd.policy !== "off" ? [amd.unknown === "human" ? "When nobody can tell, it is taken for a person." : "When nobody can tell, it is taken for a machine and hung up on."] : []),
      ...(paced && settings.at_once ? ["Agents hear the line from its first moment; a machine’s verdict takes it away again."] : []),
      ...(paced && !settings.at_once ? [`A person waits for an agent ${(settings.wait_limit_ms / 1_000).toLocaleString("en")} seconds at most.`] : []),
      ...(withAgents && paced ? [`For whom nobody is free hears: “${spokenHarbour(harbour)}”`] : []),
    ],
    hours: [schedule ? `${hoursWords(schedule)}, ${schedule.time_zone}${schedule.holidays.length > 0 ? `, but not on ${counted(schedule.holidays.length, "day")}` : ""}.` : "Whenever agents are ready.", "The hours of those who are called hold besides."],
    agents: withAgents
      ? [
          settings.wrap_up_s === null ? "Wrap-up lasts as long as it takes." : `Wrap-up ends after ${settings.wrap_up_s} seconds.`,
          settings.disposition_required ? "An outcome must be chosen after each talk." : "An outcome may be left out.",
          settings.record ? "Talks are recorded." : "Talks are not recorded.",
        ]
      : ["No agents take part."],
    again: [
      again.length === 0 ? "Nobody is called again by itself." : `${again.map(([outcome, rule]) => `${RETRIES[outcome as keyof typeof RETRIES]}: ${rule.delay_minutes === 0 ? "at once" : `after ${delayWords(rule.delay_minutes)}`}, up to ${counted(rule.attempts_max, "call")}`).join("; ")}.`,
      `One number is called ${caps.per_day === null ? "without a limit for a day" : `at most ${counted(caps.per_day, "time")} in 24 hours`}${caps.in_all === null ? "" : ` and ${counted(caps.in_all, "time")} in all`}.`,
    ],
  };
}

const STATUS_WORDS: Record<string, string> = { new: "not called yet", called: "called before", callback: "to be called back" };

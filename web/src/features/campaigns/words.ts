import { CircleCheck, CirclePause, CirclePlay, CircleStop, FilePen, Hourglass } from "lucide-react";

import type { Look } from "@/features/desk/standing";

import type { Audience, Campaign, CampaignSettings, CampaignState, LeadOrder, Mode, OnMachine, RetryOutcome, RetryRule } from "./model";

const STATES: Record<CampaignState, Look> = {
  draft: { word: "Draft", tone: "plain", icon: FilePen },
  running: { word: "Running", tone: "talking", icon: CirclePlay },
  paused: { word: "Paused", tone: "waiting", icon: CirclePause },
  draining: { word: "Draining", tone: "waiting", icon: Hourglass },
  stopped: { word: "Stopped", tone: "plain", icon: CircleStop },
  finished: { word: "Finished", tone: "plain", icon: CircleCheck },
};

/** How a campaign's state is shown. */
export function stateLook(state: CampaignState): Look {
  return STATES[state];
}

/** Whether agents may sign in to a campaign. */
export function takesAgents({ state, settings }: Pick<Campaign, "state" | "settings">): boolean {
  return ["running", "paused", "draining"].includes(state) && settings.mode !== "agentless";
}

export const MODES: Record<Mode, { label: string; about: string }> = {
  manual: { label: "Manual", about: "Agents see the list and pick whom they call, one at a time. Nothing is dialled by itself." },
  preview: { label: "Preview", about: "An agent is shown one lead with its history, and then starts the call or skips it. For few, valuable leads." },
  progressive: { label: "Progressive", about: "One line for each agent who is ready: nobody who answers has to wait, nobody is abandoned." },
  parallel: { label: "Parallel", about: "Several lines for each agent who is ready; the first person to answer wins. Most talks in an hour, and some people are abandoned." },
  agentless: { label: "Agentless", about: "Nobody of yours is on the line: whoever answers hears a message, or talks with a voice agent." },
};

/** How a campaign dials, in a sentence. */
export function modeSentence({ mode, lines_per_seat, audience, voice_agent_id }: Pick<CampaignSettings, "mode" | "lines_per_seat" | "audience" | "voice_agent_id">): string {
  const whom = audience === "business" ? "businesses" : "people at home";
  if (mode === "parallel") return `Parallel: ${lines_per_seat} ${lines_per_seat === 1 ? "line" : "lines"} for each agent, calling ${whom}`;
  if (mode === "agentless" && voice_agent_id !== null) return `A voice agent, calling ${whom}`;
  return `${MODES[mode].label}, calling ${whom}`;
}

/** What each audience means for the dialling. */
export const AUDIENCES: Record<Audience, { label: string; about: string }> = {
  business: { label: "Businesses", about: "Once a person is on the line, the agent’s other lines are cancelled at once: cheapest and fastest." },
  consumer: {
    label: "People at home",
    about: "The law protects them: a phone that rings is left to ring for 15 seconds before it may be cancelled, and at most 3 % of those who answer may find nobody free.",
  },
};

export const MACHINES: Record<OnMachine, { label: string; about: string }> = {
  off: { label: "Put everybody through", about: "Nobody asks who answered: agents hear machines too, and no person waits for a verdict." },
  hang_up: { label: "Hang up on machines", about: "Agents hear people; a machine’s line is freed as soon as it is recognised." },
  voicemail_drop: { label: "Leave a message", about: "A machine hears your message after its beep; the agent is free meanwhile." },
};

export const ORDERS: Record<LeadOrder, string> = {
  list_order: "As they stand in the lists",
  newest_first: "Newest lines first",
  fewest_attempts: "Fewest calls first",
  longest_ago: "Longest not called first",
};

export const RETRIES: Record<RetryOutcome, string> = {
  no_answer: "Nobody answered",
  busy: "Busy",
  failed: "Could not be put through",
  machine: "A machine answered",
  voicemail_left: "A message was left",
  abandoned: "A person for whom nobody was free",
  disposition: "The agent’s outcome asks for it",
};

/** "after 4 h, up to 5 calls": when a lead is called again. */
export function ruleWords({ attempts_max, delay_minutes }: RetryRule): string {
  if (attempts_max <= 1) return "not again";
  return delay_minutes === 0 ? `at once, up to ${attempts_max} calls` : `after ${delayWords(delay_minutes)}, up to ${attempts_max} calls`;
}

/** "30 min", "4 h", "2 d" of minutes. */
export function delayWords(minutes: number): string {
  if (minutes === 0) return "at once";
  if (minutes % 1_440 === 0) return `${minutes / 1_440} d`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

import { counted } from "@/format/amounts";
import { minuteOfDay } from "@/format/time";

import type { CampaignInput, Schedule } from "../model";
import { MACHINES, MODES } from "../words";
import type { SectionKey } from "./draft";

export type StepKey = SectionKey | "check";

/** The steps of the wizard, in their order. */
export const STEPS: readonly { key: StepKey; title: string }[] = [
  { key: "basics", title: "Campaign" },
  { key: "leads", title: "Leads" },
  { key: "dialling", title: "Dialling" },
  { key: "answers", title: "Answers" },
  { key: "hours", title: "Hours" },
  { key: "agents", title: "Agents" },
  { key: "again", title: "Calling again" },
  { key: "check", title: "Check and start" },
];

/** The step of the address; the first when it names none. */
export function stepOf(word: string | null): StepKey {
  return STEPS.find(({ key }) => key === word)?.key ?? "basics";
}

/** The step on which a field stands that the server refused ("settings.retry.busy.delay_minutes"). */
export function stepOfField(field: string): StepKey {
  const [first = ""] = field.replace(/^settings\./, "").split(/[.[]/);
  return FIELDS[first] ?? "check";
}

/** What was chosen in a step, in a few words. */
export function briefOf(step: StepKey, { name, list_ids, settings }: CampaignInput): string {
  switch (step) {
    case "basics":
      return name.trim() || "No name yet";
    case "leads":
      return list_ids.length === 0 ? "No list yet" : counted(list_ids.length, "list");
    case "dialling":
      return settings.mode === "parallel" ? `Parallel, ${counted(settings.lines_per_seat, "line")}` : MODES[settings.mode].label;
    case "answers":
      return MACHINES[settings.amd.policy].label;
    case "hours":
      return settings.schedule ? hoursWords(settings.schedule) : "At any time";
    case "agents":
      return settings.wrap_up_s === null ? "Wrap-up without limit" : `Wrap-up ${settings.wrap_up_s} s`;
    case "again": {
      const again = Object.values(settings.retry).filter((rule) => rule.attempts_max > 1).length;
      return again === 0 ? "Nobody twice" : `After ${counted(again, "outcome")}`;
    }
    case "check":
      return "";
  }
}

/** "Mon–Fri 09:00–18:00", as far as a week can be said in few words. */
export function hoursWords({ days }: Schedule): string {
  const open = days.flatMap((hours, day) => (hours ? [{ day, hours }] : []));
  const [first] = open;
  const last = open.at(-1);
  if (!first || !last) return "Never";
  const span = ({ start_minute, end_minute }: (typeof first)["hours"]) => `${minuteOfDay(start_minute)}–${minuteOfDay(end_minute)}`;
  const isRow = last.day - first.day === open.length - 1;
  const isSame = open.every(({ hours }) => span(hours) === span(first.hours));
  const which = open.length === 1 ? DAYS[first.day] : isRow ? `${DAYS[first.day]}–${DAYS[last.day]}` : open.map(({ day }) => DAYS[day]).join(", ");
  return isSame ? `${which} ${span(first.hours)}` : `${which}, different hours`;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const FIELDS: Record<string, StepKey> = {
  name: "basics",
  audience: "basics",
  list_ids: "leads",
  selection: "leads",
  order: "leads",
  consent_needed: "leads",
  mode: "dialling",
  voice_agent_id: "dialling",
  preview: "dialling",
  lines_per_seat: "dialling",
  calls_at_once: "dialling",
  dials_while_joining: "dialling",
  message: "dialling",
  caller_id: "dialling",
  account_id: "dialling",
  ring_timeout_s: "dialling",
  time_limit_s: "dialling",
  amd: "answers",
  at_once: "answers",
  voicemail: "answers",
  waiting_sound: "answers",
  wait_limit_ms: "answers",
  safe_harbour: "answers",
  schedule: "hours",
  script: "agents",
  dispositions: "agents",
  disposition_required: "agents",
  wrap_up_s: "agents",
  record: "agents",
  retry: "again",
  caps: "again",
  abandon_budget_permille: "again",
};

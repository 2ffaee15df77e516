import { STATUS_CHOICES } from "@/features/dial/status";
import { count, counted } from "@/format/amounts";
import { minuteOfDay } from "@/format/time";
import { regionName, words } from "@/format/words";

import { hoursWords } from "../editor/steps";
import type { CampaignDisposition, ChoiceChange, DayHours, RetryRule, Schedule } from "../model";
import { AUDIENCES, MACHINES, MODES, ORDERS, RETRIES, ruleWords } from "../words";

/** What one change of a campaign says to people. */
export interface ChangeWords {
  /** The choice as the editor names it. */
  choice: string;
  before: string;
  after: string;
}

/** A change in words; one line for each part of it that differs. `nameOf` knows what has an id. */
export function changeWords({ choice, before, after }: ChoiceChange, nameOf: (id: string) => string | undefined): ChangeWords[] {
  return linesOf(choice, before, after, nameOf);
}

function linesOf(path: string, before: unknown, after: unknown, nameOf: (id: string) => string | undefined): ChangeWords[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (hasParts(path, before) && hasParts(path, after)) {
    const parts = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...parts].flatMap((part) => linesOf(`${path}.${part}`, before[part], after[part], nameOf));
  }
  const known = CHOICES[path];
  const say = (value: unknown) => (typeof value === "string" && nameOf(value)) || (known?.say?.(value) ?? plain(value));
  const [was, is] = [say(before), say(after)];
  // Where the words are the same, what they leave out was changed.
  const shown = was === is ? [JSON.stringify(before), JSON.stringify(after)] : [was, is];
  return [{ choice: known?.label ?? words(path.replace(/^pulse\./, "automation ")), ...cut(shown[0] ?? "", shown[1] ?? "") }];
}

/** Whether a value is said part by part. A rule for calling again, and the hours of a day, are said as one. */
function hasParts(path: string, value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || WHOLE.test(path)) return false;
  return !Array.isArray(value) || path === "schedule.days";
}

/** Both texts, of long ones a piece that starts shortly before they differ. */
function cut(before: string, after: string): Pick<ChangeWords, "before" | "after"> {
  const [was, is] = [[...before], [...after]];
  if (was.length <= TEXT_MAX && is.length <= TEXT_MAX) return { before, after };
  const same = was.findIndex((letter, place) => letter !== is[place]);
  const from = Math.max(0, (same < 0 ? was.length : same) - LEAD_IN);
  const piece = (text: string[]) => `${from > 0 ? "…" : ""}${text.slice(from, from + TEXT_MAX).join("")}${text.length > from + TEXT_MAX ? "…" : ""}`;
  return { before: piece(was), after: piece(is) };
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "On" : "Off";
  if (typeof value === "number") return count(value);
  if (typeof value === "string") return value.trim() === "" ? "Empty" : value;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.length === 0 ? "None" : value.join(", ");
  return JSON.stringify(value);
}

type Say = (value: unknown) => string | undefined;

/** "25 seconds". */
function measured(one: string, none = "None"): Say {
  return (value) => (typeof value === "number" ? counted(value, one) : none);
}

function oneOf(names: Readonly<Record<string, string | { label: string }>>): Say {
  return (value) => {
    const name = names[String(value)];
    return typeof name === "object" ? name.label : name;
  };
}

/** Something that is chosen, or what holds instead. */
function orElse(none: string, some?: string): Say {
  return (value) => (value === null ? none : some);
}

function several(none: string, nameOf: (value: string) => string = (value) => value): Say {
  return (value) => (Array.isArray(value) ? (value.length === 0 ? none : value.map(String).map(nameOf).join(", ")) : undefined);
}

const statusWord = (value: string) => STATUS_CHOICES.find((one) => one.value === value)?.label ?? words(value);

function dayWords(value: unknown): string {
  if (!value) return "Closed";
  const { start_minute, end_minute } = value as DayHours;
  return `${minuteOfDay(start_minute)}–${minuteOfDay(end_minute)}`;
}

function weekWords(value: unknown): string {
  if (!value) return "At any time";
  const schedule = value as Schedule;
  return `${hoursWords(schedule)}, ${schedule.time_zone}`;
}

function retryWords(value: unknown): string | undefined {
  if (!value) return undefined;
  const rule = value as RetryRule;
  const ways = [rule.next_number ? "next number" : "", rule.other_hour ? "other time of day" : ""].filter(Boolean);
  const text = [ruleWords(rule), ...(rule.attempts_max > 1 ? ways : [])].join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function outcomeWords(value: unknown): string | undefined {
  if (value === null) return "The outcomes of the workspace";
  return Array.isArray(value) ? (value as CampaignDisposition[]).map(({ code, label }) => label || code).join(", ") || "None" : undefined;
}

const permille: Say = (value) => (typeof value === "number" ? `${value / 10} %` : undefined);
const minutesOfSeconds: Say = (value) => (typeof value === "number" ? (value % 60 === 0 ? counted(value / 60, "minute") : counted(value, "second")) : undefined);

/** The choices by their place in the settings, as the editor names them, and how their values are said. */
const CHOICES: Readonly<Record<string, { label: string; say?: Say }>> = {
  mode: { label: "Mode", say: oneOf(MODES) },
  audience: { label: "Who is called", say: oneOf(AUDIENCES) },
  lines_per_seat: { label: "Lines for each agent who is ready" },
  dials_while_joining: { label: "Dial while an agent is still joining" },
  calls_at_once: { label: "Calls at once" },
  "selection.statuses": { label: "Only leads that are", say: several("All", statusWord) },
  "selection.regions": { label: "Only these countries", say: several("Every country", regionName) },
  "selection.tags": { label: "Only with one of these tags", say: several("Any tags, or none") },
  "selection.attempts_max": { label: "Most calls before", say: measured("call", "Any number") },
  consent_needed: { label: "Only leads who agreed" },
  order: { label: "Order", say: oneOf(ORDERS) },
  account_id: { label: "Carrier account", say: orElse("The workspace’s own", "Another account") },
  caller_id: { label: "Caller ID", say: orElse("The carrier account’s own number") },
  voice_agent_id: { label: "Who speaks", say: orElse("A message", "A voice agent") },
  message: { label: "Message" },
  ring_timeout_s: { label: "Ring for at most", say: measured("second") },
  time_limit_s: { label: "A call lasts at most", say: minutesOfSeconds },
  "preview.countdown_s": { label: "Dial by itself after a while", say: measured("second", "Off") },
  "amd.policy": { label: "Answering machines", say: oneOf(MACHINES) },
  "amd.unknown": { label: "When nobody can tell", say: oneOf({ human: "Take it for a person", machine: "Take it for a machine" }) },
  "amd.verdict_limit_ms": { label: "Time to tell a machine", say: measured("millisecond") },
  voicemail: { label: "Message for machines" },
  at_once: { label: "Bridge at once" },
  waiting_sound: { label: "While a person waits they hear", say: oneOf({ silence: "Nothing", music: "Music" }) },
  wait_limit_ms: { label: "A person waits at most", say: measured("millisecond") },
  "safe_harbour.company": { label: "In whose name" },
  "safe_harbour.phone": { label: "Reached under" },
  "safe_harbour.opt_out_key": { label: "Key that ends all further calls", say: oneOf({ null: "None", "*": "Star" }) },
  "safe_harbour.words": { label: "Own words", say: orElse("Off") },
  schedule: { label: "Only at set hours", say: weekWords },
  "schedule.time_zone": { label: "Time zone" },
  "schedule.holidays": { label: "Days without work" },
  ...Object.fromEntries(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map((label, day) => [`schedule.days.${day}`, { label, say: dayWords }])),
  script: { label: "Script" },
  wrap_up_s: { label: "Wrap-up", say: measured("second", "As long as it takes") },
  disposition_required: { label: "Outcome is mandatory" },
  record: { label: "Record the talks" },
  dispositions: { label: "Own outcomes for this campaign", say: outcomeWords },
  ...Object.fromEntries(Object.entries(RETRIES).map(([outcome, label]) => [`retry.${outcome}`, { label: `Calling again: ${label}`, say: retryWords }])),
  "caps.per_day": { label: "Calls to one number in 24 hours", say: measured("call", "No limit") },
  "caps.in_all": { label: "Calls to one number in all", say: measured("call", "No limit") },
  abandon_budget_permille: { label: "Abandoned calls, at most", say: permille },
  pulse: { label: "Automation" },
};
const WHOLE = /^(?:retry|schedule\.days)\.\w+$/;
/** About two lines of a dialog. */
const TEXT_MAX = 120;
/** Enough of what stayed the same to see where it is. */
const LEAD_IN = 20;

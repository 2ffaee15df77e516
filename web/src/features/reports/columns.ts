import type { Money } from "@/api/model";
import { count, money, percent } from "@/format/amounts";
import { duration } from "@/format/time";
import { DASH } from "@/format/words";

import type { ReportBy, ReportRow } from "./model";

/** One figure of a report. */
export interface FigureColumn {
  key: string;
  title: string;
  /** What exactly is counted. */
  about: string;
  text: (row: ReportRow) => string;
  /** By what it sorts; what is not known sorts last. */
  value: (row: ReportRow) => number | null;
}

const whole = (key: keyof ReportRow & ("dialed" | "answered" | "live_answers" | "machines" | "voicemails" | "talks" | "abandoned"), title: string, about: string): FigureColumn => ({
  key,
  title,
  about,
  text: (row) => count(row[key]),
  value: (row) => row[key],
});

const rate = (permille: number | null) => percent(permille === null ? null : permille / 1_000);

export const FIGURES: readonly FigureColumn[] = [
  whole("dialed", "Dialled", "Calls that were dialled."),
  whole("answered", "Answered", "Of these, picked up by somebody or something."),
  { key: "answer_rate", title: "Answer rate", about: "Answered of dialled.", text: (row) => rate(row.answer_rate_permille), value: (row) => row.answer_rate_permille },
  whole("live_answers", "People", "Of the answered, people."),
  whole("machines", "Machines", "Of the answered, machines."),
  whole("voicemails", "Messages", "Messages left on machines."),
  whole("talks", "Talks", "Of the people, those who talked with an agent or heard the message."),
  whole("abandoned", "Abandoned", "Of the people, those for whom nobody was free."),
  { key: "abandon_rate", title: "Abandon rate", about: "Abandoned of people.", text: (row) => rate(row.abandon_permille), value: (row) => row.abandon_permille },
  { key: "talk", title: "Talk time", about: "How long the talks lasted together.", text: (row) => duration(row.talk_ms), value: (row) => row.talk_ms },
  { key: "average", title: "Average", about: "How long a talk lasted.", text: (row) => duration(row.average_talk_ms), value: (row) => row.average_talk_ms },
  { key: "cost", title: "Cost", about: "What the carriers have told so far.", text: costText, value: (row) => (row.cost.known.length === 0 ? null : row.cost.known.reduce((sum, { amount }) => sum + Number(amount), 0)) },
];

/** What calls cost: each currency for itself, and how many calls have no price yet. */
export function costText({ cost: { known, unknown }, dialed }: ReportRow): string {
  const sum = known.map(cents).join(" + ");
  if (unknown === 0) return sum || DASH;
  return sum === "" ? (dialed > 0 ? "Unknown" : DASH) : `${sum} + ${count(unknown)} unknown`;
}

/** An amount to the cent; less than a cent with all its decimals. */
export function cents({ amount, currency }: Money): string {
  const value = Number(amount);
  return money({ currency, amount: Math.abs(value) >= 0.01 ? value.toFixed(2) : amount });
}

/** Rows by a figure or by their name; in the order of the report where nothing is chosen. */
export function sortRows(rows: readonly ReportRow[], sort: string): ReportRow[] {
  const isDown = sort.startsWith("-");
  const key = sort.replace(/^-/, "");
  if (key === "") return [...rows];
  if (key === "label") return [...rows].sort((a, b) => nameOf(a).localeCompare(nameOf(b), "en", { numeric: true }) * (isDown ? -1 : 1));
  const figure = FIGURES.find((one) => one.key === key);
  if (!figure) return [...rows];
  return [...rows].sort((a, b) => {
    const [x, y] = [figure.value(a), figure.value(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return (x - y) * (isDown ? -1 : 1);
  });
}

/** Hours and days have their order in their keys. */
function nameOf({ key, label }: ReportRow): string {
  return /^\d{2}$|^\d{4}-\d{2}-\d{2}$/.test(key) ? key : label;
}

/** What a row is called: days as people say them, everything else as the report says it. */
export function labelOf({ key, label }: Pick<ReportRow, "key" | "label">, by: ReportBy): string {
  const at = new Date(`${key}T00:00`);
  return by === "day" && !Number.isNaN(at.getTime()) ? new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(at).replaceAll(",", "") : label;
}

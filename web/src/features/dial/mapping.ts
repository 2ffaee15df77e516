import { counted } from "@/format/amounts";

import type { ListColumn, ListCounts, ListPreview, MappedField } from "./model";

/** The fields that a person may map, in the order shown. */
export const FIELDS: readonly { field: MappedField; title: string; required: boolean }[] = [
  { field: "name", title: "Name", required: true },
  { field: "company", title: "Company", required: false },
  { field: "phone", title: "Phone", required: true },
  { field: "title", title: "Title", required: false },
  { field: "email", title: "E-mail", required: false },
  { field: "time_zone", title: "Time zone", required: false },
];

/** What a person chose instead of the guess: a column, or none. */
export type Choices = Partial<Record<MappedField, number | null>>;

/** Takes in a choice; one column feeds one field, so whoever had it before goes without. */
export function choose(choices: Choices, shown: ListPreview["mapping"], field: MappedField, column: number | null): Choices {
  const next: Choices = { ...choices, [field]: column };
  if (column === null) return next;
  for (const { field: other } of FIELDS) {
    const has = choices[other] === undefined ? shown[other] : choices[other];
    if (other !== field && has === column) next[other] = null;
  }
  return next;
}

/** The choices as the interface's query; what was not chosen is left to the server's guess. */
export function mappingQuery(choices: Choices, region: string): Record<string, string> {
  const query: Record<string, string> = region ? { default_region: region } : {};
  for (const { field } of FIELDS) {
    const column = choices[field];
    if (column !== undefined) query[`${field}_column`] = column === null ? NO_COLUMN : String(column);
  }
  return query;
}

/** A column for people: its header, or its place and a value when it has none. */
export function columnName(column: ListColumn): string {
  const header = column.header.trim();
  if (header) return header;
  const sample = column.sample.find((value) => value.trim() !== "");
  return `Column ${column.index + 1}${sample ? ` (${sample})` : ""}`;
}

/** What will become of a file, in one sentence; nothing when it cannot be imported. */
export function verdict({ rows, valid, invalid, duplicates }: ListCounts): string | null {
  if (valid === 0) return null;
  const left = [
    invalid > 0 ? `${counted(invalid, "row")} cannot be read` : "",
    duplicates > 0 ? counted(duplicates, "row repeats a number", "rows repeat a number") : "",
  ].filter(Boolean);
  return `${counted(valid, "lead")} from ${counted(rows, "row")}${left.length > 0 ? `; ${left.join(", ")}` : ""}.`;
}

/** The name of a list after its file: no folder, no ending. */
export function nameOfFile(file: string): string {
  const bare = file.replace(/\.(csv|tsv|txt)$/i, "").replace(/[_]+/g, " ").trim();
  return bare.slice(0, 200) || "New list";
}

/** Says that a field has no column, where leaving it out would mean "guess". */
const NO_COLUMN = "";

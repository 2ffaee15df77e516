import { counted } from "@/format/amounts";
import type { Choice } from "@/ui/Select";

import type { ListColumn, ListCounts, ListPreview, MappedField } from "./model";

/** The fields that a person may map, in the order shown. */
export const FIELDS: readonly { field: MappedField; title: string; required: boolean }[] = [
  { field: "name", title: "Name", required: true },
  { field: "company", title: "Company", required: true },
  { field: "phone", title: "Phone", required: true },
  { field: "title", title: "Title", required: false },
  { field: "email", title: "E-mail", required: false },
  { field: "time_zone", title: "Time zone", required: false },
];

/** What a person chose instead of the guess: a column, or none. */
export type Choices = Partial<Record<MappedField, number | null>>;

/** The field that may be fed by the same column: who lists only companies, or only people, has one column for both. */
export function twin(field: MappedField): MappedField | null {
  return field === "company" ? "name" : field === "name" ? "company" : null;
}

/** Whether name and company are fed by one column. */
export function isShared({ name, company }: Pick<ListPreview["mapping"], "name" | "company">): boolean {
  return name !== null && name === company;
}

/** Takes in a choice; otherwise one column feeds one field, so whoever had it before goes without. */
export function choose(choices: Choices, shown: ListPreview["mapping"], field: MappedField, column: number | null): Choices {
  const at = (one: MappedField) => (choices[one] === undefined ? shown[one] : choices[one]);
  const next: Choices = { ...choices, [field]: column };
  // Where the company is "the same as the name", it follows.
  if (field === "name" && isShared({ name: at("name"), company: at("company") })) next.company = column;
  if (column === null) return next;
  for (const { field: other } of FIELDS) {
    if (other !== field && other !== twin(field) && at(other) === column) next[other] = null;
  }
  return next;
}

/** What a person may choose for a field, and what is chosen. */
export function choicesFor(field: MappedField, required: boolean, { mapping, columns }: Pick<ListPreview, "mapping" | "columns">): { value: string; choices: Choice[] } {
  const other = twin(field);
  const shared = field === "company" && isShared(mapping);
  const column = mapping[field];
  const theirs = other && !(field === "name" && isShared(mapping)) ? mapping[other] : null;
  const same = other && theirs !== null ? [{ value: String(theirs), label: `Same as ${other}` }] : [];
  const own = columns.filter(({ index }) => index !== theirs).map((one) => ({ value: String(one.index), label: columnName(one) }));
  const value = shared ? String(mapping.name) : column === null ? "" : String(column);
  return { value, choices: [{ value: "", label: required ? "Choose a column" : "None" }, ...same, ...own] };
}

/** What is missing and what to do about it; nothing when the list may go on. */
export function missingSentence({ missing, mapping }: Pick<ListPreview, "missing" | "mapping">): string | null {
  if (missing.length === 0) return null;
  const titles = missing.map((field) => FIELDS.find((one) => one.field === field)?.title.toLowerCase() ?? field);
  const last = titles.at(-1) ?? "";
  const which = titles.length > 1 ? `${titles.slice(0, -1).join(", ")} and ${last}` : last;
  const one = missing.includes("company") && mapping.name !== null ? "name" : missing.includes("name") && mapping.company !== null ? "company" : null;
  const hint = one ? ` If the file has no such column, choose “Same as ${one}”.` : "";
  return `Choose the column that holds the ${which}: a list is not loaded without ${titles.length > 1 ? "them" : "it"}.${hint}`;
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

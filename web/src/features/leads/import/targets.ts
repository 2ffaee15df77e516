import type { Choice } from "@/ui/Select";

import type { ImportColumn } from "../model";

/** What a column may hold. */
const TARGETS: readonly Choice[] = [
  { value: "ignore", label: "Not imported" },
  { value: "name", label: "Name" },
  { value: "given_name", label: "First name" },
  { value: "family_name", label: "Last name" },
  { value: "company", label: "Company" },
  { value: "phone", label: "Phone" },
  { value: "phone_2", label: "Phone 2" },
  { value: "phone_3", label: "Phone 3" },
  { value: "phone_4", label: "Phone 4" },
  { value: "phone_5", label: "Phone 5" },
  { value: "title", label: "Title" },
  { value: "email", label: "E-mail" },
  { value: "time_zone", label: "Time zone" },
  { value: "tags", label: "Tags" },
  { value: "notes", label: "Notes" },
  { value: "consent", label: "Consent" },
  { value: "do_not_call", label: "Do not call" },
];

/** What may be chosen for a column: the fields, and one of its own name. */
export function choicesFor(column: ImportColumn): Choice[] {
  const own = customOf(headerOf(column));
  const choices = [...TARGETS, { value: own, label: `Own field “${headerOf(column)}”` }];
  const { mapped_to } = column;
  return choices.some(({ value }) => value === mapped_to) ? choices : [...choices, { value: mapped_to, label: labelOf(mapped_to) }];
}

/** Takes in a choice. One field has one column: whoever had it gets what this column had, where that is a field. */
export function mapColumn(columns: readonly ImportColumn[], index: number, target: string): string[] {
  const before = columns.find((column) => column.index === index)?.mapped_to ?? "ignore";
  const isField = (word: string) => TARGETS.some(({ value }) => value === word) && word !== "ignore";
  return [...columns]
    .sort((a, b) => a.index - b.index)
    .map((column) => {
      if (column.index === index) return target;
      if (target === "ignore" || column.mapped_to !== target) return column.mapped_to;
      return isField(before) ? before : "ignore";
    });
}

/** What a column is called where it has no heading. */
export function headerOf({ header, index }: Pick<ImportColumn, "header" | "index">): string {
  return header.trim() || `Column ${index + 1}`;
}

function customOf(name: string): string {
  return `custom:${name}`;
}

function labelOf(target: string): string {
  return target.startsWith("custom:") ? `Own field “${target.slice("custom:".length)}”` : target;
}

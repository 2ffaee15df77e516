import { count, counted } from "@/format/amounts";

import type { BatchSelect } from "./model";

/** Which leads were ticked: some by hand, or all that match, seen or not. */
export type Selection = { kind: "some"; ids: ReadonlySet<string> } | { kind: "all" };

export const NONE: Selection = { kind: "some", ids: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === "all" || selection.ids.has(id);
}

/** Ticks or unticks one; out of "all that match" the rows in sight are kept, since no others were seen. */
export function toggle(selection: Selection, id: string, loaded: readonly string[]): Selection {
  const ids = new Set(selection.kind === "all" ? loaded : selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { kind: "some", ids };
}

/** How many leads match: counted, or counted up to a number and no further. */
export interface Total {
  n: number;
  isAtLeast: boolean;
}

/** "12,345", "more than 10,000". */
export function totalWords({ n, isAtLeast }: Total): string {
  return isAtLeast ? `more than ${count(n)}` : count(n);
}

/** How many leads are ticked; null where they were not counted to the end. */
export function sizeOf(selection: Selection, total: Total | null): number | null {
  if (selection.kind === "some") return selection.ids.size;
  return total && !total.isAtLeast ? total.n : null;
}

/** The line of the bar: "3 leads selected", "All 12,345 that match selected". */
export function selectedWords(selection: Selection, total: Total | null): string {
  if (selection.kind === "some") return `${counted(selection.ids.size, "lead")} selected`;
  return total ? `All ${totalWords(total)} that match selected` : "All that match selected";
}

/** The ticked leads as the interface wants them: what is a number or a yes there is one here. */
export function selectOf(selection: Selection, filter: Record<string, string>): BatchSelect {
  if (selection.kind === "some") return { ids: [...selection.ids] };
  const typed = Object.entries(filter).map(([name, text]): [string, string | number | boolean] => {
    if (name === "attempts_max") return [name, Number(text)];
    return [name, name === "never_called" ? text === "true" : text];
  });
  return { filter: Object.fromEntries(typed) };
}

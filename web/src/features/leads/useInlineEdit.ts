import { useCallback, useRef, useState } from "react";

import { sentenceFor } from "@/api/problem";
import { complain } from "@/ui/toasts";

import type { Column } from "./columns";
import type { Lead } from "./model";
import { useChangeLead } from "./queries";

/** The cell that is being written in. */
export interface Editing {
  id: string;
  key: string;
  /** What stands there when it opens: half-typed text survives being scrolled out of sight. */
  text: string;
  error: string | null;
}

/** Where to go on after a cell was written. */
export type Move = "stay" | "next" | "previous";

/** Writing in the cells of a table: one at a time, saved when it is left, reopened when the server says no. */
export function useInlineEdit() {
  const [editing, setEditing] = useState<Editing | null>(null);
  /** What was written and is on its way, by lead and column. */
  const [pending, setPending] = useState<ReadonlyMap<string, string>>(new Map());
  const draft = useRef("");
  const lastKey = useRef<string | null>(null);
  const { mutateAsync } = useChangeLead();

  /** Begins in a column, or where somebody wrote last; the columns are those in sight. */
  const open = useCallback((lead: Lead, columns: readonly Column[], key: string | null = lastKey.current) => {
    const column = columns.find((one) => one.field && one.key === key) ?? columns.find((one) => one.field);
    if (!column?.field) return;
    lastKey.current = column.key;
    draft.current = column.field.text(lead);
    setEditing({ id: lead.id, key: column.key, text: draft.current, error: null });
  }, []);

  const save = useCallback(
    (lead: Lead, column: Column, text: string) => {
      const { field } = column;
      if (!field || field.text(lead) === text.trim()) return;
      const place = `${lead.id} ${column.key}`;
      const drop = () => setPending((before) => new Map([...before].filter(([key]) => key !== place)));
      setPending((before) => new Map(before).set(place, text.trim()));
      mutateAsync({ id: lead.id, change: field.change(text, lead) }).then(drop, (error: unknown) => {
        drop();
        complain(`${field.title} was not saved`, sentenceFor(error));
        // Back to what was typed, unless the hand is elsewhere by now.
        setEditing((now) => now ?? { id: lead.id, key: column.key, text, error: sentenceFor(error) });
      });
    },
    [mutateAsync],
  );

  /** Saves what was typed and goes on; true when another cell is open now. */
  const commit = useCallback(
    (lead: Lead, columns: readonly Column[], key: string, text: string, move: Move): boolean => {
      const written = columns.filter((one) => one.field);
      const at = written.findIndex((one) => one.key === key);
      const column = written[at];
      if (column) save(lead, column, text);
      const next = move === "stay" ? undefined : written[at + (move === "next" ? 1 : -1)];
      if (next) open(lead, columns, next.key);
      else setEditing((now) => (now?.id === lead.id && now.key === key ? null : now));
      return Boolean(next);
    },
    [open, save],
  );

  const cancel = useCallback(() => setEditing(null), []);
  /** Keeps what is half-typed; asked for again when the row comes back into sight. */
  const note = useCallback((text: string) => void (draft.current = text), []);
  const recall = useCallback(() => draft.current, []);
  return { editing, pending, open, commit, cancel, note, recall };
}

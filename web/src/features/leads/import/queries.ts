import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { sentenceFor } from "@/api/problem";
import { useLive } from "@/live/hooks";
import { complain } from "@/ui/toasts";

import type { Import, ImportChange } from "../model";
import { changeImport, orderImport, readImport, readImports, type ImportOrder } from "../requests";
import { isAtWork } from "./words";

export const importsQuery = queryOptions({ queryKey: ["imports"], queryFn: ({ signal }) => readImports(signal) });

export function importQuery(id: string) {
  return queryOptions<Import>({
    queryKey: ["import", id],
    // The live channel tells of progress; this is for when it is silent.
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data.state) ? LOOK_MS : false),
    queryFn: ({ signal }) => readImport(id, signal),
  });
}

/** One import as it stands: what was fetched, with the state, counts and progress that the live channel told since. */
export function useImport(id: string) {
  const query = useQuery(importQuery(id));
  const heard = useLive((state) => state.projection.imports.get(id));
  const { refetch } = query;
  const fetched = query.data;
  const stateHeard = heard?.state;
  const rowsHeard = heard?.counts.rows;
  useEffect(() => {
    // Rows and errors are not told live.
    if (stateHeard !== undefined) void refetch();
  }, [stateHeard, rowsHeard, refetch]);
  const newer = heard && fetched && heardLater(heard, fetched) ? { ...fetched, state: heard.state, counts: heard.counts, progress: heard.progress } : fetched;
  return { query, made: newer };
}

/** The live channel is ahead where it has come further; a state that was fetched after it is the newer one. */
function heardLater(heard: Import, fetched: Import): boolean {
  return heard.state === fetched.state && heard.progress.done_rows >= fetched.progress.done_rows && isAtWork(heard.state);
}

/** Changes how a file is read; the server reads it again and tells the new counts. */
export function useChangeImport(id: string) {
  const client = useQueryClient();
  return useMutation({
    // One after the other: what was chosen last is what counts.
    scope: { id: `import ${id}` },
    // An answer from before would take the change back for a moment.
    onMutate: () => client.cancelQueries({ queryKey: importQuery(id).queryKey }),
    mutationFn: (change: ImportChange) => changeImport(id, change),
    onSuccess: (made) => client.setQueryData(importQuery(id).queryKey, made),
    onError: (error) => complain("The change was not taken", sentenceFor(error)),
  });
}

/** Starts, cancels or undoes an import. */
export function useImportOrder(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (order: ImportOrder) => orderImport(id, order),
    onSuccess: (made) => {
      client.setQueryData(importQuery(id).queryKey, made);
      void client.invalidateQueries({ queryKey: importsQuery.queryKey });
    },
    onError: (error, order) => complain(REFUSED[order], sentenceFor(error)),
  });
}

const REFUSED: Record<ImportOrder, string> = { start: "The import was not started", cancel: "The import was not cancelled", undo: "The import was not undone" };
const LOOK_MS = 1_500;

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, body } from "@/api/client";
import type { Settings, SettingsDocument } from "@/api/model";
import { ApiProblem } from "@/api/problem";
import { dispositionsQuery } from "@/features/dial/queries";
import { sessionQuery } from "@/features/session/session";
import { tell } from "@/ui/toasts";

export const settingsQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: ({ signal }) => body(api.GET("/api/v1/settings", { signal })),
});

/** The settings as a form: what was changed lies over what the server has, until it is saved. */
export function useSettingsForm() {
  const client = useQueryClient();
  const kept = useQuery(settingsQuery);
  const [changes, setChanges] = useState<Partial<Settings>>({});
  const save = useMutation({
    mutationFn: (document: SettingsDocument) => {
      const { revision, ...settings } = document;
      return body(
        api.PUT("/api/v1/settings", {
          // Based on what this page showed: somebody else's change in between is not overwritten unseen.
          params: { header: { "If-Match": `"${revision}"` } },
          body: { ...settings, ...changes },
        }),
      );
    },
    onSuccess: (document) => {
      setChanges({});
      client.setQueryData(settingsQuery.queryKey, document);
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      void client.invalidateQueries({ queryKey: dispositionsQuery.queryKey });
      tell({ title: "Settings saved" });
    },
  });
  const document = kept.data;
  const values = document ? { ...document, ...changes } : null;
  const conflict = save.error instanceof ApiProblem && (save.error.status === 409 || save.error.status === 412);
  return {
    values,
    loading: kept,
    isChanged: document !== undefined && Object.entries(changes).some(([key, value]) => differs(document[key as keyof Settings], value)),
    set: (part: Partial<Settings>) => setChanges((before) => ({ ...before, ...part })),
    discard: () => {
      setChanges({});
      save.reset();
    },
    save: () => document && save.mutate(document),
    saving: save.isPending,
    error: save.error,
    conflict,
    reload: async () => {
      await kept.refetch();
      save.reset();
    },
    wrong: (field: string) => (save.error instanceof ApiProblem ? save.error.field(field) : undefined),
  };
}

export type SettingsForm = ReturnType<typeof useSettingsForm>;

function differs(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

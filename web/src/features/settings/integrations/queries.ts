import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { ask, order } from "@/api/ask";
import { sentenceFor } from "@/api/problem";
import { complain, tell } from "@/ui/toasts";

import type { Integration } from "./model";

const of = (kind: string): `/api/v1/${string}` => `/api/v1/integrations/${encodeURIComponent(kind)}`;

export const integrationsQuery = queryOptions({
  queryKey: ["integrations"],
  queryFn: async ({ signal }) => (await ask<{ items: Integration[] }>("get", "/api/v1/integrations", { signal })).items,
});

export function useSaveIntegration({ kind, title }: Integration) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: Record<string, string | null>) => order("put", of(kind), { body: { values } }),
    onSuccess: () => tell({ title: `${title} saved` }),
    onSettled: () => client.invalidateQueries({ queryKey: integrationsQuery.queryKey }),
  });
}

export function useRemoveIntegration() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind }: Integration) => order("delete", of(kind)),
    onSuccess: (_, { title }) => tell({ title: `${title} is not used any more` }),
    onError: (error, { title }) => complain(`${title} is as it was`, sentenceFor(error)),
    onSettled: () => client.invalidateQueries({ queryKey: integrationsQuery.queryKey }),
  });
}

export function useTestIntegration({ kind }: Integration) {
  return useMutation({ mutationFn: () => ask<{ ok: boolean; sentence: string }>("post", `${of(kind)}/test`) });
}

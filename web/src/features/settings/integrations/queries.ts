import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, body } from "@/api/client";
import { sentenceFor } from "@/api/problem";
import { complain, tell } from "@/ui/toasts";

import type { Integration } from "./model";

const of = (kind: string) => ({ params: { path: { kind } } });

export const integrationsQuery = queryOptions({
  queryKey: ["integrations"],
  queryFn: async ({ signal }) => (await body(api.GET("/api/v1/integrations", { signal }))).items,
});

export function useSaveIntegration({ kind, title }: Integration) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: Record<string, string | null>) => body(api.PUT("/api/v1/integrations/{kind}", { ...of(kind), body: { values } })),
    onSuccess: () => tell({ title: `${title} saved` }),
    onSettled: () => client.invalidateQueries({ queryKey: integrationsQuery.queryKey }),
  });
}

export function useRemoveIntegration() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind }: Integration) => api.DELETE("/api/v1/integrations/{kind}", of(kind)),
    onSuccess: (_, { title }) => tell({ title: `${title} is not used any more` }),
    onError: (error, { title }) => complain(`${title} is as it was`, sentenceFor(error)),
    onSettled: () => client.invalidateQueries({ queryKey: integrationsQuery.queryKey }),
  });
}

export function useTestIntegration({ kind }: Integration) {
  return useMutation({ mutationFn: () => body(api.POST("/api/v1/integrations/{kind}/test", of(kind))) });
}

import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, body } from "@/api/client";
import type { CarrierAccount, CarrierInput } from "@/api/model";
import { sentenceFor } from "@/api/problem";
import { sessionQuery } from "@/features/session/session";
import { complain, tell } from "@/ui/toasts";

export const carriersQuery = queryOptions({
  queryKey: ["carriers"],
  queryFn: ({ signal }) => body(api.GET("/api/v1/carriers", { signal })),
});

/** What shows carriers: their list, and the banner that depends on which is the default. */
function useReloadCarriers() {
  const client = useQueryClient();
  return () => Promise.all([client.invalidateQueries({ queryKey: ["carriers"] }), client.invalidateQueries({ queryKey: sessionQuery.queryKey })]);
}

export function useSaveCarrier(id: string | null) {
  const reload = useReloadCarriers();
  return useMutation({
    mutationFn: (input: CarrierInput) =>
      id === null
        ? body(api.POST("/api/v1/carriers", { body: input }))
        : body(api.PUT("/api/v1/carriers/{id}", { params: { path: { id } }, body: input })),
    onSuccess: async (account) => {
      tell({ title: `${account.name} saved` });
      await reload();
    },
  });
}

export function useCarrierTest() {
  const reload = useReloadCarriers();
  return useMutation({
    mutationFn: (id: string) => body(api.POST("/api/v1/carriers/{id}/test", { params: { path: { id } } })),
    onSettled: reload,
  });
}

export function useWebhookCheck() {
  return useMutation({
    mutationFn: (id: string) => body(api.POST("/api/v1/carriers/{id}/webhook-check", { params: { path: { id } } })),
  });
}

export function useMakeDefault() {
  const reload = useReloadCarriers();
  return useMutation({
    mutationFn: async (account: CarrierAccount) => {
      await api.POST("/api/v1/carriers/{id}/make-default", { params: { path: { id: account.id } } });
      return account;
    },
    onSuccess: async (account) => {
      tell({ title: `New calls go through ${account.name}` });
      await reload();
    },
    onError: (error) => complain("The default was not changed", sentenceFor(error)),
  });
}

export function useRemoveCarrier() {
  const reload = useReloadCarriers();
  return useMutation({
    mutationFn: async (account: CarrierAccount) => {
      await api.DELETE("/api/v1/carriers/{id}", { params: { path: { id: account.id } } });
      return account;
    },
    onSuccess: async (account) => {
      tell({ title: `${account.name} removed` });
      await reload();
    },
    onError: (error) => complain("The carrier was not removed", sentenceFor(error)),
  });
}

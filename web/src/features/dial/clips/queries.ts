import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, body } from "@/api/client";
import { sentenceFor } from "@/api/problem";
import { upload } from "@/api/upload";
import { complain, tell } from "@/ui/toasts";

import type { Clip } from "../model";

export const clipsQuery = queryOptions({
  queryKey: ["clips"],
  staleTime: 300_000,
  queryFn: async ({ signal }) => (await body(api.GET("/api/v1/clips", { signal }))).items,
});

export interface NewClip {
  name: string;
  file: Blob;
  key: string;
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

export function useAddClip() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, file, ...rest }: NewClip) =>
      (await upload({ path: `/api/v1/clips?${new URLSearchParams({ name })}`, type: "audio/wav", body: file, ...rest })) as Clip,
    onSuccess: async ({ name }) => {
      tell({ title: `“${name}” was added` });
      await client.invalidateQueries({ queryKey: clipsQuery.queryKey });
    },
  });
}

export function useRemoveClip() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (clip: Clip) => {
      await api.DELETE("/api/v1/clips/{id}", { params: { path: { id: clip.id } } });
      return clip;
    },
    onSuccess: ({ name }) => tell({ title: `“${name}” was removed` }),
    onError: (error) => complain("The clip was not removed", sentenceFor(error)),
    // Whoever else removed it first has done what was wanted.
    onSettled: () => client.invalidateQueries({ queryKey: clipsQuery.queryKey }),
  });
}

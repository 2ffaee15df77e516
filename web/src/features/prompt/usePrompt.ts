import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { api, body, freshKey, once } from "@/api/client";
import type { PromptReply } from "@/api/model";
import { sentenceFor } from "@/api/problem";
import { complain, tell } from "@/ui/toasts";

/** A command from its text over the card to its execution. */
export function usePrompt(onDone?: () => void) {
  const [reply, setReply] = useState<{ text: string; key: string; reply: PromptReply } | null>(null);
  const [override, setOverride] = useState(false);

  const read = useMutation({
    mutationFn: (text: string) => body(api.POST("/api/v1/prompt", { body: { text } })),
    onSuccess: (answer, text) => {
      setOverride(false);
      // One key for one card: pressing the button twice, or again after a lost answer, acts once.
      setReply({ text, key: freshKey(), reply: answer });
    },
    onError: (error) => complain("The command was not read", sentenceFor(error)),
  });
  const execute = useMutation({
    mutationFn: ({ text, key }: { text: string; key: string }) =>
      body(api.POST("/api/v1/prompt/execute", { body: { text, override_window: override }, ...once(key) })),
    onSuccess: (result) => {
      tell({ title: result.message });
      setReply(null);
      onDone?.();
    },
    onError: (error) => complain("Nothing was done", sentenceFor(error)),
  });

  return {
    reply: reply?.reply ?? null,
    readText: reply?.text ?? null,
    reading: read.isPending,
    executing: execute.isPending,
    override,
    setOverride,
    read: (text: string) => {
      if (text.trim() !== "" && !read.isPending) read.mutate(text.trim());
    },
    confirm: () => {
      if (reply && !execute.isPending) execute.mutate(reply);
    },
    dismiss: () => setReply(null),
  };
}

export type Prompt = ReturnType<typeof usePrompt>;

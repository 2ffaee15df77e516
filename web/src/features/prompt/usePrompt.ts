import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { api, body, freshKey, once } from "@/api/client";
import type { PromptReply } from "@/api/model";
import { sentenceFor } from "@/api/problem";
import { complain, tell } from "@/ui/toasts";

interface Confirmed {
  text: string;
  key: string;
  reply: PromptReply;
}

/** A command from its text over the card to its execution. */
export function usePrompt(onDone?: () => void) {
  const [reply, setReply] = useState<Confirmed | null>(null);
  const [override, setOverride] = useState(false);

  const read = useMutation({
    mutationFn: (text: string) => body(api.POST("/api/v1/prompt", { body: { text, time_zone: zone() } })),
    onSuccess: (answer, text) => {
      setOverride(false);
      // One key for one card: pressing the button twice, or again after a lost answer, acts once.
      setReply({ text, key: freshKey(), reply: answer });
    },
    onError: (error) => complain("The command was not read", sentenceFor(error)),
  });
  const execute = useMutation({
    // What was on the card goes back with it: a second reading of the words could understand something else.
    mutationFn: ({ text, key, reply: { intent } }: Confirmed) =>
      body(api.POST("/api/v1/prompt/execute", { body: { text, intent, time_zone: zone(), override_window: override }, ...once(key) })),
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

/** "At 3pm" is meant by the clock of the person who types. */
function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

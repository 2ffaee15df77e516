import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { api, body, sendFile } from "@/api/client";
import type { NumbersCheck } from "@/api/model";
import { useSettled } from "@/ui/browser";

import { checkedText, type CheckedText } from "./lines";

interface Answer {
  /** The text that was asked about; nothing for a file. */
  of: string | null;
  check: NumbersCheck;
}

/** What the server says of the list, a moment after the last key; earlier answers stay until the next. */
export function useCheck(text: string, file: File | null) {
  // A long list costs the server and the network more, so it is asked about less eagerly.
  const settled = useSettled(text, text.length > LONG ? 500 : 200);
  const asked = file ? null : settled;
  const check = useQuery<Answer>({
    queryKey: ["numbers-check", file ? [file.name, file.size, file.lastModified] : asked],
    enabled: file !== null || settled.trim() !== "",
    gcTime: 0,
    staleTime: 60_000,
    placeholderData: (previous) => previous,
    queryFn: async ({ signal }) => {
      if (file) return { of: null, check: (await sendFile("/api/v1/numbers/check", file, { signal })) as NumbersCheck };
      return { of: asked, check: await body(api.POST("/api/v1/numbers/check", { body: { text: asked ?? "" }, signal })) };
    },
  });
  const isEmpty = !file && text.trim() === "";
  const answer = isEmpty ? undefined : check.data;
  const checked: CheckedText | null = useMemo(
    () => (answer?.of ? checkedText(answer.of, answer.check.lines) : null),
    [answer],
  );
  const upToDate = Boolean(answer) && !check.isPlaceholderData && (file !== null || answer?.of === text);
  return { check: answer?.check ?? null, checked, upToDate, error: check.error, retry: () => void check.refetch() };
}

const LONG = 40_000;

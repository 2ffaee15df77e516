import type { Call } from "@/api/model";
import { duration } from "@/format/time";
import { useNow } from "@/ui/browser";

/** How long they talked; counts on while they still do. */
export function TalkTime({ call }: { call: Call }) {
  const running = call.live && call.answered_at !== null;
  const now = useNow(1_000, running);
  if (!running || call.answered_at === null) return duration(call.talk_ms);
  return duration(Math.max(0, now - Date.parse(call.answered_at)));
}

import { useEffect } from "react";

import { nameOfLead } from "@/features/dial/whom";
import { useNow } from "@/ui/browser";
import { tell } from "@/ui/toasts";

import { dueOf, useCallbacks } from "./callbacks";
import { shift } from "./shift";

/** Lets a callback that falls due be heard, on whatever page its agent is; each once. */
export function useDueSound(isSeated: boolean, isHere: boolean): void {
  const now = useNow(5_000, isSeated);
  const { items } = useCallbacks("me", isSeated);
  const fresh = isSeated ? dueOf(items, now).filter((one) => !heard.has(keyOf(one.lead.id, one.callback_at))) : [];
  const names = fresh.map(({ lead }) => nameOfLead(lead)).join(", ");
  useEffect(() => {
    if (names === "") return;
    for (const { lead, callback_at } of fresh) heard.add(keyOf(lead.id, callback_at));
    shift.headset.tones.play("chime");
    if (!isHere) tell({ title: "A callback is due", detail: names });
    // What was heard is kept outside: only new names are news.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [names]);
}

function keyOf(id: string, at: string): string {
  return `${id} ${at}`;
}

const heard = new Set<string>();

import { AlarmClock, PhoneCall } from "lucide-react";

import { useChangeCallback } from "@/features/callbacks/queries";
import { nameOfLead } from "@/features/dial/whom";
import { zonesOf } from "@/features/dial/zoned";
import { bothClocks } from "@/format/time";
import { useNow } from "@/ui/browser";
import { Button } from "@/ui/Button";
import { useShortcuts } from "@/ui/shortcuts";

import { dueOf, dueWords, useCallbacks } from "./callbacks";
import styles from "./Callbacks.module.css";
import desk from "./Desk.module.css";
import type { HandDialling } from "./handDial";
import { Key } from "./Key";

/** Callbacks of this agent that are due: the first of them to be called now, moved, or left to anybody. */
export function CallbackAlert({ dialling }: { dialling: HandDialling }) {
  const now = useNow(5_000);
  const due = dueOf(useCallbacks("me").items, now);
  const change = useChangeCallback();
  const [first] = due;
  const call = () => first && dialling.call(first.lead);
  useShortcuts([{ keys: "b", run: () => void call() }]);
  return (
    // It is there from the start, so that what appears in it is read aloud.
    <div role="status" aria-label="Callback due" className={first ? styles.due : "visually-hidden"}>
      {first && (
        <>
          <p className={styles.dueTop}>
            <AlarmClock aria-hidden="true" />
            <span>
              Callback {dueWords(first.callback_at, now)}
              {due.length > 1 && `, and ${due.length - 1} more`}
            </span>
          </p>
          <p className={styles.dueName}>{nameOfLead(first.lead)}</p>
          <p className={desk.soft}>Agreed for {bothClocks(first.callback_at, zonesOf(first.lead)[0], undefined, new Date(now))}</p>
          {first.note && <p className={styles.note}>{first.note}</p>}
          <div className={styles.acts}>
            <Button look="primary" icon={<PhoneCall />} busy={dialling.placing === first.lead.id} disabled={!dialling.canCall && dialling.placing === null} aria-keyshortcuts="b" onClick={call}>
              Call now <Key>B</Key>
            </Button>
            <Button busy={change.isPending} onClick={() => change.mutate({ callback: first, change: { callback_at: new Date(Date.now() + LATER_MS).toISOString() } })}>
              In 10 minutes
            </Button>
            <Button look="bare" busy={change.isPending} onClick={() => change.mutate({ callback: first, change: { for: "any" } })}>
              Leave it to anybody
            </Button>
          </div>
          {!dialling.canCall && dialling.placing === null && <p className={desk.small}>You can call when the call you have is done with.</p>}
        </>
      )}
    </div>
  );
}

const LATER_MS = 10 * 60_000;

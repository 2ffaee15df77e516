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

/** Callbacks of this agent that are due: the first of them to be called now, moved, or left to anybody; in brief beside a call. */
export function CallbackAlert({ dialling, brief = false }: { dialling: HandDialling; brief?: boolean }) {
  const now = useNow(5_000);
  const due = dueOf(useCallbacks("me").items, now);
  const change = useChangeCallback();
  const [first] = due;
  const call = () => first && dialling.call(first.lead);
  useShortcuts([{ keys: "b", run: () => void call() }]);
  const isBusy = !dialling.canCall && dialling.placing === null;
  return (
    <>
      {/* It is there from the start, so that what appears in it is read aloud: once, not with every minute. */}
      <div role="status" aria-label="Callback due" className="visually-hidden">
        {first && `A callback is due: ${nameOfLead(first.lead)}.`}
      </div>
      {first && (
        <section className={styles.due} aria-label="Due callback">
          <p className={styles.dueTop}>
            <AlarmClock aria-hidden="true" />
            <span>
              Callback {dueWords(first.callback_at, now)}
              {brief && `: ${nameOfLead(first.lead)}`}
              {due.length > 1 && `, and ${due.length - 1} more`}
            </span>
          </p>
          {!brief && (
            <>
              <p className={styles.dueName}>{nameOfLead(first.lead)}</p>
              <p className={desk.soft}>Agreed for {bothClocks(first.callback_at, zonesOf(first.lead)[0], undefined, new Date(now))}</p>
              {first.note && <p className={styles.note}>{first.note}</p>}
            </>
          )}
          {isBusy && <p className={desk.soft}>{brief ? "You can call when this call is done with." : "You can call when your audio is there and nobody asks you."}</p>}
          <div className={styles.acts}>
            {!brief && (
              <Button look="primary" icon={<PhoneCall />} busy={dialling.placing === first.lead.id} disabled={isBusy} aria-keyshortcuts="b" onClick={call}>
                Call now <Key>B</Key>
              </Button>
            )}
            <Button busy={change.isPending} onClick={() => change.mutate({ callback: first, change: { callback_at: new Date(Date.now() + LATER_MS).toISOString() } })}>
              In 10 minutes
            </Button>
            <Button look="bare" title="Whoever is free makes this call" busy={change.isPending} onClick={() => change.mutate({ callback: first, change: { for: "any" } })}>
              To anybody
            </Button>
          </div>
        </section>
      )}
    </>
  );
}

const LATER_MS = 10 * 60_000;

import { CalendarClock, CalendarX2, Ellipsis, PhoneCall, User, UsersRound } from "lucide-react";
import { useState } from "react";

import { CancelDialog } from "@/features/callbacks/CancelDialog";
import type { Callback } from "@/features/callbacks/model";
import { useChangeCallback } from "@/features/callbacks/queries";
import { TimeDialog } from "@/features/callbacks/TimeDialog";
import { aboutLead, nameOfLead } from "@/features/dial/whom";
import { zonesOf } from "@/features/dial/zoned";
import { bothClocks } from "@/format/time";
import { Broken, Skeleton } from "@/ui/Blank";
import { useNow, usePreference } from "@/ui/browser";
import { Button, IconButton } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Menu, MenuItem } from "@/ui/Menu";
import { Segments } from "@/ui/Segments";

import { useCallbacks } from "./callbacks";
import styles from "./Callbacks.module.css";
import desk from "./Desk.module.css";
import type { HandDialling } from "./handDial";

type Doing = { what: "move" | "cancel"; callback: Callback };

/** Whom the agent promised a call, and whom anybody may call back. */
export function MyCallbacks({ dialling }: { dialling: HandDialling }) {
  const [whose, setWhose] = usePreference<"me" | "any">("outdial.callbacks.whose", "me");
  const pages = useCallbacks(whose);
  const [doing, setDoing] = useState<Doing | null>(null);
  return (
    <Card title="Callbacks" actions={<Segments label="Whose callbacks" value={whose} choices={WHOSE} onChange={setWhose} />}>
      {pages.isError && !pages.data ? (
        <Broken error={pages.error} onRetry={() => void pages.refetch()} />
      ) : pages.isPending ? (
        <Skeleton rows={2} height={44} />
      ) : pages.items.length === 0 ? (
        <p className={desk.soft}>{whose === "me" ? "You promised nobody a call. Choose “Callback” after a talk to do so." : "Nobody waits for a call from whoever is free."}</p>
      ) : (
        <ul className={styles.rows} aria-label="Callbacks">
          {pages.items.map((callback) => (
            <Row key={callback.lead.id} callback={callback} dialling={dialling} onDo={(what) => setDoing({ what, callback })} />
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <Button look="bare" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Show more
        </Button>
      )}
      {doing?.what === "move" && <TimeDialog callback={doing.callback} onClose={() => setDoing(null)} />}
      {doing?.what === "cancel" && <CancelDialog callback={doing.callback} onClose={() => setDoing(null)} />}
    </Card>
  );
}

function Row({ callback, dialling, onDo }: { callback: Callback; dialling: HandDialling; onDo: (what: Doing["what"]) => void }) {
  const { lead, callback_at, for_user, note } = callback;
  const now = useNow(15_000);
  const change = useChangeCallback();
  const name = nameOfLead(lead);
  return (
    <li className={styles.row} data-due={Date.parse(callback_at) <= now || undefined}>
      <div className={desk.grow}>
        <p className={styles.name}>{name}</p>
        {aboutLead(lead) && <p className={styles.about}>{aboutLead(lead)}</p>}
        <p className={styles.when}>{bothClocks(callback_at, zonesOf(lead)[0], undefined, new Date(now))}</p>
        {note && <p className={styles.note}>{note}</p>}
      </div>
      <IconButton look="plain" label={`Call ${name} now`} icon={<PhoneCall />} busy={dialling.placing === lead.id} disabled={!dialling.canCall && dialling.placing !== lead.id} onClick={() => dialling.call(lead)} />
      <Menu trigger={<IconButton label={`More for the callback to ${name}`} icon={<Ellipsis />} />}>
        <MenuItem icon={<CalendarClock />} onClick={() => onDo("move")}>
          Another time
        </MenuItem>
        {for_user ? (
          <MenuItem icon={<UsersRound />} onClick={() => change.mutate({ callback, change: { for: "any" } })}>
            Leave it to anybody
          </MenuItem>
        ) : (
          <MenuItem icon={<User />} onClick={() => change.mutate({ callback, change: { for: "me" } })}>
            I make this call
          </MenuItem>
        )}
        <MenuItem icon={<CalendarX2 />} danger onClick={() => onDo("cancel")}>
          Cancel the callback
        </MenuItem>
      </Menu>
    </li>
  );
}

const WHOSE = [
  { value: "me", label: "Mine" },
  { value: "any", label: "Anybody’s" },
] as const;

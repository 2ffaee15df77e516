import { PhoneOff, RotateCcw, X } from "lucide-react";
import { memo } from "react";

import type { Call } from "@/api/model";
import { useMay } from "@/features/session/session";
import { clock } from "@/format/time";
import { IconButton } from "@/ui/Button";
import { GridRow, type RowPlace } from "@/ui/GridRow";
import { Tick } from "@/ui/Tick";

import styles from "./CallTable.module.css";
import type { Column } from "./columns";
import { useCallOrder } from "./queries";
import { canCancel, canHangUp, canRedial, reasonOf } from "./status";
import { CallStatus } from "./StatusMark";
import { TalkTime } from "./TalkTime";

interface CallRowProps extends RowPlace<Column> {
  call: Call;
  isOpen: boolean;
  isSelected: boolean;
  onOpen: () => void;
  onToggle: () => void;
}

export const CallRow = memo(function CallRow({ call, isOpen, isSelected, onOpen, onToggle, ...place }: CallRowProps) {
  return (
    <GridRow
      id={call.id}
      place={place}
      data-live={call.live || undefined}
      isOpen={isOpen}
      isSelected={isSelected}
      onOpen={onOpen}
      before={<Tick label={`Select ${call.phone_display}`} checked={isSelected} onChange={onToggle} tabIndex={-1} />}
      cell={(column) => ({ content: column.cell(call), title: titleOf(call, column) })}
      narrow={
        <>
          <span className={styles.first}>
            <strong>{call.phone_display}</strong>
            <CallStatus call={call} />
          </span>
          <span className={styles.second}>
            <span className={styles.clip}>{reasonOf(call) ?? call.name ?? ""}</span>
            <span>{call.talk_ms !== null || call.answered_at ? <TalkTime call={call} /> : clock(call.created_at)}</span>
          </span>
        </>
      }
      action={<RowAction call={call} />}
    />
  );
});

function RowAction({ call }: { call: Call }) {
  const order = useCallOrder();
  const allowed = useMay("calls.write");
  const give = (what: "hang-up" | "cancel" | "redial") => order.mutate({ order: what, calls: [call] });
  return (
    <>
      {allowed && canHangUp(call) && (
        <IconButton tabIndex={-1} label={`Hang up ${call.phone_display}`} icon={<PhoneOff />} busy={order.isPending} onClick={() => give("hang-up")} />
      )}
      {allowed && canCancel(call) && (
        <IconButton tabIndex={-1} label={`Cancel the call to ${call.phone_display}`} icon={<X />} busy={order.isPending} onClick={() => give("cancel")} />
      )}
      {allowed && canRedial(call) && (
        <IconButton tabIndex={-1} label={`Redial ${call.phone_display}`} icon={<RotateCcw />} busy={order.isPending} onClick={() => give("redial")} />
      )}
    </>
  );
}

/** The whole text of a cell that may be cut off. */
function titleOf(call: Call, column: Column): string | undefined {
  if (column.key === "name") return call.name ?? undefined;
  if (column.key === "why") return reasonOf(call) ?? undefined;
  if (column.key === "message") return call.message;
  if (column.key === "carrier_id") return call.carrier_call_id ?? undefined;
  return undefined;
}

import { PhoneOff, RotateCcw, X } from "lucide-react";
import { memo } from "react";

import type { Call } from "@/api/model";
import { useMay } from "@/features/session/session";
import { clock } from "@/format/time";
import { IconButton } from "@/ui/Button";
import { Tick } from "@/ui/Tick";

import styles from "./CallTable.module.css";
import type { Column } from "./columns";
import { useCallOrder } from "./queries";
import { canCancel, canHangUp, canRedial, reasonOf } from "./status";
import { CallStatus } from "./StatusMark";
import { TalkTime } from "./TalkTime";

interface CallRowProps {
  call: Call;
  columns: readonly Column[];
  index: number;
  top: number;
  height: number;
  narrow: boolean;
  isOpen: boolean;
  isSelected: boolean;
  isActive: boolean;
  onOpen: () => void;
  onFocus: () => void;
  onToggle: () => void;
}

export const CallRow = memo(function CallRow(props: CallRowProps) {
  const { call, columns, index, top, height, narrow, isOpen, isSelected, isActive, onOpen, onFocus, onToggle } = props;
  return (
    // Keys are handled once for the whole grid; the click is a short cut for Enter.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-id={call.id}
      data-open={isOpen || undefined}
      data-live={call.live || undefined}
      tabIndex={isActive ? 0 : -1}
      className={styles.row}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={onOpen}
      onFocus={onFocus}
    >
      {/* A click on the box must not open the row. */}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */}
      <div role="gridcell" className={styles.tick} onClick={(event) => event.stopPropagation()}>
        <Tick label={`Select ${call.phone_display}`} checked={isSelected} onChange={onToggle} tabIndex={-1} />
      </div>
      {narrow ? (
        <div role="gridcell" className={styles.narrow}>
          <span className={styles.first}>
            <strong>{call.phone_display}</strong>
            <CallStatus call={call} />
          </span>
          <span className={styles.second}>
            <span className={styles.clip}>{reasonOf(call) ?? call.name ?? ""}</span>
            <span>
              {call.talk_ms !== null || call.answered_at ? <TalkTime call={call} /> : clock(call.created_at)}
            </span>
          </span>
        </div>
      ) : (
        columns.map((column) => (
          <div key={column.key} role="gridcell" data-key={column.key} data-align={column.align} className={styles.cell} title={titleOf(call, column)}>
            {column.cell(call)}
          </div>
        ))
      )}
      <RowAction call={call} />
    </div>
  );
});

function RowAction({ call }: { call: Call }) {
  const order = useCallOrder();
  const allowed = useMay("calls.write");
  const give = (what: "hang-up" | "cancel" | "redial") => order.mutate({ order: what, calls: [call] });
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div role="gridcell" className={styles.action} onClick={(event) => event.stopPropagation()}>
      {allowed && canHangUp(call) && (
        <IconButton tabIndex={-1} label={`Hang up ${call.phone_display}`} icon={<PhoneOff />} busy={order.isPending} onClick={() => give("hang-up")} />
      )}
      {allowed && canCancel(call) && (
        <IconButton tabIndex={-1} label={`Cancel the call to ${call.phone_display}`} icon={<X />} busy={order.isPending} onClick={() => give("cancel")} />
      )}
      {allowed && canRedial(call) && (
        <IconButton tabIndex={-1} label={`Redial ${call.phone_display}`} icon={<RotateCcw />} busy={order.isPending} onClick={() => give("redial")} />
      )}
    </div>
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

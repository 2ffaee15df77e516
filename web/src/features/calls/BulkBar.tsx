import { PhoneOff, RotateCcw } from "lucide-react";
import { useRef, useState } from "react";

import type { Call } from "@/api/model";
import { useMay } from "@/features/session/session";
import { counted } from "@/format/amounts";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

import styles from "./BulkBar.module.css";
import { useCallOrder } from "./queries";
import { canCancel, canHangUp, canRedial } from "./status";

/** What can be done with the selected calls. */
export function BulkBar({ rows, selected, onSelect }: { rows: readonly Call[]; selected: ReadonlySet<string>; onSelect: (selected: ReadonlySet<string>) => void }) {
  const order = useCallOrder();
  const allowed = useMay("calls.write");
  const [asking, setAsking] = useState<"end" | "redial" | null>(null);
  const confirm = useRef<HTMLButtonElement>(null);
  const calls = rows.filter((row) => selected.has(row.id));
  if (calls.length === 0) return null;

  const ending = calls.filter((call) => canHangUp(call) || canCancel(call));
  const again = calls.filter(canRedial);
  const done = () => {
    setAsking(null);
    onSelect(new Set());
  };
  const chosen = asking === "redial" ? again : ending;
  return (
    <div className={styles.bar} role="region" aria-label="Selected calls">
      <strong>{counted(calls.length, "call")} selected</strong>
      {allowed && (
        <>
          <Button icon={<PhoneOff />} disabled={ending.length === 0} onClick={() => setAsking("end")}>
            Hang up {ending.length}
          </Button>
          <Button icon={<RotateCcw />} disabled={again.length === 0} onClick={() => setAsking("redial")}>
            Redial {again.length}
          </Button>
        </>
      )}
      <Button look="bare" onClick={() => onSelect(new Set())}>
        Clear selection
      </Button>
      <Dialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={asking === "redial" ? `Redial ${counted(again.length, "number")}` : `Hang up ${counted(ending.length, "call")}`}
        description={
          asking === "redial"
            ? "Each number is called again with the same message. The calling rules are asked anew; numbers that they refuse are not called."
            : "Calls in progress end at once, and waiting ones are not made."
        }
        initialFocus={confirm}
        footer={
          <>
            <Button onClick={() => setAsking(null)}>Back</Button>
            <Button
              ref={confirm}
              look={asking === "redial" ? "primary" : "danger"}
              busy={order.isPending}
              onClick={() => order.mutate({ order: asking === "redial" ? "redial" : "hang-up", calls: chosen }, { onSettled: done })}
            >
              {asking === "redial" ? `Redial ${counted(again.length, "number")}` : `Hang up ${counted(ending.length, "call")}`}
            </Button>
          </>
        }
      />
    </div>
  );
}

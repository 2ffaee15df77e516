import { outcomeStatus } from "@/features/calls/status";
import { useLiveCall } from "@/live/hooks";
import { Notice } from "@/ui/Card";

import type { SeatCall } from "./model";
import { calleeOf } from "./standing";

/** What became of a call that rang and came to no talk. */
export function MissedNotice({ call }: { call: SeatCall }) {
  const heard = useLiveCall(call.id);
  const why = heard?.rule?.message ?? heard?.failure?.message ?? (heard?.outcome ? `${outcomeStatus(heard.outcome).word}.` : "Nobody was reached.");
  return (
    <div role="status" aria-label="The last call">
      <Notice tone={heard?.rule || heard?.failure ? "warn" : "plain"}>
        <strong>{calleeOf({ call })}:</strong> {why}
      </Notice>
    </div>
  );
}

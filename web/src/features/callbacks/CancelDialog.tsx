import { nameOfLead } from "@/features/dial/whom";
import { zonesOf } from "@/features/dial/zoned";
import { bothClocks } from "@/format/time";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

import type { Callback } from "./model";
import { useChangeCallback } from "./queries";

/** Somebody waits for this call: that nobody makes it is asked for once more. */
export function CancelDialog({ callback, onClose }: { callback: Callback; onClose: () => void }) {
  const change = useChangeCallback();
  const { lead, callback_at } = callback;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Cancel the callback"
      description={`${nameOfLead(lead)} was promised a call, ${bothClocks(callback_at, zonesOf(lead)[0])}. The lead stays; nobody calls at that time.`}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={change.isPending} onClick={() => change.mutate({ callback, change: { cancel: true } }, { onSettled: onClose })}>
            Cancel the callback
          </Button>
        </>
      }
    />
  );
}

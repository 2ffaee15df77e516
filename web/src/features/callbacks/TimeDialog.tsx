import { useState } from "react";

import { CallbackField } from "@/features/dial/CallbackField";
import { nameOfLead } from "@/features/dial/whom";
import { zonesOf } from "@/features/dial/zoned";
import { bothClocks } from "@/format/time";
import { FormDialog } from "@/ui/FormDialog";

import type { Callback } from "./model";
import { useChangeCallback } from "./queries";

/** Another time for a callback, by the clock of whoever is called. */
export function TimeDialog({ callback, onClose }: { callback: Callback; onClose: () => void }) {
  const [at, setAt] = useState<string | null>(null);
  const change = useChangeCallback();
  const { lead, callback_at } = callback;
  return (
    <FormDialog
      title={`Move the callback to ${nameOfLead(lead)}`}
      description={`It is due ${bothClocks(callback_at, zonesOf(lead)[0])}.`}
      submit="Move it"
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={() => at && change.mutate({ callback, change: { callback_at: at } }, { onSuccess: onClose })}
    >
      <CallbackField lead={lead} onChange={setAt} />
    </FormDialog>
  );
}

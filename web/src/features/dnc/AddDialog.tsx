import { useState } from "react";

import { Field, TextArea, TextField } from "@/ui/Field";
import { FormDialog } from "@/ui/FormDialog";

import { useAddToDnc } from "./queries";

export function AddDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [reason, setReason] = useState("");
  const add = useAddToDnc();
  return (
    <FormDialog
      title="Add to do not call"
      description="Calls to these numbers that already wait are refused when they come up."
      submit="Add numbers"
      busy={add.isPending}
      error={add.error}
      onSubmit={() => add.mutate({ text, ...(reason.trim() ? { reason: reason.trim() } : {}) }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Field label="Numbers" hint="One per line, in any notation.">
        {(control) => <TextArea {...control} rows={6} required spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <TextField label="Reason" optional maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
    </FormDialog>
  );
}

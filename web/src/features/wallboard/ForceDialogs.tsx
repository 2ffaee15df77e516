import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { sentenceFor } from "@/api/problem";
import { isCalling } from "@/features/desk/machine";
import type { Seat } from "@/features/desk/model";
import { setState, signOut } from "@/features/desk/requests";
import { calleeOf } from "@/features/desk/standing";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { FormDialog } from "@/ui/FormDialog";
import { tell } from "@/ui/toasts";

/** An agent is paused by somebody else: that is asked for once more, with what they read about it. */
export function PauseDialog({ seat, onClose }: { seat: Seat; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const isBusy = isCalling(seat) || seat.state === "wrap_up";
  const pause = useMutation({
    mutationFn: () => setState(seat.id, "paused", reason.trim() || null),
    onSuccess: () => {
      tell({ title: isBusy ? `${seat.name} pauses after this call` : `${seat.name} is paused` });
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Pause ${seat.name}`}
      description={isBusy ? `${seat.call ? `The call with ${calleeOf(seat)}` : "What they do now"} goes on; the pause begins after it. They can press Ready again.` : "Nobody is put through to them. They can press Ready again."}
      submit={isBusy ? "Pause after this" : "Pause now"}
      busy={pause.isPending}
      error={pause.error}
      onSubmit={() => pause.mutate()}
      onClose={onClose}
    >
      <TextField label="Reason" optional hint="They see it on their desk." value={reason} maxLength={60} onChange={(event) => setReason(event.target.value)} />
    </FormDialog>
  );
}

/** Signing somebody out ends their call: that is asked for once more. */
export function SignOutDialog({ seat, onClose }: { seat: Seat; onClose: () => void }) {
  const calls = isCalling(seat);
  const out = useMutation({
    mutationFn: () => signOut(seat.id),
    onSuccess: () => {
      tell({ title: `${seat.name} is signed out` });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Sign ${seat.name} out`}
      description={calls ? `The call with ${calleeOf(seat)} is hung up at once. To let it end, pause the agent instead.` : "Nobody is on the line. They can sign in again."}
      footer={
        <>
          <Button onClick={onClose}>Leave them signed in</Button>
          <Button look="danger" busy={out.isPending} onClick={() => out.mutate()}>
            {calls ? "Hang up and sign out" : "Sign out"}
          </Button>
        </>
      }
    >
      {out.isError && (
        <div role="alert">
          <Notice tone="bad">{sentenceFor(out.error)}</Notice>
        </div>
      )}
    </Dialog>
  );
}

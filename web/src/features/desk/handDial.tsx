import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";

import { ApiProblem, sentenceFor } from "@/api/problem";
import { nameOfLead } from "@/features/dial/whom";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { complain } from "@/ui/toasts";

import { isAudible, type Seated } from "./machine";
import type { Lead } from "./model";
import { dialByHand } from "./requests";
import { shift } from "./shift";

interface Wanted {
  lead: Lead;
  phone: string | null;
  confirmWindow: boolean;
}

/** Calling a lead by hand: whether that is possible now, the call itself, and the question that an unusual hour raises. */
export interface HandDialling {
  canCall: boolean;
  /** Whose call is being placed. */
  placing: string | null;
  call: (lead: Lead, phone?: string | null) => void;
  question: ReactNode;
}

export function useHandDial({ seat, link }: Pick<Seated, "seat" | "link">): HandDialling {
  const [doubt, setDoubt] = useState<{ wanted: Wanted; sentence: string } | null>(null);
  const dial = useMutation({
    mutationFn: ({ lead, phone, confirmWindow }: Wanted) => shift.ask(() => dialByHand(seat.id, { leadId: lead.id, phone, confirmWindow })),
    onSuccess: () => setDoubt(null),
    onError: (error, wanted) => {
      if (error instanceof ApiProblem && LIFTABLE.test(error.code) && !wanted.confirmWindow) return setDoubt({ wanted, sentence: sentenceFor(error) });
      setDoubt(null);
      complain(`${nameOfLead(wanted.lead)} is not called`, sentenceFor(error));
    },
  });
  const canCall = isAudible({ seat, link }) && !seat.consult && (seat.state === "ready" || seat.state === "paused") && !dial.isPending;
  return {
    canCall,
    placing: dial.isPending ? dial.variables.lead.id : null,
    call: (lead, phone = null) => {
      if (canCall) dial.mutate({ lead, phone, confirmWindow: false });
    },
    question: doubt && (
      <Dialog
        open
        onClose={() => setDoubt(null)}
        title={`Call ${nameOfLead(doubt.wanted.lead)} all the same?`}
        description={`${doubt.sentence} If you call, it is noted that you decided so.`}
        footer={
          <>
            <Button onClick={() => setDoubt(null)}>Do not call</Button>
            <Button look="danger" busy={dial.isPending} onClick={() => dial.mutate({ ...doubt.wanted, confirmWindow: true })}>
              Call now
            </Button>
          </>
        }
      />
    ),
  };
}

/** The rules that a person may overrule, with their name on it. */
const LIFTABLE = /outside_window$/;

import { useMutation } from "@tanstack/react-query";
import { PhoneCall } from "lucide-react";

import { sentenceFor } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { complain } from "@/ui/toasts";

import styles from "./Desk.module.css";
import type { AgentPhone } from "./model";
import { orderSeat } from "./requests";
import { shift } from "./shift";

/** The agent's own phone while it is not there: that it rings, or that it must be rung again. */
export function PhoneNotice({ seatId, phone }: { seatId: string; phone: AgentPhone }) {
  const ring = useMutation({
    mutationFn: () => shift.ask(() => orderSeat(seatId, "ring-phone")),
    onError: (error) => complain("Your phone was not rung", sentenceFor(error)),
  });
  if (phone.state === "here") return null;
  if (phone.state !== "gone") return <Notice>Pick up your phone, {phone.phone_display}, and leave it on: calls come to it one after the other.</Notice>;
  return (
    <Notice tone="warn">
      <p>
        Your phone {phone.phone_display} is not on the line. {phone.problem ?? "It was hung up."} Nobody is put through to you meanwhile.
      </p>
      <Button className={styles.again} icon={<PhoneCall />} busy={ring.isPending} onClick={() => ring.mutate()}>
        Ring it again
      </Button>
    </Notice>
  );
}

import { useMutation } from "@tanstack/react-query";
import { Headset, PhoneOff } from "lucide-react";

import { sentenceFor } from "@/api/problem";
import { aboutLead, nameOfLead } from "@/features/dial/whom";
import { Button } from "@/ui/Button";
import { complain } from "@/ui/toasts";

import desk from "./Desk.module.css";
import type { Consult } from "./model";
import { orderSeat } from "./requests";
import { shift } from "./shift";
import { Since } from "./Since";
import styles from "./Transfer.module.css";

/** A colleague asks before they hand somebody over: about whom, and the way to say no. */
export function ConsultCard({ seatId, consult }: { seatId: string; consult: Consult }) {
  const decline = useMutation({
    mutationFn: () => shift.ask(() => orderSeat(seatId, "consult/decline")),
    onError: (error) => complain("You are still asked", sentenceFor(error)),
  });
  const { lead } = consult;
  return (
    <section className={styles.card} data-phase="consulted" aria-label="A colleague asks you">
      <div className={styles.top}>
        <h2 className={styles.asks}>
          <Headset aria-hidden="true" />
          {consult.from_name} asks you
        </h2>
        <Since at={consult.since} label="Time since you are asked" className={styles.since} />
      </div>
      {lead ? (
        <div>
          <p className={styles.name}>{nameOfLead(lead)}</p>
          {aboutLead(lead) && <p className={desk.soft}>{aboutLead(lead)}</p>}
          {lead.notes && <p className={desk.soft}>{lead.notes}</p>}
        </div>
      ) : (
        <p className={desk.soft}>About somebody who belongs to no lead.</p>
      )}
      <p>You hear each other now. The call becomes yours when {consult.from_name} hands it over.</p>
      <div className={styles.acts}>
        <Button icon={<PhoneOff />} busy={decline.isPending} onClick={() => decline.mutate()}>
          Decline
        </Button>
      </div>
    </section>
  );
}

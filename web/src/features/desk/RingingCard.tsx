import { Clock, PhoneForwarded } from "lucide-react";

import { EndButton } from "@/features/dial/EndButton";
import { LocalTime } from "@/features/dial/LocalTime";
import { aboutLead } from "@/features/dial/whom";
import { useLiveCall } from "@/live/hooks";

import desk from "./Desk.module.css";
import { phaseLook } from "./lines";
import { LookMark } from "./LookMark";
import type { Seated } from "./machine";
import type { SeatCall } from "./model";
import styles from "./Offer.module.css";
import { shift } from "./shift";
import { Since } from "./Since";
import { calleeOf } from "./standing";

/** The seat's own call while it rings: the agent hears it from the first moment, and may give it up. */
export function RingingCard({ state, call }: { state: Seated; call: SeatCall }) {
  const heard = useLiveCall(call.id);
  return (
    <article className={styles.ringing} aria-label="Whom you are calling">
      <header className={desk.calleeTop}>
        <div className={desk.grow}>
          <h2 className={desk.name}>{calleeOf({ call })}</h2>
          {call.lead && <p className={desk.about}>{aboutLead(call.lead)}</p>}
        </div>
        <Since at={state.seat.since} label="Time since it was dialled" className={desk.talk} />
      </header>
      <LookMark look={heard && heard.state !== "planned" ? phaseLook(heard.state) : { word: "Placing the call", tone: "waiting", icon: PhoneForwarded }} />
      <ul className={desk.facts}>
        <li className={desk.phone}>{call.phone_display}</li>
        {call.lead && (
          <li>
            <Clock aria-hidden="true" />
            <LocalTime lead={call.lead} /> there
          </li>
        )}
      </ul>
      <p className={desk.soft}>You hear the line. Whoever answers hears you at once.</p>
      <EndButton ending={state.ending} onEnd={() => shift.tell({ type: "end" })} />
    </article>
  );
}

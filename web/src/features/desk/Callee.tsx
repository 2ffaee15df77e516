import { Clock, History, PhoneForwarded, Zap } from "lucide-react";

import { LocalTime } from "@/features/dial/LocalTime";
import { aboutLead } from "@/features/dial/whom";
import { clock } from "@/format/time";
import { useNow } from "@/ui/browser";

import styles from "./Desk.module.css";
import type { Disposition, SeatCall } from "./model";
import { Since } from "./Since";
import { calleeOf } from "./standing";
import { whyNow } from "./why";

/** The moment of the connect: who it is, why now, what was said last, and what time it is there. */
export function Callee({ call, dispositions }: { call: SeatCall; dispositions: readonly Disposition[] }) {
  const now = useNow(30_000);
  const { lead } = call;
  return (
    <header className={styles.callee}>
      <div className={styles.calleeTop}>
        <div className={styles.grow}>
          <h2 className={styles.name}>{calleeOf({ call })}</h2>
          {lead && <p className={styles.about}>{aboutLead(lead)}</p>}
        </div>
        {call.connected_at && <Since at={call.connected_at} label="Talk time" className={styles.talk} />}
      </div>
      <ul className={styles.facts}>
        <li className={styles.phone}>{call.phone_display}</li>
        {call.transferred_by && (
          <li>
            <PhoneForwarded aria-hidden="true" />
            Handed over by {call.transferred_by}
          </li>
        )}
        {lead && (
          <li>
            <Clock aria-hidden="true" />
            <LocalTime lead={lead} /> there, {clock(now)} here
          </li>
        )}
        {lead && (
          <li>
            <History aria-hidden="true" />
            {whyNow(lead, dispositions, now)}
          </li>
        )}
        {call.answer_to_audio_ms !== null && (
          <li title="From the answer until you heard each other">
            <Zap aria-hidden="true" />
            {call.answer_to_audio_ms} ms from hello to you
          </li>
        )}
      </ul>
      {call.briefing && (
        <blockquote className={styles.lastNote}>
          <span className={styles.soft}>{call.briefing.by}, the voice agent, put them through</span>
          {call.briefing.summary}
        </blockquote>
      )}
      {lead?.notes && (
        <blockquote className={styles.lastNote}>
          <span className={styles.soft}>Last note</span>
          {lead.notes}
        </blockquote>
      )}
    </header>
  );
}

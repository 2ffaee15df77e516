import { Link } from "react-router";

import { LookMark } from "@/features/desk/LookMark";
import type { Seat } from "@/features/desk/model";
import { Since } from "@/features/desk/Since";
import { calleeOf, reasonWords, standingLook } from "@/features/desk/standing";
import { counted } from "@/format/amounts";

import styles from "./Run.module.css";

/** The agents of a campaign, the busiest first, each with how long they have stood so. */
export function SeatList({ seats }: { seats: readonly Seat[] }) {
  if (seats.length === 0) return <p className={styles.soft}>Nobody is signed in. Agents sign in on the page Desk.</p>;
  const sorted = [...seats].sort((a, b) => RANK.indexOf(a.state) - RANK.indexOf(b.state) || Date.parse(a.since) - Date.parse(b.since));
  return (
    <ul className={styles.seats}>
      {sorted.slice(0, SHOWN).map((seat) => (
        <li key={seat.id}>
          <span className={styles.agent}>{seat.name}</span>
          <LookMark look={standingLook(seat)} />
          <Since at={seat.since} label={`${seat.name}, time in this state`} className={styles.figure} />
          <span className={styles.with}>{seat.call ? calleeOf(seat) : reasonWords(seat)}</span>
        </li>
      ))}
      {sorted.length > SHOWN && (
        <li>
          <Link to="/wallboard">{counted(sorted.length - SHOWN, "more agent")} on the wallboard</Link>
        </li>
      )}
    </ul>
  );
}

const SHOWN = 8;
const RANK: Seat["state"][] = ["on_call", "dialing", "ready", "wrap_up", "paused", "joining", "offline"];

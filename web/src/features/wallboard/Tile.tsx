import { Coffee, Ellipsis, LogOut, PhoneForwarded } from "lucide-react";

import { LookMark } from "@/features/desk/LookMark";
import { isTalking } from "@/features/desk/machine";
import type { Seat } from "@/features/desk/model";
import { Since } from "@/features/desk/Since";
import { calleeOf, reasonWords, standingLook } from "@/features/desk/standing";
import { nameOfLead } from "@/features/dial/whom";
import { count } from "@/format/amounts";
import { roughSpan } from "@/format/time";
import { IconButton } from "@/ui/Button";
import { Menu, MenuItem } from "@/ui/Menu";

import type { Thresholds } from "./thresholds";
import styles from "./Wallboard.module.css";

export type Force = "pause" | "sign-out";

interface TileProps {
  seat: Seat;
  campaign: string;
  thresholds: Thresholds;
  mayManage: boolean;
  onForce: (what: Force) => void;
}

/** One agent: how they stand and for how long, with whom, and what their day has come to. */
export function Tile({ seat, campaign, thresholds, mayManage, onForce }: TileProps) {
  const look = standingLook(seat);
  const long = seat.state === "offline" ? undefined : thresholds[seat.state];
  // A call may be older than the state: it was on hold, or handed over.
  const talks = isTalking(seat) ? (seat.call?.connected_at ?? null) : null;
  return (
    <li className={styles.tile} data-tone={look.tone}>
      <div className={styles.top}>
        <h2 title={seat.name}>{seat.name}</h2>
        {mayManage && (
          <Menu trigger={<IconButton label={`More for ${seat.name}`} icon={<Ellipsis />} />}>
            {seat.state !== "paused" && seat.state !== "joining" && seat.pause_after === null && (
              <MenuItem icon={<Coffee />} onClick={() => onForce("pause")}>
                {seat.call ? "Pause after this call" : "Pause"}
              </MenuItem>
            )}
            <MenuItem icon={<LogOut />} danger onClick={() => onForce("sign-out")}>
              Sign out
            </MenuItem>
          </Menu>
        )}
      </div>
      <div className={styles.state}>
        <LookMark look={look} />
        <Since at={talks ?? seat.since} label={talks ? `${seat.name}, talk time` : `${seat.name}, time in this state`} className={styles.timer} thresholds={long} />
      </div>
      <p className={styles.line}>{withWhom(seat)}</p>
      {seat.transfer && seat.transfer.phase !== "failed" && (
        <p className={styles.move}>
          <PhoneForwarded aria-hidden="true" />
          {seat.transfer.kind === "warm" ? "Asks" : "Hands over to"} {"seat_id" in seat.transfer.to ? seat.transfer.to.name : seat.transfer.to.phone_display}
        </p>
      )}
      <p className={styles.foot}>
        <span>{campaign}</span>
        <span>
          {count(seat.today.calls)} talks, {roughSpan(seat.today.talk_ms / 1_000)}
        </span>
      </p>
      {seat.pause_after !== null && <p className={styles.foot}>Pause follows</p>}
    </li>
  );
}

function withWhom(seat: Seat): string {
  if (seat.consult) return `Asked by ${seat.consult.from_name}`;
  if (seat.call) return calleeOf(seat);
  if (seat.offer) return `Looks at ${nameOfLead(seat.offer.lead)}`;
  if (seat.audio === "phone" && seat.phone && seat.phone.state !== "here") return "Their phone is not on the line";
  return reasonWords(seat);
}

import { count } from "@/format/amounts";
import { dateTime } from "@/format/time";

import type { CampaignLive } from "../model";
import styles from "./Run.module.css";

/** Leads that cannot be dialled now, by reason, so that somebody can act. */
export function NotDiallable({ blocked, leftOut, nextOpening }: { blocked: CampaignLive["blocked"]; leftOut: number; nextOpening: string | null }) {
  const rows = [...blocked.map(({ code, sentence, leads }) => ({ key: code, sentence, leads })), ...(leftOut > 0 ? [{ key: "left_out", sentence: "Left out by the filters, or as they have not agreed", leads: leftOut }] : [])];
  if (rows.length === 0) return <p className={styles.foot}>Every lead that is left can be dialled now.</p>;
  return (
    <>
      <ul className={styles.reasons} aria-label="Leads that cannot be dialled now">
        {rows.map(({ key, sentence, leads }) => (
          <li key={key}>
            <span>{sentence}</span>
            <strong className={styles.figure}>{count(leads)}</strong>
          </li>
        ))}
      </ul>
      {nextOpening && <p className={styles.foot}>The next can be dialled on {dateTime(nextOpening)}.</p>}
    </>
  );
}

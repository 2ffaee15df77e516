import { Ban, Check, Clock, Phone, TriangleAlert, type LucideIcon } from "lucide-react";

import type { NumberVerdict } from "@/api/model";
import { bothClocks } from "@/format/time";
import { regionName } from "@/format/words";

import styles from "./NumberLine.module.css";

/** One number with what the rules say about it, if it is to be called, and what time it is there. */
export function NumberLine({ number, lifted = false, toCall = true }: { number: NumberVerdict; lifted?: boolean; toCall?: boolean }) {
  const { icon: Icon, tone, word } = lifted ? LIFTED : !toCall && number.phone ? NAMED : (LOOKS[number.verdict] ?? REFUSED);
  return (
    <li className={styles.line}>
      <span className={styles.icon} data-tone={tone}>
        <Icon aria-hidden="true" />
        <span className="visually-hidden">{word}: </span>
      </span>
      <div className={styles.who}>
        <span className={styles.phone}>{number.phone ? number.display : number.raw}</span>
        {number.name && <span className={styles.name}>{number.name}</span>}
        {number.reason && !lifted && (
          <span className={styles.reason} data-tone={tone}>
            {number.reason}
            {number.until && ` Next: ${bothClocks(number.until, number.zones[0])}.`}
          </span>
        )}
        {lifted && <span className={styles.reason}>Outside the calling window, by your confirmation.</span>}
      </div>
      <span className={styles.where}>
        {number.local_time && <span>{number.local_time} for them</span>}
        {number.region && <span className={styles.region}>{regionName(number.region)}</span>}
      </span>
    </li>
  );
}

interface Look {
  icon: LucideIcon;
  tone: "good" | "later" | "bad" | "plain";
  word: string;
}

const REFUSED: Look = { icon: Ban, tone: "bad", word: "Refused" };
/** Named in a command that calls nobody. */
const NAMED: Look = { icon: Phone, tone: "plain", word: "Number" };
const LIFTED: Look = { icon: TriangleAlert, tone: "later", word: "Called outside the window" };
const LOOKS: Record<string, Look> = {
  allow: { icon: Check, tone: "good", word: "Will be called" },
  postpone: { icon: Clock, tone: "later", word: "Will be called later" },
  refuse: REFUSED,
};

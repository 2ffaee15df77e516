import { count, percent } from "@/format/amounts";

import type { CampaignLive } from "../model";
import styles from "./Run.module.css";

/** From the dial to the talk: each step with its share of the one before. */
export function Funnel({ funnel }: { funnel: CampaignLive["funnel"] }) {
  const steps = [
    { word: "Dialled", n: funnel.dialed },
    { word: "Answered", n: funnel.answered },
    { word: "A person", n: funnel.live_answers },
    { word: "Conversation", n: funnel.talks },
  ];
  return (
    <>
      <ol className={styles.funnel}>
        {steps.map(({ word, n }, place) => {
          const before = steps[place - 1]?.n;
          return (
            <li key={word}>
              <span>{word}</span>
              <span className={styles.track} aria-hidden="true">
                <span style={{ width: `${funnel.dialed > 0 ? (n / funnel.dialed) * 100 : 0}%` }} />
              </span>
              <strong className={styles.figure}>{count(n)}</strong>
              <span className={styles.share}>{before ? percent(n / before) : ""}</span>
            </li>
          );
        })}
      </ol>
      <p className={styles.foot}>
        {count(funnel.machines)} machines, {count(funnel.voicemails)} messages left, {count(funnel.abandoned)} abandoned
      </p>
    </>
  );
}

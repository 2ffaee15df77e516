import { useQuery } from "@tanstack/react-query";

import type { Disposition } from "@/features/dial/model";
import { dispositionsQuery } from "@/features/dial/queries";
import { dispositionLabel } from "@/features/dial/status";
import { count, percent } from "@/format/amounts";

import type { CampaignLive } from "../model";
import styles from "./Run.module.css";

/** From the dial to the talk, and what agents say came of it: each step with its share of the one before. */
export function Funnel({ funnel, dispositions }: { funnel: CampaignLive["funnel"]; dispositions: readonly Disposition[] | null }) {
  const workspace = useQuery(dispositionsQuery);
  const known = dispositions ?? workspace.data ?? [];
  const steps = [
    { word: "Dialled", n: funnel.dialed },
    { word: "Answered", n: funnel.answered },
    { word: "A person", n: funnel.live_answers },
    { word: "Talked", n: funnel.talks },
  ];
  const outcomes = Object.entries(funnel.outcomes).sort(([, a], [, b]) => b - a);
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
      {outcomes.length > 0 && (
        <ol className={styles.funnel} aria-label="Outcomes">
          {outcomes.slice(0, OUTCOMES_SHOWN).map(([code, n]) => (
            <li key={code}>
              <span>{dispositionLabel(code, known)}</span>
              <span className={styles.track} aria-hidden="true">
                <span data-outcome style={{ width: `${funnel.talks > 0 ? Math.min(100, (n / funnel.talks) * 100) : 0}%` }} />
              </span>
              <strong className={styles.figure}>{count(n)}</strong>
              <span className={styles.share}>{funnel.talks > 0 ? percent(n / funnel.talks) : ""}</span>
            </li>
          ))}
        </ol>
      )}
      <p className={styles.foot}>
        {count(funnel.machines)} machines, {count(funnel.voicemails)} messages left, {count(funnel.abandoned)} abandoned
      </p>
    </>
  );
}

const OUTCOMES_SHOWN = 6;

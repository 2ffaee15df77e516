import { Link } from "react-router";

import type { CampaignSummary } from "@/features/campaigns/model";
import { stateLook } from "@/features/campaigns/words";
import { phaseLook } from "@/features/desk/lines";
import { LookMark } from "@/features/desk/LookMark";
import { count } from "@/format/amounts";

import styles from "./Wallboard.module.css";

/** What the campaigns dial now, those with anything under way first: the calls that are on no agent's tile. */
export function CampaignStrip({ campaigns }: { campaigns: readonly CampaignSummary[] }) {
  const shown = campaigns.filter(({ state, live }) => live !== null && state !== "stopped" && state !== "finished");
  if (shown.length === 0) return null;
  return (
    <ul className={styles.strip} aria-label="Campaigns">
      {shown.map(({ id, name, state, live }) => (
        <li key={id} className={styles.campaign}>
          <div className={styles.campaignTop}>
            <Link to={`/campaigns/${id}`}>{name}</Link>
            <LookMark look={stateLook(state)} />
          </div>
          {live && (
            <>
              <ul className={styles.phases}>
                {PHASES.map((phase) => (
                  <li key={phase} data-none={!live.lines[phase] || undefined}>
                    <LookMark look={phaseLook(phase)} />
                    <strong>{count(live.lines[phase] ?? 0)}</strong>
                  </li>
                ))}
              </ul>
              <p className={styles.abandon} data-level={levelOf(live.abandon)}>
                {live.abandon.share_permille === null ? "No answers yet" : `${(live.abandon.share_permille / 10).toFixed(1)} % abandoned of ${(live.abandon.budget_permille / 10).toFixed(1)} % allowed`}
              </p>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function levelOf({ share_permille, budget_permille }: { share_permille?: number | null; budget_permille: number }): "warn" | "bad" | undefined {
  const share = share_permille ?? 0;
  if (share >= budget_permille && share > 0) return "bad";
  return share >= budget_permille * 0.8 && share > 0 ? "warn" : undefined;
}

const PHASES = ["dialing", "ringing", "waiting", "connected"] as const;

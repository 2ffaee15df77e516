import { CircleAlert, CircleCheck } from "lucide-react";
import { Link } from "react-router";

import { count } from "@/format/amounts";
import { Button } from "@/ui/Button";

import type { Campaign, CampaignInput } from "../model";
import { modeSentence } from "../words";
import type { Gap } from "./draft";
import styles from "./Editor.module.css";
import { countWords, useLeadCount, type LeadCount } from "./useLeadCount";

interface SummaryProps {
  draft: CampaignInput;
  /** As it is saved. */
  start: CampaignInput;
  campaign: Campaign | null;
  found: LeadCount;
  gaps: readonly Gap[];
  isChanged: boolean;
  saving: "save" | "start" | null;
  onStart: () => void;
  onDiscard: () => void;
}

/** What the campaign comes to as it is written now: how many leads, how it dials, what is missing. */
export function Summary({ draft, start, campaign, found, gaps, isChanged, saving, onStart, onDiscard }: SummaryProps) {
  const saved = useLeadCount(start);
  const mayStart = !campaign || ["draft", "paused", "stopped", "finished"].includes(campaign.state);
  const isKnown = [found, saved].every((one) => !one.isUnknown && !one.isPending && !one.isAtMost);
  const more = campaign && isChanged && isKnown ? found.leads - saved.leads : 0;
  const isOne = found.leads === 1 && !found.isUnknown && !found.isAtLeast;
  return (
    <aside className={styles.summary} aria-label="Summary">
      <div>
        <p className={styles.big} aria-live="polite" data-pending={found.isPending || undefined}>
          {countWords(found, count)}
          <span>{isOne ? "lead would be called" : "leads would be called"}</span>
        </p>
        {more !== 0 && <p className={styles.soft}>{more > 0 ? `${count(more)} more than as it is saved` : `${count(-more)} fewer than as it is saved`}</p>}
      </div>
      <p className={styles.soft}>{modeSentence(draft.settings)}.</p>
      {gaps.length === 0 ? (
        <p className={styles.fine}>
          <CircleCheck aria-hidden="true" />
          {mayStart ? "Ready to start" : "Nothing is missing"}
        </p>
      ) : (
        <div className={styles.missing}>
          <p className={styles.label}>Before it can dial</p>
          <ul className={styles.gaps}>
            {gaps.map(({ section, sentence }) => (
              <li key={sentence}>
                <CircleAlert aria-hidden="true" />
                <Link to={`?step=${section}`} replace preventScrollReset>
                  {sentence}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className={styles.saves}>
        {mayStart && (
          <Button look="primary" busy={saving === "start"} disabled={gaps.length > 0 || saving !== null} onClick={onStart}>
            {campaign ? "Save and start" : "Make it and start"}
          </Button>
        )}
        <Button type="submit" look={mayStart ? "plain" : "primary"} busy={saving === "save"} disabled={draft.name.trim() === "" || saving === "start"}>
          {campaign ? "Save" : "Save as a draft"}
        </Button>
        {isChanged && (
          <Button look="bare" onClick={onDiscard}>
            Discard changes
          </Button>
        )}
      </div>
      {isChanged && <p className={styles.hint}>Until you save, this is kept in this browser.</p>}
    </aside>
  );
}

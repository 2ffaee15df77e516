import { CircleAlert, CircleCheck } from "lucide-react";

import { count } from "@/format/amounts";
import { Button } from "@/ui/Button";

import type { Campaign, CampaignInput } from "../model";
import { modeSentence } from "../words";
import { gapsOf } from "./draft";
import styles from "./Editor.module.css";
import { useLeadCount } from "./useLeadCount";

interface SummaryProps {
  draft: CampaignInput;
  campaign: Campaign | null;
  saving: "save" | "start" | null;
  onStart: () => void;
}

/** What the campaign comes to as it is written now: how many leads, how it dials, what is missing. */
export function Summary({ draft, campaign, saving, onStart }: SummaryProps) {
  const { leads, isAtLeast, isPending, isUnknown } = useLeadCount(draft);
  const gaps = gapsOf(draft);
  const { settings } = draft;
  const mayStart = !campaign || ["draft", "paused", "stopped", "finished"].includes(campaign.state);
  return (
    <aside className={styles.summary} aria-label="Summary">
      <p className={styles.big} aria-live="polite" data-pending={isPending || undefined}>
        {isUnknown ? "Many" : `${isAtLeast ? "More than " : ""}${count(leads)}`}
        <span>{leads === 1 && !isUnknown ? "lead would be called" : "leads would be called"}</span>
      </p>
      <p className={styles.soft}>{modeSentence(settings)}.</p>
      {settings.mode === "parallel" && <p className={styles.soft}>{costOf(settings.audience, settings.lines_per_seat)}</p>}
      {gaps.length === 0 ? (
        <p className={styles.fine}>
          <CircleCheck aria-hidden="true" />
          Ready to start
        </p>
      ) : (
        <div>
          <p className={styles.label}>Before it can dial</p>
          <ul className={styles.gaps}>
            {gaps.map(({ section, sentence }) => (
              <li key={sentence}>
                <CircleAlert aria-hidden="true" />
                <a href={`#part-${section}`}>{sentence}</a>
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
          {campaign ? "Save" : mayStart ? "Save as a draft" : "Save"}
        </Button>
      </div>
    </aside>
  );
}

/** What a choice of lines costs, in one sentence. */
function costOf(audience: CampaignInput["settings"]["audience"], lines: number): string {
  if (lines === 1) return "With one line nobody is abandoned.";
  return audience === "business"
    ? `When a person answers, the other ${lines - 1} ${lines === 2 ? "line is" : "lines are"} cancelled at once.`
    : `When a person answers, phones that have rung less than 15 seconds go on ringing: of the other ${lines - 1} ${lines === 2 ? "line" : "lines"} some are answered by people whom nobody can take.`;
}

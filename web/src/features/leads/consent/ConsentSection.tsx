import { ShieldCheck, ShieldOff } from "lucide-react";
import { useState } from "react";

import { dateTime } from "@/format/time";
import { Button } from "@/ui/Button";

import panel from "../lead/LeadPanel.module.css";
import type { Lead } from "../model";
import styles from "./Consent.module.css";
import { ConsentForm } from "./ConsentForm";
import { ConsentTags } from "./ConsentTags";
import { scopeTo, type LeadConsent } from "./model";
import { useRecordConsent } from "./requests";

/** What a lead has agreed to, every word about it, and where another is written down. */
export function ConsentSection({ lead, log }: { lead: Lead; log: readonly LeadConsent[] }) {
  const [writing, setWriting] = useState(false);
  const record = useRecordConsent(lead.id);
  const scopes = lead.consents;
  const done = () => {
    setWriting(false);
    record.reset();
  };
  return (
    <section className={panel.section} aria-label="Consent">
      <div className={styles.head}>
        <h3>Consent</h3>
        {scopes.length > 0 ? <ConsentTags scopes={scopes} /> : <span className={styles.soft}>None is recorded</span>}
        <span className={styles.grow} />
        {!writing && <Button onClick={() => setWriting(true)}>{scopes.length > 0 ? "Change" : "Record consent"}</Button>}
      </div>
      {writing && <ConsentForm label="What they agree to" start={{ granted: !scopes.includes("ai_voice") }} busy={record.isPending} error={record.error} onSay={(word) => record.mutate(word, { onSuccess: done })} onCancel={done} />}
      {log.length > 0 && (
        <details className={styles.log}>
          <summary>How it is known ({log.length})</summary>
          <ol aria-label="Words about consent">
            {log.map(({ scope, granted, source, at, by }, place) => (
              <li key={`${at} ${place}`} data-granted={granted || undefined}>
                {granted ? <ShieldCheck aria-hidden="true" /> : <ShieldOff aria-hidden="true" />}
                <span>
                  {granted ? "Agreed" : "Takes back its consent"} {scopeTo(scope)}: {source}
                  <span className={styles.soft}>{[dateTime(at), by.name].filter(Boolean).join(", ")}</span>
                </span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { Link } from "react-router";

import { LookMark } from "@/features/desk/LookMark";
import { resultLook } from "@/features/leads/result";
import { counted } from "@/format/amounts";
import { dateTime } from "@/format/time";
import { words } from "@/format/words";
import { Broken, Skeleton } from "@/ui/Blank";
import { IconButton } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { Panel } from "@/ui/Panel";

import styles from "./Automation.module.css";
import { askedBy, type RunLead } from "./model";
import { runQuery } from "./queries";

/** What one run did, lead by lead. */
export function RunPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const run = useQuery(runQuery(id));
  const title = run.data ? `Run of ${dateTime(run.data.at)}` : "Run";
  return (
    <Panel
      label={title}
      onClose={onClose}
      head={
        <div className={styles.panelTop}>
          <div className={styles.grow}>
            <h2>{title}</h2>
            {run.data && (
              <p className={styles.soft}>
                {askedBy(run.data)}. {counted(run.data.considered, "lead")} due, {counted(run.data.placed, "call")} placed{run.data.failed > 0 && `, ${run.data.failed} failed`}.
              </p>
            )}
          </div>
          <IconButton label="Close" icon={<X />} onClick={onClose} />
        </div>
      }
    >
      {run.isError && !run.data ? (
        <Broken error={run.error} onRetry={() => void run.refetch()} />
      ) : !run.data ? (
        <Skeleton rows={6} />
      ) : (
        <>
          {run.data.why && <Notice>{run.data.why}</Notice>}
          {run.data.leads.length === 0 ? (
            <p className={styles.soft}>No lead was called.</p>
          ) : (
            <ul className={styles.leads} aria-label="Leads of this run">
              {run.data.leads.map((lead) => (
                <Row key={lead.lead_id} lead={lead} />
              ))}
            </ul>
          )}
        </>
      )}
    </Panel>
  );
}

function Row({ lead: { lead_id, name, call_id, outcome, result, error } }: { lead: RunLead }) {
  return (
    <li>
      <Link to={`/leads/${encodeURIComponent(lead_id)}`}>{name || "A lead without a name"}</Link>
      {result ? <span className={styles.state}><LookMark look={resultLook(result)} /></span> : <span className={error ? styles.bad : styles.soft}>{error ? "Not placed" : outcome ? words(outcome) : "In the call"}</span>}
      {call_id && <Link to={`/calls?call=${encodeURIComponent(call_id)}`}>Call</Link>}
      {error && <p className={styles.bad}>{error}</p>}
    </li>
  );
}

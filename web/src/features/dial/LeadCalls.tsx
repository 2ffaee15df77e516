import { useQuery } from "@tanstack/react-query";

import { outcomeStatus } from "@/features/calls/status";
import { StatusMark } from "@/features/calls/StatusMark";
import { dateTime, duration } from "@/format/time";
import { Broken, Skeleton } from "@/ui/Blank";
import { Tag } from "@/ui/Card";

import styles from "./LeadPanel.module.css";
import type { Call, Disposition, Recording } from "./model";
import { dispositionsQuery, leadQuery } from "./queries";
import { RecordingPlayer } from "./RecordingPlayer";
import { dispositionLabel } from "./status";

/** Every call made to a lead, newest first, with what came of it and what was said. */
export function LeadCalls({ id, brief = false }: { id: string; brief?: boolean }) {
  const detail = useQuery(leadQuery(id));
  const dispositions = useQuery(dispositionsQuery);
  if (detail.isPending) return brief ? null : <Skeleton rows={3} />;
  if (detail.isError) return brief ? null : <Broken error={detail.error} onRetry={() => void detail.refetch()} />;
  // During a call its own row would only repeat what stands above.
  const calls = detail.data.calls.filter((call) => !brief || call.state === "ended");
  if (calls.length === 0) return brief ? null : <p className={styles.none}>Nobody has called this lead yet.</p>;
  return (
    <section className={styles.calls} aria-label="Earlier calls">
      <h3>{brief ? "Earlier calls" : "Calls"}</h3>
      <ol>
        {calls.map((call) => (
          <CallEntry key={call.id} call={call} dispositions={dispositions.data ?? []} />
        ))}
      </ol>
    </section>
  );
}

function CallEntry({ call, dispositions }: { call: Call; dispositions: readonly Disposition[] }) {
  return (
    <li className={styles.call}>
      <div className={styles.callTop}>
        <time dateTime={call.created_at}>{dateTime(call.created_at)}</time>
        {call.disposition ? <Tag>{dispositionLabel(call.disposition, dispositions)}</Tag> : <StatusMark status={outcomeStatus(call.outcome ?? "unknown")} />}
        <span className={styles.by}>
          {call.created_by.name}
          {call.talk_ms !== null && `, ${duration(call.talk_ms)}`}
        </span>
      </div>
      {call.notes && <p className={styles.said}>{call.notes}</p>}
      {call.recording && <Kept recording={call.recording} />}
    </li>
  );
}

/** What was recorded, or that it was and is gone. */
function Kept({ recording }: { recording: Recording }) {
  if (!recording.deleted) return <RecordingPlayer recording={recording} />;
  const { at, by } = recording.deleted;
  const why = by === "retention" ? "because recordings are not kept longer" : "by somebody";
  return (
    <p className={styles.gone}>
      The recording was deleted {why} on <time dateTime={at}>{dateTime(at)}</time>.
    </p>
  );
}

export function LastNote({ note }: { note: string }) {
  return (
    <section className={styles.lastNote} aria-label="Last note">
      <h3>Last note</h3>
      <p className={styles.said}>{note}</p>
    </section>
  );
}

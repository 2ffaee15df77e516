import { useQuery } from "@tanstack/react-query";
import { CalendarClock, Download } from "lucide-react";

import { reasonWords } from "@/features/desk/standing";
import { count, counted } from "@/format/amounts";
import { clock, dateTime, duration } from "@/format/time";
import { DASH } from "@/format/words";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Tip } from "@/ui/Tip";

import type { Shift, ShiftQuestion } from "./model";
import { shiftsQuery } from "./queries";
import styles from "./Reports.module.css";
import { shiftFile } from "./requests";

/** Who sat at a desk when, and what of it was work. */
export function ShiftLog({ question, isOwn }: { question: ShiftQuestion; isOwn: boolean }) {
  const shifts = useQuery(shiftsQuery(question));
  const rows = shifts.data?.rows ?? [];
  const isMore = (shifts.data?.next_cursor ?? null) !== null;
  if (shifts.isError && !shifts.data) return <Broken error={shifts.error} onRetry={() => void shifts.refetch()} />;
  if (shifts.isPending) return <Skeleton rows={8} />;
  if (rows.length === 0) {
    return (
      <Blank icon={<CalendarClock />} title="No shifts in this time">
        {isOwn ? "Your shifts are listed here once you have signed in on the page Desk." : "Shifts are listed here once agents have signed in on the page Desk."}
      </Blank>
    );
  }
  const sum = totalOf(rows);
  return (
    <>
      <div className={styles.bar}>
        <p className={styles.soft}>
          {isMore ? `The newest ${count(rows.length)} shifts. Choose fewer days, or download the file, which has them all.` : `${counted(rows.length, "shift")}, ${duration(sum.talk_ms)} of talks`}
        </p>
        <Button icon={<Download />} onClick={() => window.location.assign(shiftFile(question))}>
          Download CSV
        </Button>
      </div>
      {/* A scrolled region must be within reach of the keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} role="region" aria-label="Shifts" tabIndex={0} data-waiting={shifts.isPlaceholderData || undefined}>
        <table className={styles.table}>
          <caption className="visually-hidden">Shifts</caption>
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <th scope="col" data-align="start">
                Campaign
              </th>
              <th scope="col">From</th>
              <th scope="col">Until</th>
              <th scope="col">Share of time</th>
              <th scope="col">Ready</th>
              <th scope="col">In calls</th>
              <th scope="col">Wrap-up</th>
              <th scope="col">Paused</th>
              <th scope="col" title="Coming on the line, or dialling by hand">
                Other
              </th>
              <th scope="col">Calls</th>
              <th scope="col">Talk time</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((shift) => (
              <Row key={shift.seat_id} shift={shift} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{isMore ? "Total of these" : "Total"}</th>
              <td colSpan={3} />
              <td>
                <Mix shift={sum} />
              </td>
              <td>{duration(sum.ready_ms)}</td>
              <td>{duration(sum.on_call_ms)}</td>
              <td>{duration(sum.wrap_up_ms)}</td>
              <td>{duration(sum.paused_ms)}</td>
              <td>{sum.other_ms > 0 ? duration(sum.other_ms) : DASH}</td>
              <td>{count(sum.calls)}</td>
              <td>{duration(sum.talk_ms)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  );
}

function Row({ shift }: { shift: Shift }) {
  const isSameDay = shift.signed_out_at !== null && new Date(shift.signed_out_at).toDateString() === new Date(shift.signed_in_at).toDateString();
  return (
    <tr>
      <th scope="row">{shift.name}</th>
      <td data-align="start">{shift.campaign_name}</td>
      <td>{dateTime(shift.signed_in_at)}</td>
      <td>{shift.signed_out_at === null ? <span className={styles.now}>Signed in</span> : isSameDay ? clock(shift.signed_out_at) : dateTime(shift.signed_out_at)}</td>
      <td>
        <Mix shift={shift} />
      </td>
      <td>{duration(shift.ready_ms)}</td>
      <td>{duration(shift.on_call_ms)}</td>
      <td>{duration(shift.wrap_up_ms)}</td>
      <td>
        <Pauses shift={shift} />
      </td>
      <td>{shift.other_ms > 0 ? duration(shift.other_ms) : DASH}</td>
      <td>{count(shift.calls)}</td>
      <td>{duration(shift.talk_ms)}</td>
    </tr>
  );
}

function Pauses({ shift: { paused_ms, pauses } }: { shift: Shift }) {
  const parts = Object.entries(pauses).filter(([, ms]) => ms > 0).sort((a, b) => b[1] - a[1]).map(([reason, ms]) => `${reasonWords({ reason }) || "Chosen"} ${duration(ms)}`);
  if (paused_ms === 0) return DASH;
  if (parts.length === 0) return duration(paused_ms);
  return (
    <Tip text={parts.join(", ")}>
      <button type="button" className={styles.pauses} aria-label={`${duration(paused_ms)}: ${parts.join(", ")}`}>
        {duration(paused_ms)}
      </button>
    </Tip>
  );
}

type Times = Pick<Shift, "ready_ms" | "on_call_ms" | "wrap_up_ms" | "paused_ms" | "other_ms">;

/** How a shift falls on what an agent does; the columns beside say the same in figures. */
function Mix({ shift }: { shift: Times }) {
  const all = shift.ready_ms + shift.on_call_ms + shift.wrap_up_ms + shift.paused_ms + shift.other_ms;
  if (all === 0) return DASH;
  return (
    <span className={styles.mix} aria-hidden="true">
      {(["on_call", "wrap_up", "ready", "paused", "other"] as const).map((part) => (
        <span key={part} data-part={part} style={{ width: `${(shift[`${part}_ms`] / all) * 100}%` }} />
      ))}
    </span>
  );
}

function totalOf(rows: readonly Shift[]): Times & Pick<Shift, "calls" | "talk_ms"> {
  const sum = { ready_ms: 0, on_call_ms: 0, wrap_up_ms: 0, paused_ms: 0, other_ms: 0, calls: 0, talk_ms: 0 };
  for (const row of rows) for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += row[key];
  return sum;
}

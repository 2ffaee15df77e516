import { useState } from "react";
import { Link } from "react-router";

import { LocalTime } from "@/features/dial/LocalTime";
import { aboutLead, nameOfLead } from "@/features/dial/whom";
import { count, counted } from "@/format/amounts";
import { moment } from "@/format/time";
import { DASH } from "@/format/words";
import { Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Segments } from "@/ui/Segments";
import { Table } from "@/ui/Table";

import type { CampaignLead, LeadPlace } from "../model";
import { useCampaignLeads } from "../queries";
import styles from "./Run.module.css";

/** The leads of a campaign by where they stand, each with why it is not called. */
export function LeadsByPlace({ id }: { id: string }) {
  const [place, setPlace] = useState<LeadPlace>("due");
  const pages = useCampaignLeads(id, place);
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title="Leads" className={styles.leads} actions={<Button look="bare" busy={pages.isFetching && !pages.isFetchingNextPage} onClick={() => void pages.refetch()}>Refresh</Button>}>
      <Segments label="Where leads stand" value={place} choices={PLACES} onChange={setPlace} />
      <p className={styles.foot}>{ABOUT[place]}</p>
      {pages.isError && rows.length === 0 ? (
        <Broken error={pages.error} onRetry={() => void pages.refetch()} />
      ) : pages.isPending ? (
        <Skeleton rows={5} />
      ) : rows.length === 0 ? (
        <p className={styles.none}>{NONE[place]}</p>
      ) : (
        <div className={styles.rows} data-waiting={pages.isPlaceholderData || undefined}>
          <Table label="Leads of the campaign" head={["Lead", "Next number", "Time there", "So far", place === "done" ? "Outcome" : "Why", place === "done" ? "" : "Due"]}>
            {rows.map((row) => (
              <Row key={row.lead.id} row={row} />
            ))}
          </Table>
          <p className={styles.foot}>
            {count(rows.length)} shown.{" "}
            {pages.hasNextPage && (
              <Button look="bare" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                Show more
              </Button>
            )}
          </p>
        </div>
      )}
    </Card>
  );
}

function Row({ row: { lead, why, due_at, attempts, next_phone_display } }: { row: CampaignLead }) {
  const about = aboutLead(lead);
  return (
    <tr>
      <td>
        <Link className={styles.lead} to={`/leads/${encodeURIComponent(lead.id)}`}>
          {nameOfLead(lead)}
        </Link>
        {about && <small className={styles.aside}>{about}</small>}
      </td>
      <td className={styles.number}>{next_phone_display ?? DASH}</td>
      <td>
        <LocalTime lead={lead} />
      </td>
      <td className={styles.number}>{counted(attempts, "call")}</td>
      <td>{why?.sentence ?? <span className={styles.soft}>{DASH}</span>}</td>
      <td className={styles.number}>{due_at ? moment(due_at) : DASH}</td>
    </tr>
  );
}

const PLACES: readonly { value: LeadPlace; label: string }[] = [
  { value: "due", label: "Due" },
  { value: "waiting", label: "Waiting" },
  { value: "blocked", label: "Left out" },
  { value: "done", label: "Done" },
];
const ABOUT: Record<LeadPlace, string> = {
  due: "Called next, in this order.",
  waiting: "On the line now, or called later: after a call, at an agreed time, or when the rules allow it. Open a lead to see every rule.",
  blocked: "The campaign’s filters leave them out.",
  done: "Not called by this campaign any more.",
};
const NONE: Record<LeadPlace, string> = {
  due: "No lead is due now.",
  waiting: "No lead waits for its time.",
  blocked: "No lead is left out.",
  done: "The campaign is done with nobody yet.",
};

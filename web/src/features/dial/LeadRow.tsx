import { Phone } from "lucide-react";
import { memo } from "react";

import { StatusMark } from "@/features/calls/StatusMark";
import { useSession } from "@/features/session/session";
import { useNow } from "@/ui/browser";
import { Button } from "@/ui/Button";
import { GridRow, type RowPlace } from "@/ui/GridRow";

import type { Column } from "./columns";
import { holder } from "./filter";
import styles from "./LeadTable.module.css";
import { LocalTime } from "./LocalTime";
import type { Disposition, Lead } from "./model";
import { leadStatus, outcomeWord } from "./status";
import { aboutLead, nameOfLead } from "./whom";

interface LeadRowProps extends RowPlace<Column> {
  lead: Lead;
  dispositions: readonly Disposition[];
  isOpen: boolean;
  mayDial: boolean;
  onOpen: (lead: Lead) => void;
  onDial: (lead: Lead) => void;
}

export const LeadRow = memo(function LeadRow({ lead, dispositions, isOpen, mayDial, onOpen, onDial, ...place }: LeadRowProps) {
  const heldBy = holder(lead, useSession().user.id, useNow(LEASE_LOOK_MS));
  return (
    <GridRow
      id={lead.id}
      place={place}
      data-closed={lead.status === "closed" || undefined}
      isOpen={isOpen}
      isSelected={isOpen}
      onOpen={() => onOpen(lead)}
      cell={(column) => ({
        title: column.text?.(lead) || undefined,
        content: column.key === "status" && heldBy ? <span title={`${heldBy} is calling this lead`}>{heldBy} is calling</span> : column.cell(lead, dispositions),
      })}
      narrow={
        <>
          <span className={styles.first}>
            <strong className={styles.clip}>{nameOfLead(lead)}</strong>
            <span className={styles.clip}>{aboutLead({ ...lead, title: null })}</span>
          </span>
          <span className={styles.second}>
            {heldBy ? <span className={styles.clip}>{heldBy} is calling</span> : <StatusMark status={leadStatus(lead)} />}
            <span className={styles.clip}>{outcomeWord(lead, dispositions) ?? ""}</span>
            <LocalTime lead={lead} />
          </span>
        </>
      }
      action={
        <Button
          tabIndex={-1}
          className={styles.dial}
          icon={<Phone />}
          disabled={!mayDial || heldBy !== null}
          aria-label={`${lead.call_attempts > 0 ? "Redial" : "Dial"} ${nameOfLead(lead)}`}
          onClick={() => onDial(lead)}
        >
          {lead.call_attempts > 0 ? "Redial" : "Dial"}
        </Button>
      }
    />
  );
});

/** How soon a lead that somebody let go of may be called. */
const LEASE_LOOK_MS = 10_000;

import { Phone } from "lucide-react";
import { memo } from "react";

import { StatusMark } from "@/features/calls/StatusMark";
import { useSession } from "@/features/session/session";
import { useNow } from "@/ui/browser";
import { Button } from "@/ui/Button";

import type { Column } from "./columns";
import { holder } from "./filter";
import styles from "./LeadTable.module.css";
import { LocalTime } from "./LocalTime";
import type { Disposition, Lead } from "./model";
import { leadStatus, outcomeWord } from "./status";
import { aboutLead, nameOfLead } from "./whom";

interface LeadRowProps {
  lead: Lead;
  columns: readonly Column[];
  dispositions: readonly Disposition[];
  index: number;
  top: number;
  height: number;
  narrow: boolean;
  isOpen: boolean;
  isActive: boolean;
  mayDial: boolean;
  onOpen: (lead: Lead) => void;
  onDial: (lead: Lead) => void;
  onFocus: (id: string) => void;
}

export const LeadRow = memo(function LeadRow({ lead, columns, dispositions, index, top, height, narrow, isOpen, isActive, mayDial, onOpen, onDial, onFocus }: LeadRowProps) {
  const heldBy = holder(lead, useSession().user.id, useNow(LEASE_LOOK_MS));
  return (
    // Keys are handled once for the whole grid; the click is a short cut for the space bar.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      data-id={lead.id}
      data-open={isOpen || undefined}
      data-closed={lead.status === "closed" || undefined}
      tabIndex={isActive ? 0 : -1}
      className={styles.row}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={() => onOpen(lead)}
      onFocus={() => onFocus(lead.id)}
    >
      {narrow ? (
        <div role="gridcell" className={styles.narrow}>
          <span className={styles.first}>
            <strong className={styles.clip}>{nameOfLead(lead)}</strong>
            <span className={styles.clip}>{aboutLead({ ...lead, title: null })}</span>
          </span>
          <span className={styles.second}>
            {heldBy ? <span className={styles.clip}>{heldBy} is calling</span> : <StatusMark status={leadStatus(lead)} />}
            <span className={styles.clip}>{outcomeWord(lead, dispositions) ?? ""}</span>
            <LocalTime lead={lead} />
          </span>
        </div>
      ) : (
        columns.map((column) => (
          <div key={column.key} role="gridcell" data-key={column.key} data-align={column.align} className={styles.cell} title={column.text?.(lead) || undefined}>
            {column.key === "status" && heldBy ? <span title={`${heldBy} is calling this lead`}>{heldBy} is calling</span> : column.cell(lead, dispositions)}
          </div>
        ))
      )}
      {/* A click on the button must not open the row. */}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */}
      <div role="gridcell" className={styles.action} onClick={(event) => event.stopPropagation()}>
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
      </div>
    </div>
  );
});

/** How soon a lead that somebody let go of may be called. */
const LEASE_LOOK_MS = 10_000;

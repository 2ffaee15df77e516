import { Grid } from "@/ui/Grid";

import { columnsFor, layoutOf } from "./columns";
import { LeadRow } from "./LeadRow";
import styles from "./LeadTable.module.css";
import type { Disposition, Lead } from "./model";

interface LeadTableProps {
  rows: readonly Lead[];
  total: number | null;
  dispositions: readonly Disposition[];
  sort: string;
  onSort: (sort: string) => void;
  /** The lead that is open or being called. */
  openId: string | null;
  onOpen: (lead: Lead) => void;
  /** Whether a call may begin now; why not, otherwise. */
  mayDial: boolean;
  onDial: (lead: Lead) => void;
  onEnd: () => void;
  loadingMore: boolean;
  stale: boolean;
}

/** Any number of leads; Enter or D on a row calls. */
export function LeadTable({ rows, total, dispositions, sort, onSort, openId, onOpen, mayDial, onDial, onEnd, loadingMore, stale }: LeadTableProps) {
  return (
    <Grid
      label="Leads"
      className={styles.leads}
      rows={rows}
      total={total}
      columnsFor={columnsFor}
      layoutOf={layoutOf}
      sort={sort}
      onSort={onSort}
      sortsFirst="ascending"
      scrolls="itself"
      heights={HEIGHTS}
      openId={openId}
      // "Save & Next" may lead out of sight.
      followsOpen
      // During a call the same letters belong to the call.
      walks={mayDial}
      rowKeys={{ Enter: onDial, d: onDial, " ": onOpen }}
      pageRows={12}
      actionTitle="Call"
      row={(lead, place) => (
        <LeadRow key={lead.id} lead={lead} dispositions={dispositions} isOpen={lead.id === openId} mayDial={mayDial} onOpen={onOpen} onDial={onDial} {...place} />
      )}
      onEnd={onEnd}
      loadingMore={loadingMore}
      isWaiting={stale}
    />
  );
}

const HEIGHTS = { wide: 40, coarse: 48, narrow: 64 };

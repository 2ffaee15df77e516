import { useQuery } from "@tanstack/react-query";
import { Phone, X } from "lucide-react";
import { useEffect, useRef } from "react";

import { StatusMark } from "@/features/calls/StatusMark";
import { useSession } from "@/features/session/session";
import { bothClocks } from "@/format/time";
import { useLiveLeads } from "@/live/hooks";
import { Broken, Skeleton } from "@/ui/Blank";
import { useNow } from "@/ui/browser";
import { Button, IconButton } from "@/ui/Button";
import { Copy } from "@/ui/Copy";

import dock from "./CallDock.module.css";
import { holder } from "./filter";
import { LastNote, LeadCalls } from "./LeadCalls";
import styles from "./LeadPanel.module.css";
import { LocalTime } from "./LocalTime";
import type { Lead } from "./model";
import { leadQuery } from "./queries";
import { leadStatus } from "./status";
import { aboutLead, nameOfLead } from "./whom";
import { zonesOf } from "./zoned";

/** A lead and its history, beside the table. */
export function LeadPanel({ id, onClose, onDial }: { id: string; onClose: () => void; onDial: (lead: Lead) => void }) {
  const detail = useQuery(leadQuery(id));
  const heard = useLiveLeads().get(id);
  const panel = useRef<HTMLElement>(null);
  const me = useSession().user.id;
  const now = useNow(LEASE_LOOK_MS);
  const fetched = detail.data?.lead;
  const lead = heard && (!fetched || heard.revision >= fetched.revision) ? heard : fetched;
  const { refetch } = detail;
  const revision = heard?.revision;
  useEffect(() => {
    if (revision !== undefined) void refetch();
  }, [revision, refetch]);
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, []);
  const heldBy = lead ? holder(lead, me, now) : null;
  return (
    // Escape belongs to the panel as a whole; its controls are ordinary.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      ref={panel}
      className={dock.dock}
      aria-label={lead ? `Lead: ${nameOfLead(lead)}` : "Lead"}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <header className={dock.head}>
        <div className={dock.top}>
          <div className={dock.grow}>
            <h2 className={dock.name}>{lead ? nameOfLead(lead) : "Lead"}</h2>
            {lead && <p className={dock.about}>{aboutLead(lead)}</p>}
          </div>
          <IconButton label="Close" icon={<X />} onClick={onClose} />
        </div>
        {lead && (
          <>
            <p className={dock.facts}>
              <span className={styles.phone}>
                {lead.phone_display}
                <Copy text={lead.phone} label="Copy the number" />
              </span>
              <span>
                <LocalTime lead={lead} /> there
              </span>
              <StatusMark status={leadStatus(lead)} />
            </p>
            <Button look="primary" icon={<Phone />} disabled={heldBy !== null} onClick={() => onDial(lead)}>
              {heldBy ? `${heldBy} is calling` : lead.call_attempts > 0 ? "Redial" : "Dial"}
            </Button>
          </>
        )}
      </header>
      <div className={dock.body}>
        {detail.isError && <Broken error={detail.error} onRetry={() => void refetch()} />}
        {detail.isPending && <Skeleton rows={4} />}
        {lead?.callback_at && (
          <section className={styles.lastNote} aria-label="Call back">
            <h3>Call back</h3>
            <p>{bothClocks(lead.callback_at, zonesOf(lead)[0])}</p>
          </section>
        )}
        {lead?.notes && <LastNote note={lead.notes} />}
        {lead?.email && (
          <section className={styles.lastNote} aria-label="E-mail">
            <h3>E-mail</h3>
            <p>{lead.email}</p>
          </section>
        )}
        {lead && <LeadCalls id={id} />}
      </div>
    </aside>
  );
}

/** How soon a lead that somebody let go of may be called. */
const LEASE_LOOK_MS = 10_000;

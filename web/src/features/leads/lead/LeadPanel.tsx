import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Phone, X } from "lucide-react";
import { useEffect } from "react";
import { Link } from "react-router";

import { WhyNext } from "@/features/automation/WhyNext";
import { StatusMark } from "@/features/calls/StatusMark";
import { mayDial, type Call } from "@/features/dial/model";
import { leadQuery } from "@/features/dial/queries";
import { leadStatus } from "@/features/dial/status";
import { nameOfLead } from "@/features/dial/whom";
import { zonesOf } from "@/features/dial/zoned";
import { useSession } from "@/features/session/session";
import { bothClocks } from "@/format/time";
import { useLiveLeads } from "@/live/hooks";
import { Broken, Skeleton } from "@/ui/Blank";
import { useNow } from "@/ui/browser";
import { IconButton } from "@/ui/Button";
import { Copy } from "@/ui/Copy";
import { Panel } from "@/ui/Panel";

import { ConsentSection } from "../consent/ConsentSection";
import type { LeadConsent } from "../consent/model";
import { COMPANY, NAME, TITLE } from "../fields";
import type { Lead } from "../model";
import { Allowed } from "./Allowed";
import { EditableText } from "./EditableText";
import { Facts } from "./Facts";
import styles from "./LeadPanel.module.css";
import { LeadTimeline } from "./LeadTimeline";

interface LeadPanelProps {
  id: string;
  listName: (id: string) => string;
  onClose: () => void;
}

/** Everything about one lead: who it is, whether it may be called, and all that happened. */
export function LeadPanel({ id, listName, onClose }: LeadPanelProps) {
  const detail = useQuery(leadQuery(id));
  const heard = useLiveLeads().get(id);
  const fetched = detail.data?.lead;
  const lead: Lead | undefined = heard && (!fetched || heard.revision >= fetched.revision) ? heard : fetched;
  const { refetch } = detail;
  const revision = heard?.revision;
  const client = useQueryClient();
  useEffect(() => {
    if (revision === undefined) return;
    void refetch();
    void client.invalidateQueries({ queryKey: ["lead-timeline", id] });
    void client.invalidateQueries({ queryKey: ["lead-diallable", id] });
    void client.invalidateQueries({ queryKey: ["automation-why", id] });
  }, [client, id, revision, refetch]);
  return (
    <Panel
      label={lead ? `Lead: ${nameOfLead(lead)}` : "Lead"}
      onClose={onClose}
      head={lead ? <Head lead={lead} onClose={onClose} /> : <div className={styles.top}><span className={styles.grow} /><IconButton label="Close" icon={<X />} onClick={onClose} /></div>}
    >
      {detail.isError && !lead ? (
        <Broken error={detail.error} onRetry={() => void refetch()} />
      ) : lead ? (
        <Body lead={lead} calls={detail.data?.calls ?? []} log={detail.data?.consent_log ?? []} listName={listName} />
      ) : (
        <Skeleton rows={8} />
      )}
    </Panel>
  );
}

function Head({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const now = useNow(30_000);
  const dials = mayDial(useSession());
  const there = new Date(now).toISOString();
  return (
    <>
      <div className={styles.top}>
        <div className={styles.grow}>
          <h2 className={styles.name}>
            <EditableText lead={lead} field={NAME} empty={nameOfLead(lead)} />
          </h2>
          <p className={styles.about}>
            <EditableText lead={lead} field={TITLE} empty="Add a title" />
            <EditableText lead={lead} field={COMPANY} empty="Add a company" />
          </p>
        </div>
        {dials && (
          <Link className={styles.dial} to={`/dial?list=${encodeURIComponent(lead.list_id)}&lead=${encodeURIComponent(lead.id)}`}>
            <Phone aria-hidden="true" /> Dial
          </Link>
        )}
        <IconButton label="Close" icon={<X />} onClick={onClose} />
      </div>
      <div className={styles.facts}>
        <span className={styles.phone}>
          {lead.phone_display}
          <Copy text={lead.phone} label={`Copy ${lead.phone}`} />
        </span>
        <StatusMark status={leadStatus(lead)} />
        <span>{zonesOf(lead).length === 1 ? bothClocks(there, zonesOf(lead)[0]) : `${bothClocks(there, undefined)}; ${zonesOf(lead).length} zones are possible for them`}</span>
      </div>
    </>
  );
}

function Body({ lead, calls, log, listName }: { lead: Lead; calls: readonly Call[]; log: readonly LeadConsent[]; listName: (id: string) => string }) {
  return (
    <div className={styles.body}>
      <Allowed lead={lead} />
      <WhyNext lead={lead} />
      <ConsentSection lead={lead} log={log} />
      <Facts lead={lead} listName={listName} />
      <LeadTimeline id={lead.id} calls={calls} />
    </div>
  );
}


import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Link } from "react-router";

import { dispositionsQuery } from "@/features/dial/queries";
import { outcomeWord } from "@/features/dial/status";
import { zonesOf } from "@/features/dial/zoned";
import { bothClocks, dateTime } from "@/format/time";
import { Button } from "@/ui/Button";
import { Copy } from "@/ui/Copy";

import { customField, EMAIL, NOTES, numberField, TAGS, ZONE, type LeadField } from "../fields";
import type { Lead } from "../model";
import { Tags } from "../Tags";
import { EditableText } from "./EditableText";
import styles from "./LeadPanel.module.css";

/** What is known about a lead; whatever people may write can be written here. */
export function Facts({ lead, listName }: { lead: Lead; listName: (id: string) => string }) {
  const dispositions = useQuery(dispositionsQuery);
  const [adding, setAdding] = useState(false);
  const numbers = Math.max(1, lead.numbers.length) + (adding ? 1 : 0);
  const outcome = outcomeWord(lead, dispositions.data ?? []);
  return (
    <section className={styles.section} aria-label="Details">
      <dl className={styles.list}>
        {Array.from({ length: numbers }, (_, place) => (
          <Fact key={place} title={place === 0 ? "Phone" : `Phone ${place + 1}`}>
            <EditableText lead={lead} field={numberField(place)} empty="Add a number" />
            {lead.numbers[place] && (
              <>
                {lead.numbers[place].label && <span className={styles.quiet}>{lead.numbers[place].label}</span>}
                <Copy text={lead.numbers[place].phone} label={`Copy ${lead.numbers[place].phone}`} />
              </>
            )}
          </Fact>
        ))}
        <Written lead={lead} field={EMAIL} empty="Add an e-mail address" />
        <Written lead={lead} field={TAGS} empty="Add tags" show={<Tags tags={lead.tags} />} />
        <Written lead={lead} field={ZONE} empty={zonesOf(lead).length > 0 ? `From the number: ${zonesOf(lead).slice(0, 3).join(", ")}` : "Unknown"} />
        {Object.keys(lead.custom)
          .sort((a, b) => a.localeCompare(b))
          .map((name) => (
            <Written key={name} lead={lead} field={customField(name)} empty="Nothing" />
          ))}
        {outcome && <Fact title="Outcome">{outcome}</Fact>}
        {lead.callback_at && <Fact title="Call back">{bothClocks(lead.callback_at, zonesOf(lead)[0])}</Fact>}
        <Fact title="List">
          <Link to={`/leads?list=${encodeURIComponent(lead.list_id)}`}>{listName(lead.list_id) || "Its list"}</Link>
        </Fact>
        <Fact title="Came in">{dateTime(lead.created_at)}</Fact>
        <Written lead={lead} field={NOTES} empty="Add a note" />
      </dl>
      {!adding && lead.numbers.length < NUMBERS_MAX && (
        <Button look="bare" icon={<Plus />} className={styles.more} onClick={() => setAdding(true)}>
          Another number
        </Button>
      )}
    </section>
  );
}

function Written({ lead, field, empty, show }: { lead: Lead; field: LeadField; empty: string; show?: ReactNode }) {
  return (
    <Fact title={field.title}>
      <EditableText lead={lead} field={field} empty={empty} show={show} />
    </Fact>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** As many as an import can bring. */
const NUMBERS_MAX = 5;

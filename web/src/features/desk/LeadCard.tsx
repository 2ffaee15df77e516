import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type KeyboardEvent } from "react";

import { ask } from "@/api/ask";
import { sentenceFor } from "@/api/problem";
import { LeadCalls } from "@/features/dial/LeadCalls";
import { leadQuery } from "@/features/dial/queries";
import { useLiveLeads } from "@/live/hooks";
import { DASH } from "@/format/words";
import { Card } from "@/ui/Card";
import { Copy } from "@/ui/Copy";
import { Input } from "@/ui/Field";
import { complain } from "@/ui/toasts";

import styles from "./Desk.module.css";
import type { Lead } from "./model";
import { customOf } from "./script";

type Editable = "contact_name" | "company_name" | "title" | "email";

/** Who is on the line: what is known, to be put right on the spot, and every call before. */
export function LeadCard({ lead: known, phone }: { lead: Lead | null; phone: string }) {
  if (!known) {
    return (
      <Card title="Lead">
        <p className={styles.soft}>{phone} belongs to no lead of this workspace.</p>
      </Card>
    );
  }
  return <Known known={known} />;
}

function Known({ known }: { known: Lead }) {
  const detail = useQuery(leadQuery(known.id));
  const heard = useLiveLeads().get(known.id);
  const lead = [known, detail.data?.lead, heard].reduce<Lead>((newest, one) => (one && one.revision >= newest.revision ? one : newest), known);
  return (
    <>
      <Card title="Lead">
        <dl className={styles.fields}>
          {FIELDS.map(({ field, label }) => (
            <EditableRow key={field} lead={lead} field={field} label={label} />
          ))}
          <div>
            <dt>Phone</dt>
            <dd className={styles.phoneRow}>
              {lead.phone_display}
              <Copy text={lead.phone} label="Copy the number" />
            </dd>
          </div>
          {Object.entries(customOf(lead)).map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title="History">
        <LeadCalls id={lead.id} />
      </Card>
    </>
  );
}

function EditableRow({ lead, field, label }: { lead: Lead; field: Editable; label: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (value: string) => ask<Lead>("patch", `/api/v1/leads/${encodeURIComponent(lead.id)}`, { body: { [field]: value || null }, headers: { "If-Match": `"${lead.revision}"` } }),
    onSuccess: () => {
      setDraft(null);
      return client.invalidateQueries({ queryKey: ["lead", lead.id] });
    },
    onError: (error) => complain(`${label} was not changed`, sentenceFor(error)),
  });
  const value = lead[field] ?? "";
  const keep = () => {
    if (draft === null || save.isPending) return;
    if (draft.trim() === value) setDraft(null);
    else save.mutate(draft.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") keep();
    if (event.key === "Escape") setDraft(null);
  };
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {draft === null ? (
          <button type="button" className={styles.editable} aria-label={`Change ${label.toLowerCase()}: ${value || "empty"}`} onClick={() => setDraft(value)}>
            {value || DASH}
          </button>
        ) : (
          // The field was opened to be written in.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          <Input autoFocus aria-label={label} value={draft} maxLength={200} onChange={(event) => setDraft(event.target.value)} onBlur={keep} onKeyDown={onKeyDown} />
        )}
      </dd>
    </div>
  );
}

const FIELDS: readonly { field: Editable; label: string }[] = [
  { field: "contact_name", label: "Name" },
  { field: "company_name", label: "Company" },
  { field: "title", label: "Title" },
  { field: "email", label: "E-mail" },
];

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";

import { sentenceFor } from "@/api/problem";
import { readLeads } from "@/features/dial/requests";
import { nameOfLead } from "@/features/dial/whom";
import { useSettled } from "@/ui/browser";
import { Card, Notice } from "@/ui/Card";
import { Segments } from "@/ui/Segments";
import { Select } from "@/ui/Select";

import styles from "./Mail.module.css";
import { previewQuery } from "./queries";

/** How a mail reads for a lead, a moment after the last change; its HTML in a frame that can do nothing. */
export function Preview({ kind, subject, text, html }: { kind: string; subject: string; text: string; html: string }) {
  const [leadId, setLeadId] = useState("");
  const [look, setLook] = useState<"html" | "text">("html");
  const leads = useQuery({ queryKey: ["preview-leads"], queryFn: ({ signal }) => readLeads({ limit: 20 }, signal) }).data?.items ?? [];
  const written = useSettled(JSON.stringify({ subject, text, html }), 400);
  const preview = useQuery(previewQuery(kind, { ...(JSON.parse(written) as { subject: string; text: string; html: string }), ...(leadId ? { lead_id: leadId } : {}) }));
  const shown = preview.data;
  const isHtml = look === "html" && html.trim() !== "";
  return (
    <Card title="As they read it" className={styles.preview}>
      <div className={styles.form} aria-busy={preview.isFetching || undefined}>
        <div className={styles.choices}>
          <Select label="With the values of" value={leadId} choices={[{ value: "", label: "Made-up values" }, ...leads.map((lead) => ({ value: lead.id, label: nameOfLead(lead) }))]} onChange={setLeadId} />
          {html.trim() !== "" && <Segments label="As" value={look} choices={LOOKS} onChange={setLook} />}
        </div>
        {preview.isError ? (
          <p className={styles.bad}>{sentenceFor(preview.error)}</p>
        ) : shown ? (
          <>
            {shown.problems.map(({ part, message }) => (
              <Notice key={`${part} ${message}`} tone="warn" icon={<TriangleAlert aria-hidden="true" />}>
                {message}
              </Notice>
            ))}
            <p className={styles.subject}>{shown.subject || "No subject"}</p>
            {isHtml && shown.page ? (
              // No scripts, no forms, no way to the page around it; a page of its own, so that its styles are its own too.
              <iframe key={shown.page} className={styles.frame} title="The mail as HTML" sandbox="" src={shown.page} />
            ) : (
              <pre className={styles.plain}>{shown.text}</pre>
            )}
          </>
        ) : (
          <p className={styles.soft}>Loading</p>
        )}
      </div>
    </Card>
  );
}

const LOOKS = [
  { value: "html", label: "HTML" },
  { value: "text", label: "Text" },
] as const;

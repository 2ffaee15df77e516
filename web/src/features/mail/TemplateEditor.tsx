import { RotateCcw, Send } from "lucide-react";
import { useState } from "react";

import { ApiProblem, sentenceFor } from "@/api/problem";
import { Whole } from "@/features/campaigns/editor/Whole";
import { useMay, useSession } from "@/features/session/session";
import { dateTime } from "@/format/time";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { FormDialog } from "@/ui/FormDialog";
import { LeaveGuard } from "@/ui/LeaveGuard";
import { MergeText } from "@/ui/MergeText";
import { Switch } from "@/ui/Tick";

import styles from "./Mail.module.css";
import type { MailTemplate, TemplateInput } from "./model";
import { Preview } from "./Preview";
import { useRestoreTemplate, useSaveTemplate, useSendTest } from "./queries";
import { kindWords } from "./words";

/** One mail: when it is sent, what it says, and how that reads for a lead. */
export function TemplateEditor({ template }: { template: MailTemplate }) {
  const locked = !useMay("mail.write");
  const { kind, variables } = template;
  const kept: TemplateInput = { subject: template.subject, text: template.text, html: template.html, rule: template.rule };
  const [changes, setChanges] = useState<Partial<TemplateInput>>({});
  const [asking, setAsking] = useState<"restore" | "test" | null>(null);
  const values = { ...kept, ...changes };
  const isChanged = JSON.stringify(values) !== JSON.stringify(kept);
  const save = useSaveTemplate(kind);
  const set = (part: Partial<TemplateInput>) => setChanges((before) => ({ ...before, ...part }));
  const wrong = (field: string) => (save.error instanceof ApiProblem ? save.error.field(field) : undefined);
  const { title, about, after } = kindWords(kind);
  return (
    <div className={styles.editor}>
      <LeaveGuard isOn={isChanged} what={title} />
      <form
        className={styles.form}
        aria-label={title}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged && !save.isPending) save.mutate(values, { onSuccess: () => setChanges({}) });
        }}
      >
        <Card
          title={title}
          actions={
            !locked && (
              <>
                <Button look="bare" icon={<Send />} disabled={isChanged} title={isChanged ? "Save first" : undefined} onClick={() => setAsking("test")}>
                  Send a test
                </Button>
                {!template.is_default && (
                  <Button look="bare" icon={<RotateCcw />} onClick={() => setAsking("restore")}>
                    Restore the default
                  </Button>
                )}
              </>
            )
          }
        >
          <div className={styles.form}>
            <p className={styles.soft}>
              {about} {template.changed_at ? `Changed ${dateTime(template.changed_at)}.` : ""}
            </p>
            <Switch checked={values.rule.on} disabled={locked} hint="Once for each lead and occasion; never to an address that gets no mail." onChange={(on) => set({ rule: { ...values.rule, on } })}>
              Send it by itself
            </Switch>
            {values.rule.on && (
              <div className={styles.short}>
                <Whole label={`Minutes ${after}`} disabled={locked} value={values.rule.after_minutes} min={0} max={43_200} error={wrong("rule.after_minutes")} onChange={(after_minutes) => set({ rule: { ...values.rule, after_minutes } })} />
              </div>
            )}
            <MergeText label="Subject" rows={1} disabled={locked} maxLength={200} fields={variables} value={values.subject} error={wrong("subject")} onChange={(subject) => set({ subject })} />
            <MergeText label="Text" hint="For those whose mail shows no pictures or layout." rows={8} disabled={locked} maxLength={50_000} fields={variables} value={values.text} error={wrong("text")} onChange={(text) => set({ text })} />
            <MergeText label="HTML" optional hint="Empty: the text alone is sent." rows={8} isCode disabled={locked} maxLength={50_000} fields={variables} value={values.html} error={wrong("html")} onChange={(html) => set({ html })} />
          </div>
        </Card>
        {(isChanged || save.isError) && (
          <div className={styles.save}>
            {save.isError && <p role="alert">{sentenceFor(save.error)}</p>}
            <span>Unsaved changes</span>
            <Button
              onClick={() => {
                setChanges({});
                save.reset();
              }}
            >
              Discard
            </Button>
            <Button type="submit" look="primary" busy={save.isPending}>
              Save
            </Button>
          </div>
        )}
      </form>
      <Preview kind={kind} subject={values.subject} text={values.text} html={values.html} />
      {asking === "test" && <TestDialog kind={kind} title={title} onClose={() => setAsking(null)} />}
      {asking === "restore" && (
        <RestoreDialog
          kind={kind}
          title={title}
          onClose={(isDone) => {
            if (isDone) setChanges({});
            setAsking(null);
          }}
        />
      )}
    </div>
  );
}

function TestDialog({ kind, title, onClose }: { kind: string; title: string; onClose: () => void }) {
  const [to, setTo] = useState(useSession().user.email);
  const send = useSendTest(kind);
  return (
    <FormDialog title={`Send a test: ${title}`} description="As it was saved last, with made-up values. It counts for no lead." submit="Send" busy={send.isPending} error={send.error} onClose={onClose} onSubmit={() => send.mutate(to.trim(), { onSuccess: onClose })}>
      <TextField label="To" type="email" required value={to} onChange={(event) => setTo(event.target.value)} />
    </FormDialog>
  );
}

function RestoreDialog({ kind, title, onClose }: { kind: string; title: string; onClose: (isDone: boolean) => void }) {
  const restore = useRestoreTemplate(kind);
  return <FormDialog danger title={`Restore the default: ${title}`} description="Your subject, text and HTML are replaced. Copy what you want to keep first." submit="Restore" busy={restore.isPending} error={restore.error} onClose={() => onClose(false)} onSubmit={() => restore.mutate(undefined, { onSuccess: () => onClose(true) })} />;
}

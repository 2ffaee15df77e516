import { useQuery } from "@tanstack/react-query";

import { merged, MERGE_FIELDS } from "@/features/desk/script";
import { dispositionsQuery } from "@/features/dial/queries";
import { Button, IconButton } from "@/ui/Button";
import { Field, Input, TextArea } from "@/ui/Field";
import { Kbd } from "@/ui/Card";
import { Switch } from "@/ui/Tick";
import { Trash2 } from "lucide-react";

import { Select } from "@/ui/Select";

import type { CampaignDisposition } from "../model";
import styles from "./Editor.module.css";
import type { PartProps } from "./Editor";
import { Part } from "./Part";
import { MaybeWhole } from "./Whole";

/** What agents read, and what they say came of a talk. */
export function AgentsCard({ settings, set, errorOf }: PartProps) {
  const workspace = useQuery(dispositionsQuery);
  const missing = merged(settings.script, null, "Agent").filter((piece) => piece.kind === "missing" && !MERGE_FIELDS.some((field) => piece.text === `{${field}}`));
  return (
    <Part title="Agents">
      <Field
        label="Script"
        optional
        error={errorOf("script")}
        hint={
          <>
            Merge fields: {MERGE_FIELDS.map((field) => `{${field}}`).join(" ")} and the name of any further column of your list.
            {missing.length > 0 && ` Taken for columns: ${missing.map((piece) => piece.text).join(" ")}`}
          </>
        }
      >
        {(control) => <TextArea {...control} rows={6} value={settings.script} placeholder="Hi {first_name}, this is {agent}. Am I speaking with {company}?" onChange={(event) => set({ script: event.target.value })} />}
      </Field>
      <div className={styles.pair}>
        <MaybeWhole label="Wrap-up (seconds)" hint="After that the next call may come. Empty: as long as it takes." value={settings.wrap_up_s} min={5} max={3_600} error={errorOf("wrap_up_s")} onChange={(wrap_up_s) => set({ wrap_up_s })} />
      </div>
      <Switch checked={settings.disposition_required} onChange={(disposition_required) => set({ disposition_required })} hint="An agent says what came of a talk before the next one. Then wrap-up does not end by itself.">
        Outcome is mandatory
      </Switch>
      <Switch checked={settings.record} onChange={(record) => set({ record })} hint="Tell people that they are recorded where the law wants it.">
        Record the talks
      </Switch>
      <Switch checked={settings.dispositions !== null} onChange={(on) => set({ dispositions: on ? (workspace.data ?? []) : null })} hint={settings.dispositions === null ? "Agents choose among the outcomes of the workspace." : undefined}>
        Own outcomes for this campaign
      </Switch>
      {settings.dispositions && <Outcomes items={settings.dispositions} onChange={(dispositions) => set({ dispositions })} error={errorOf("dispositions")} />}
    </Part>
  );
}

function Outcomes({ items, error, onChange }: { items: readonly CampaignDisposition[]; error?: string; onChange: (items: CampaignDisposition[]) => void }) {
  const put = (place: number, part: Partial<CampaignDisposition>) => onChange(items.map((one, n) => (n === place ? { ...one, ...part } : one)));
  const add = () => onChange([...items, { code: freeCode(items), label: "", ...MEANINGS.nothing.is }]);
  return (
    <div className={styles.group}>
      <ol className={styles.outcomes} aria-label="Outcomes">
        {items.map((one, n) => {
          const meaning = meaningOf(one);
          const name = one.label || `outcome ${n + 1}`;
          return (
            <li key={one.code}>
              {n < 9 ? <Kbd>{n + 1}</Kbd> : <span />}
              <Input aria-label={`Outcome ${n + 1}`} value={one.label} maxLength={60} onChange={(event) => put(n, { label: event.target.value })} />
              <Select label={`What ${name} means`} value={meaning} choices={MEANING_CHOICES} onChange={(next) => put(n, MEANINGS[next].is)} />
              <IconButton label={`Remove ${name}`} icon={<Trash2 />} onClick={() => onChange(items.filter((other) => other !== one))} />
              <p className={styles.hint}>{MEANINGS[meaning].about}</p>
            </li>
          );
        })}
      </ol>
      {error && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
      <div>
        <Button onClick={add}>Add an outcome</Button>
      </div>
      <p className={styles.hint}>The first nine are chosen by the digits 1 to 9.</p>
    </div>
  );
}

function freeCode(items: readonly CampaignDisposition[]): string {
  let n = items.length + 1;
  while (items.some((one) => one.code === `outcome_${n}`)) n += 1;
  return `outcome_${n}`;
}

const none = { final: false, callback: false, do_not_call: false, retry: false };

type Meaning = "nothing" | "final" | "callback" | "retry" | "do_not_call";

/** What may follow an outcome. */
const MEANINGS: Record<Meaning, { label: string; about: string; is: Omit<CampaignDisposition, "code" | "label"> }> = {
  nothing: { label: "Nothing more", about: "It is noted; the lead stays open and this campaign is done with it.", is: none },
  final: { label: "Done with", about: "The lead is closed and called by no campaign any more.", is: { ...none, final: true } },
  callback: { label: "Call back", about: "The agent agrees on a time; then it is called before all others.", is: { ...none, callback: true } },
  retry: { label: "Try again", about: "It is called again by the rule “The agent’s outcome asks for it”.", is: { ...none, retry: true } },
  do_not_call: { label: "Never again", about: "The number goes on the do-not-call list and the lead is closed.", is: { ...none, final: true, do_not_call: true } },
};
const MEANING_CHOICES = (Object.keys(MEANINGS) as Meaning[]).map((value) => ({ value, label: MEANINGS[value].label }));

/** The strongest of what an outcome means. */
function meaningOf({ do_not_call, final, callback, retry }: CampaignDisposition): Meaning {
  return do_not_call ? "do_not_call" : final ? "final" : callback ? "callback" : retry ? "retry" : "nothing";
}

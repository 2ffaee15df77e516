import { useQuery } from "@tanstack/react-query";

import { merged, MERGE_FIELDS } from "@/features/desk/script";
import { dispositionsQuery } from "@/features/dial/queries";
import { OutcomeList } from "@/features/outcomes/OutcomeList";
import { Field, TextArea } from "@/ui/Field";
import { Switch } from "@/ui/Tick";

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
      {settings.dispositions && <OutcomeList items={settings.dispositions} onChange={(dispositions) => set({ dispositions })} error={errorOf("dispositions")} />}
    </Part>
  );
}

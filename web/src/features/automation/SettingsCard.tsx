import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";

import { sentenceFor } from "@/api/problem";
import { officeHours, ScheduleFields } from "@/features/campaigns/editor/ScheduleFields";
import { Whole } from "@/features/campaigns/editor/Whole";
import { listsQuery } from "@/features/dial/queries";
import { ConsentSwitch } from "@/features/leads/consent/ConsentSwitch";
import { useMay } from "@/features/session/session";
import { carriersQuery } from "@/features/settings/carriers/queries";
import { CurrencyField } from "@/features/settings/CurrencyField";
import { micros } from "@/features/settings/minutes";
import { NumberField } from "@/features/settings/NumberField";
import { voiceAgentsQuery } from "@/features/voice/queries";
import { count } from "@/format/amounts";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Field } from "@/ui/Field";
import { LeaveGuard } from "@/ui/LeaveGuard";
import { Select } from "@/ui/Select";
import { Switch, Tick } from "@/ui/Tick";
import { tell } from "@/ui/toasts";

import styles from "./Automation.module.css";
import { objectionTo, settingsOf, type Automation, type AutomationSettings } from "./model";
import { useSaveAutomation } from "./queries";
import { LimitFields } from "./LimitFields";
import { WhenFields } from "./WhenFields";

/** Who calls whom, how often and for how much: changed here, in force once it is saved. */
export function SettingsCard({ automation }: { automation: Automation }) {
  const locked = !useMay("automation.write");
  const [changes, setChanges] = useState<Partial<AutomationSettings>>({});
  const save = useSaveAutomation();
  // Whether it is on is changed by its own button, at once.
  const kept = settingsOf(automation);
  const values = { ...kept, ...changes };
  const isChanged = (Object.keys(changes) as (keyof AutomationSettings)[]).some((key) => JSON.stringify(changes[key]) !== JSON.stringify(kept[key]));
  const set = (part: Partial<AutomationSettings>) => setChanges((before) => ({ ...before, ...part }));
  const wrong = (field: string) => objectionTo(field, save.error);
  const submit = () =>
    save.mutate(
      { revision: automation.revision, settings: values },
      {
        onSuccess: () => {
          setChanges({});
          tell({ title: "Automation settings saved", detail: "The next run follows them." });
        },
      },
    );
  return (
    <Card title="Settings">
      <LeaveGuard isOn={isChanged} what="the automation" />
      <form
        className={styles.form}
        aria-label="Automation settings"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged && !save.isPending) submit();
        }}
      >
        <WhoFields values={values} set={set} locked={locked} wrong={wrong} />
        <ConsentSwitch
          scope="ai_voice"
          checked={values.consent_needed}
          disabled={locked}
          // It is counted for what was saved last.
          leftOut={!kept.consent_needed || JSON.stringify(kept.list_ids) !== JSON.stringify(values.list_ids) ? null : automation.without_consent}
          listIds={values.list_ids}
          error={wrong("consent_needed")}
          onChange={(consent_needed) => set({ consent_needed })}
        />
        <WhenFields values={values} set={set} locked={locked} wrong={wrong} />
        <div className={styles.pair}>
          <Whole label="Leads at once" hint="As far as slots are free." disabled={locked} value={values.batch} min={1} max={1_000} error={wrong("batch")} onChange={(batch) => set({ batch })} />
          <Whole label="Calls to a lead, at most" disabled={locked} value={values.max_attempts} min={1} max={100} error={wrong("max_attempts")} onChange={(max_attempts) => set({ max_attempts })} />
          <Whole label="Minutes between two calls" hint="To the same lead." disabled={locked} value={values.retry_minutes} min={0} max={132_480} error={wrong("retry_minutes")} onChange={(retry_minutes) => set({ retry_minutes })} />
          <NumberField<number | null>
            label="Budget a day"
            hint="For a day in UTC. Empty: none."
            optional
            disabled={locked}
            value={values.budget_micros_per_day}
            expected="Write an amount such as 12.50, or nothing."
            show={(value) => (value === null ? "" : String(value / 1_000_000))}
            read={(text) => (text.trim() === "" ? null : (micros(text) ?? undefined))}
            onChange={(budget_micros_per_day) => set({ budget_micros_per_day })}
            error={wrong("budget_micros_per_day")}
          />
          <CurrencyField
            label="Currency of the budget"
            hint="What is paid in another is not counted against it, and the page says so."
            disabled={locked || values.budget_micros_per_day === null}
            value={values.budget_currency}
            onChange={(budget_currency) => set({ budget_currency })}
            error={wrong("budget_currency")}
          />
        </div>
        <Switch checked={values.schedule !== null} disabled={locked} onChange={(on) => set({ schedule: on ? officeHours() : null })} hint="Besides the hours of those who are called, which always hold.">
          Only at set hours
        </Switch>
        {values.schedule && <ScheduleFields schedule={values.schedule} disabled={locked} error={wrong("schedule")} onChange={(schedule) => set({ schedule })} />}
        <LimitFields values={values} set={set} locked={locked} wrong={wrong} />
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
    </Card>
  );
}

export interface PartProps {
  values: AutomationSettings;
  set: (part: Partial<AutomationSettings>) => void;
  locked: boolean;
  wrong: (field: string) => string | undefined;
}

/** Who calls, through what, and from which lists. */
function WhoFields({ values, set, locked, wrong }: PartProps) {
  const agents = useQuery(voiceAgentsQuery);
  const mayReadCarriers = useMay("carriers.read");
  const accounts = useQuery({ ...carriersQuery, enabled: mayReadCarriers }).data?.items ?? [];
  const lists = useQuery(listsQuery);
  const open = (lists.data?.items ?? []).filter((list) => !list.archived || values.list_ids.includes(list.id));
  const agentChoices = [...(values.voice_agent_id === null ? [{ value: "", label: "Choose an agent" }] : []), ...(agents.data ?? []).map(({ id, name, published_version }) => ({ value: id, label: published_version === null ? `${name} (not published)` : name }))];
  return (
    <>
      <Field label="Voice agent" error={wrong("voice_agent_id")} hint={agents.data?.length === 0 ? <Link to="/voice-agents/new">Write the first one</Link> : "Who talks. Calls use what was published last."}>
        {(control) => <Select id={control.id} disabled={locked} value={values.voice_agent_id ?? ""} choices={agentChoices} onChange={(id) => set({ voice_agent_id: id || null })} />}
      </Field>
      {accounts.length > 0 && (
        <Field label="Account" error={wrong("account_id")} hint="Whose voice agents call. By itself: the workspace’s, or the first that hosts some.">
          {(control) => (
            <Select
              id={control.id}
              disabled={locked}
              value={values.account_id ?? ""}
              choices={[{ value: "", label: "By itself" }, ...accounts.map(({ id, name }) => ({ value: id, label: name }))]}
              onChange={(id) => set({ account_id: id || null })}
            />
          )}
        </Field>
      )}
      <fieldset className={styles.group} disabled={locked}>
        <legend>Lists</legend>
        {lists.isError && !lists.data ? (
          <p className={styles.error}>{sentenceFor(lists.error)}</p>
        ) : open.length === 0 && lists.data ? (
          <p className={styles.hint}>
            There are no lists yet. <Link to="/leads">Import leads</Link> first.
          </p>
        ) : (
          <div className={styles.lists}>
            {open.map((list) => (
              <Tick
                key={list.id}
                disabled={locked}
                checked={values.list_ids.includes(list.id)}
                hint={`${count(list.counts.open)} open of ${count(list.counts.leads)}`}
                onChange={(on) => set({ list_ids: on ? [...values.list_ids, list.id] : values.list_ids.filter((id) => id !== list.id) })}
              >
                {list.name}
              </Tick>
            ))}
          </div>
        )}
        {wrong("list_ids") && <p className={styles.error}>{wrong("list_ids")}</p>}
      </fieldset>
    </>
  );
}

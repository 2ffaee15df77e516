import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { listsQuery } from "@/features/dial/queries";
import { STATUS_CHOICES } from "@/features/dial/status";
import { CountryPicker } from "@/features/settings/CountryPicker";
import { count } from "@/format/amounts";
import { Broken, Skeleton } from "@/ui/Blank";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { Tick } from "@/ui/Tick";

import type { LeadList } from "@/features/dial/model";
import { ConsentSwitch } from "@/features/leads/consent/ConsentSwitch";

import type { LeadOrder } from "../model";
import { ORDERS } from "../words";
import { needsConsent, scopeOf } from "./consent";
import styles from "./Editor.module.css";
import type { PartProps } from "./Editor";
import { Part } from "./Part";
import { TagPicker } from "./TagPicker";
import { useLeadCount, type LeadCount } from "./useLeadCount";
import { MaybeWhole } from "./Whole";

/** Which leads are called, and in which order. */
export function LeadsCard({ draft, settings, found, change, set, errorOf }: PartProps) {
  const lists = useQuery(listsQuery);
  const leftOut = useLeadCount(draft, "left_out");
  const { selection } = settings;
  const select = (part: Partial<typeof selection>) => set({ selection: { ...selection, ...part } });
  const turn = <Value,>(among: readonly Value[], value: Value, on: boolean) => (on ? [...among, value] : among.filter((one) => one !== value));
  const open = (lists.data?.items ?? []).filter((list) => !list.archived || draft.list_ids.includes(list.id));
  return (
    <Part title="Leads" about="Lists are worked through in the order in which you choose them.">
      <fieldset className={styles.group}>
        <legend className={styles.label}>Lists</legend>
        {lists.isError && !lists.data ? (
          <Broken error={lists.error} onRetry={() => void lists.refetch()} />
        ) : lists.isPending ? (
          <Skeleton rows={2} />
        ) : open.length === 0 ? (
          <p className={styles.soft}>
            There are no lists yet. <Link to="/leads">Import leads</Link> first.
          </p>
        ) : (
          <div className={styles.lists}>
            {open.map((list) => {
              const place = draft.list_ids.indexOf(list.id);
              return (
                <Tick key={list.id} checked={place >= 0} onChange={(on) => change({ list_ids: turn(draft.list_ids, list.id, on) })} hint={hintOf(list, place >= 0 ? found : null)}>
                  {list.name}
                  {place >= 0 && draft.list_ids.length > 1 && <span className={styles.soft}> (number {place + 1})</span>}
                </Tick>
              );
            })}
          </div>
        )}
        {errorOf("list_ids") && <p className={styles.error}>{errorOf("list_ids")}</p>}
      </fieldset>
      <fieldset className={styles.group}>
        <legend className={styles.label}>Only leads that are</legend>
        <div className={styles.row}>
          {STATUS_CHOICES.filter(({ value }) => ["new", "called", "callback"].includes(value)).map(({ value, label }) => (
            <Tick key={value} checked={selection.statuses.includes(value)} onChange={(on) => select({ statuses: turn(selection.statuses, value, on) })}>
              {label}
              {!found.isUnknown && draft.list_ids.length > 0 && <span className={styles.soft}> {upTo(found, found.byStatus.get(value) ?? 0)}</span>}
            </Tick>
          ))}
        </div>
        <p className={styles.hint}>Nothing ticked: all of these. Closed leads are never called.</p>
      </fieldset>
      <div className={styles.pair}>
        <div className={styles.group}>
          <p className={styles.label}>Only these countries</p>
          <CountryPicker regions={selection.regions} disabled={false} onChange={(regions) => select({ regions })} />
          <p className={styles.hint}>Empty: every country that the workspace may call.</p>
        </div>
        <TagPicker tags={selection.tags} error={errorOf("selection.tags")} onChange={(tags) => select({ tags })} />
        <MaybeWhole label="Most calls before" hint="Leads that had more calls than this are left out." value={selection.attempts_max} min={0} max={1_000} error={errorOf("selection.attempts_max")} onChange={(attempts_max) => select({ attempts_max })} />
      </div>
      <ConsentSwitch
        scope={scopeOf(settings)}
        checked={needsConsent(settings)}
        leftOut={draft.list_ids.length === 0 || leftOut.isPending || leftOut.isUnknown || leftOut.isAtMost ? null : leftOut.leads}
        isAtLeast={leftOut.isAtLeast}
        listIds={draft.list_ids}
        error={errorOf("consent_needed")}
        onChange={(consent_needed) => set({ consent_needed })}
      />
      <Field label="Order" hint="Callbacks that are due, and leads whose time to be called again has come, go before.">
        {(control) => <Select id={control.id} value={settings.order} choices={Object.entries(ORDERS).map(([value, label]) => ({ value: value as LeadOrder, label }))} onChange={(order) => set({ order })} />}
      </Field>
    </Part>
  );
}

/** How much of a list there is to call; of a chosen one, how much passes the filters. */
function hintOf({ id, counts }: LeadList, found: LeadCount | null): string {
  if (!found || found.isUnknown) return `${count(counts.open)} open of ${count(counts.leads)}`;
  const passes = Math.min(found.byList.get(id) ?? 0, counts.leads);
  const words = upTo(found, passes);
  return found.isPending ? `Counting, of ${count(counts.leads)}` : `${words.charAt(0).toUpperCase()}${words.slice(1)} of ${count(counts.leads)} would be called`;
}

/** A part of what was found, as sure as the whole is. */
function upTo({ isAtLeast, isAtMost }: LeadCount, leads: number): string {
  if (!isAtMost || leads === 0) return count(leads);
  return isAtLeast ? "many" : `at most ${count(leads)}`;
}

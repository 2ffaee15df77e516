import { useId } from "react";

import type { Settings } from "@/api/model";
import { useMay } from "@/features/session/session";
import { minuteOfDay } from "@/format/time";
import { RadioChoice, Radios } from "@/ui/Radio";

import { CountryPicker } from "./CountryPicker";
import { CurrencyField } from "./CurrencyField";
import { micros, minuteOf, wholeNumber } from "./minutes";
import { NumberField } from "./NumberField";
import { Group, SectionHead } from "./Section";
import styles from "./Section.module.css";
import { SettingsFrame } from "./SettingsFrame";
import { useSettingsForm, type SettingsForm } from "./useSettings";

export default function RulesSection() {
  const form = useSettingsForm();
  const locked = !useMay("settings.write");
  return (
    <>
      <SectionHead title="Calling rules">
        Every call is held against these at the instant of dialling. A call asked for outside its window is scheduled for the opening.
      </SectionHead>
      <SettingsFrame form={form}>
        {(values) => (
          <>
            <WindowGroup form={form} values={values} locked={locked} />
            <CountriesGroup form={form} values={values} locked={locked} />
            <CapsGroup form={form} values={values} locked={locked} />
          </>
        )}
      </SettingsFrame>
    </>
  );
}

interface GroupProps {
  form: SettingsForm;
  values: Settings;
  locked: boolean;
}

function WindowGroup({ form, values, locked }: GroupProps) {
  const window = values.calling_window;
  const edge = (label: string, key: "start_minute" | "end_minute") => (
    <NumberField
      label={label}
      disabled={locked}
      value={window[key]}
      show={minuteOfDay}
      read={(text) => minuteOf(text) ?? undefined}
      onChange={(minute) => form.set({ calling_window: { ...window, [key]: minute } })}
      error={form.wrong(`calling_window.${key}`)}
    />
  );
  return (
    <Group title="Calling window, by the clock of the person who is called">
      <div className={styles.pair}>
        {edge("From", "start_minute")}
        {edge("Until", "end_minute")}
      </div>
      <p className={styles.hint}>
        Where a number may be in several time zones, the window must be open in all of them. 00:00 to 24:00 means at any hour.
        {form.wrong("calling_window") && <strong> {form.wrong("calling_window")}</strong>}
      </p>
    </Group>
  );
}

function CountriesGroup({ form, values, locked }: GroupProps) {
  const labelId = useId();
  const { countries } = values;
  const choose = (allow: string) => {
    if (allow === "only") form.set({ countries: { allow: "only", regions: [values.default_region] } });
    else form.set({ countries: { allow: allow === "all" ? "all" : "caller_id_region" } });
  };
  return (
    <Group>
      <h3 id={labelId}>Countries that may be called</h3>
      <Radios labelledBy={labelId} value={countries.allow} onChange={choose} disabled={locked}>
        <RadioChoice value="caller_id_region" hint="The usual and safest choice.">
          The country of the caller ID
        </RadioChoice>
        <RadioChoice value="only">These countries</RadioChoice>
        {countries.allow === "only" && (
          <CountryPicker regions={countries.regions} disabled={locked} onChange={(regions) => form.set({ countries: { allow: "only", regions } })} />
        )}
        <RadioChoice value="all" hint="Premium-rate numbers stay refused. Some destinations are expensive; set a daily limit.">
          Every country
        </RadioChoice>
      </Radios>
    </Group>
  );
}

function CapsGroup({ form, values, locked }: GroupProps) {
  return (
    <Group title="Limits">
      <div className={styles.pair}>
        <NumberField
          label="Minutes between two calls to one number"
          hint="0 means no gap."
          disabled={locked}
          value={values.min_gap_minutes}
          show={String}
          read={(text) => wholeNumber(text) ?? undefined}
          onChange={(min_gap_minutes) => form.set({ min_gap_minutes })}
          error={form.wrong("min_gap_minutes")}
        />
        <NumberField
          label="Live calls at once"
          disabled={locked}
          value={values.max_live_calls}
          show={String}
          read={(text) => wholeNumber(text) ?? undefined}
          onChange={(max_live_calls) => form.set({ max_live_calls })}
          error={form.wrong("max_live_calls")}
        />
        <NumberField<number | null>
          label="Calls in 24 hours"
          hint="Empty means no limit."
          optional
          disabled={locked}
          value={values.daily_call_cap ?? null}
          show={(value) => (value === null ? "" : String(value))}
          read={(text) => (text.trim() === "" ? null : (wholeNumber(text) ?? undefined))}
          onChange={(daily_call_cap) => form.set({ daily_call_cap })}
          error={form.wrong("daily_call_cap")}
        />
        <NumberField<number | null>
          label="Spend in 24 hours"
          hint="Empty means no limit."
          optional
          disabled={locked}
          value={values.daily_spend_cap_micros ?? null}
          show={(value) => (value === null ? "" : String(value / 1_000_000))}
          read={(text) => (text.trim() === "" ? null : (micros(text) ?? undefined))}
          onChange={(daily_spend_cap_micros) => form.set({ daily_spend_cap_micros })}
          error={form.wrong("daily_spend_cap_micros")}
        />
        <CurrencyField
          label="Currency of that spend"
          hint="What is paid in another is not counted; if all is, nobody is called."
          disabled={locked || (values.daily_spend_cap_micros ?? null) === null}
          value={values.daily_spend_cap_currency}
          onChange={(daily_spend_cap_currency) => form.set({ daily_spend_cap_currency })}
          error={form.wrong("daily_spend_cap_currency")}
        />
      </div>
    </Group>
  );
}

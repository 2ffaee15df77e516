import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Info } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";

import { ApiProblem, sentenceFor } from "@/api/problem";
import { ScheduleFields } from "@/features/campaigns/editor/ScheduleFields";
import { MaybeWhole, Whole } from "@/features/campaigns/editor/Whole";
import { useMay } from "@/features/session/session";
import { Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { tell } from "@/ui/toasts";

import { Group, SectionHead } from "../Section";
import styles from "../Section.module.css";
import type { Calendar, CalendarSettings } from "./model";
import { changeCalendar, readCalendar } from "./requests";

const calendarQuery = queryOptions({ queryKey: ["calendar"], queryFn: ({ signal }) => readCalendar(signal) });

/** When appointments may be made in the built-in calendar. */
export default function CalendarSection() {
  const calendar = useQuery(calendarQuery);
  return (
    <>
      <SectionHead title="Calendar">When appointments may be made, of what length and where.</SectionHead>
      {calendar.data?.calendar === "calcom" && (
        <div className={styles.notice}>
          <Notice icon={<Info aria-hidden="true" />}>
            Free times come from <Link to="/settings/integrations">Cal.com</Link> at present: of what stands here, only the name and the place are used.
          </Notice>
        </div>
      )}
      {calendar.isError && !calendar.data ? <Broken error={calendar.error} onRetry={() => void calendar.refetch()} /> : calendar.data ? <Form calendar={calendar.data} /> : <Skeleton rows={5} />}
    </>
  );
}

function Form({ calendar }: { calendar: Calendar }) {
  const locked = !useMay("settings.write");
  const client = useQueryClient();
  const { revision, settings: kept } = calendar;
  const [changes, setChanges] = useState<Partial<CalendarSettings>>({});
  const values: CalendarSettings = { ...kept, ...changes };
  const isChanged = JSON.stringify(values) !== JSON.stringify(kept);
  const save = useMutation({
    mutationFn: () => changeCalendar(revision, values),
    onSuccess: (saved) => {
      client.setQueryData(calendarQuery.queryKey, saved);
      setChanges({});
      tell({ title: "Calendar saved" });
    },
  });
  const set = (part: Partial<CalendarSettings>) => setChanges((before) => ({ ...before, ...part }));
  const wrong = (field: string) => (save.error instanceof ApiProblem ? (save.error.field(field) ?? save.error.field(`settings.${field}`)) : undefined);
  const whole = (key: Exclude<keyof CalendarSettings, "title" | "location" | "hours" | "per_day_max">, label: string, min: number, max: number, hint?: string) => (
    <Whole label={label} hint={hint} min={min} max={max} disabled={locked} value={values[key]} error={wrong(key)} onChange={(value) => set({ [key]: value })} />
  );
  return (
    <form
      aria-label="Calendar"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && !save.isPending) save.mutate();
      }}
    >
      <Group title="Working hours">
        <ScheduleFields schedule={values.hours} disabled={locked} error={wrong("hours")} onChange={(hours) => set({ hours })} />
      </Group>
      <Group title="Appointments">
        <TextField label="What it is called" hint="In calendars and mails." required maxLength={120} disabled={locked} value={values.title} error={wrong("title")} onChange={(event) => set({ title: event.target.value })} />
        <TextField label="Where it is" optional hint="An address, a link, or that you will phone." maxLength={300} disabled={locked} value={values.location ?? ""} error={wrong("location")} onChange={(event) => set({ location: event.target.value || null })} />
        <div className={styles.pair}>
          {whole("duration_minutes", "Length (minutes)", 5, 1_440)}
          {whole("step_minutes", "A new one may begin every (minutes)", 5, 1_440)}
          {whole("notice_minutes", "Not sooner than in (minutes)", 0, 40_320)}
          {whole("buffer_before_minutes", "Free before (minutes)", 0, 1_440)}
          {whole("buffer_after_minutes", "Free after (minutes)", 0, 1_440)}
          {whole("horizon_days", "At most ahead (days)", 1, 120)}
          <MaybeWhole label="On one day, at most" value={values.per_day_max} min={1} max={1_000} disabled={locked} error={wrong("per_day_max")} onChange={(per_day_max) => set({ per_day_max })} />
        </div>
      </Group>
      {!locked && (isChanged || save.isError) && (
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
  );
}

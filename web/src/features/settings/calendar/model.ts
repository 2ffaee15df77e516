import type { components } from "@/api/schema";
import type { Schedule } from "@/features/campaigns/model";

type Schemas = components["schemas"];

/** When appointments may be made, of what kind and for how long. */
export type CalendarSettings = {
  title: string;
  /** An address, a link, or that we will phone. */
  location: string | null;
  hours: Schedule;
  duration_minutes: number;
  /** From one possible beginning to the next. */
  step_minutes: number;
  buffer_before_minutes: number;
  buffer_after_minutes: number;
  /** How soon at the earliest. */
  notice_minutes: number;
  /** How far ahead at most. */
  horizon_days: number;
  per_day_max: number | null;
};

/** The calendar; the description of the interface leaves open what its settings hold. */
export type Calendar = Omit<Schemas["CalendarView"], "settings"> & { settings: CalendarSettings };

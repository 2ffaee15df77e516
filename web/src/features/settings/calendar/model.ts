import type { Schedule } from "@/features/campaigns/model";

/** When appointments may be made, of what kind and for how long. */
export interface CalendarSettings {
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
}

export interface Calendar {
  /** Where appointments are made at present. */
  calendar: "calcom" | "built_in";
  settings: CalendarSettings;
  revision: number;
}

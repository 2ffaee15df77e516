import { api, body } from "@/api/client";
import type { components } from "@/api/schema";

import type { Calendar, CalendarSettings } from "./model";

/** The description of the interface calls the settings an object; the page knows what stands in it. */
const known = (view: components["schemas"]["CalendarView"]) => view as Calendar;

export const readCalendar = async (signal?: AbortSignal): Promise<Calendar> => known(await body(api.GET("/api/v1/calendar", { signal })));

/** Changes what was read as `revision`; somebody else's change in between is not overwritten. */
export const changeCalendar = async (revision: number, settings: CalendarSettings): Promise<Calendar> => known(await body(api.PUT("/api/v1/calendar", { body: { settings, revision } })));

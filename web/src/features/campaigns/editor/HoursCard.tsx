import { Switch } from "@/ui/Tick";

import type { PartProps } from "./Editor";
import { Part } from "./Part";
import { officeHours, ScheduleFields } from "./ScheduleFields";

/** When the campaign works: hours by weekday in its own zone, and days on which nobody works. */
export function HoursCard({ settings, set, errorOf }: PartProps) {
  const { schedule } = settings;
  return (
    <Part title="Hours" about="When the campaign works. The hours of those who are called are a rule of the workspace and hold besides.">
      <Switch checked={schedule !== null} onChange={(on) => set({ schedule: on ? officeHours() : null })} hint={schedule === null ? "It dials whenever agents are ready and the callee’s hours allow." : undefined}>
        Only at set hours
      </Switch>
      {schedule && <ScheduleFields schedule={schedule} error={errorOf("schedule")} onChange={(next) => set({ schedule: next })} />}
    </Part>
  );
}

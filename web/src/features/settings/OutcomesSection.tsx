import { OutcomeList } from "@/features/outcomes/OutcomeList";
import { useMay } from "@/features/session/session";

import { Group, SectionHead } from "./Section";
import { SettingsFrame } from "./SettingsFrame";
import { useSettingsForm } from "./useSettings";

export default function OutcomesSection() {
  const form = useSettingsForm();
  const locked = !useMay("settings.write");
  return (
    <>
      <SectionHead title="Outcomes">What your agents may say came of a talk, here and in every campaign that has no set of its own. What was said before stays as it was said.</SectionHead>
      <SettingsFrame form={form}>
        {(values) => (
          <Group>
            <OutcomeList items={values.dispositions} disabled={locked} error={form.wrong("dispositions")} onChange={(dispositions) => form.set({ dispositions })} />
          </Group>
        )}
      </SettingsFrame>
    </>
  );
}

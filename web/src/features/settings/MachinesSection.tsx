import { useMay } from "@/features/session/session";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { Switch } from "@/ui/Tick";

import { wholeNumber } from "./minutes";
import { NumberField } from "./NumberField";
import { Group, SectionHead } from "./Section";
import styles from "./Section.module.css";
import { SettingsFrame } from "./SettingsFrame";
import { useSettingsForm } from "./useSettings";

export default function MachinesSection() {
  const form = useSettingsForm();
  const locked = !useMay("settings.write");
  return (
    <>
      <SectionHead title="Machines and limits">What happens when no person picks up, and how long a call may last.</SectionHead>
      <SettingsFrame form={form}>
        {(values) => (
          <>
            <Group title="Answering machines">
              <Switch
                checked={values.detect_machines}
                disabled={locked}
                onChange={(detect_machines) => form.set({ detect_machines })}
                hint="The carrier listens to the first seconds and tells people from machines. Carriers charge for this."
              >
                Detect machines
              </Switch>
              <Field label="When a machine answers" hint={values.detect_machines ? undefined : "Without detection, a machine hears the message like a person."}>
                {(control) => (
                  <Select
                    id={control.id}
                    className={styles.short}
                    disabled={locked || !values.detect_machines}
                    value={values.on_machine}
                    choices={[
                      { value: "hang_up", label: "Hang up" },
                      { value: "leave_message", label: "Leave the message after the beep" },
                    ]}
                    onChange={(on_machine) => form.set({ on_machine })}
                  />
                )}
              </Field>
            </Group>
            <Group title="Length">
              <div className={styles.pair}>
                <NumberField
                  label="Let it ring for"
                  hint="Seconds, then it counts as no answer."
                  disabled={locked}
                  value={values.ring_timeout_s}
                  show={String}
                  read={(text) => wholeNumber(text) ?? undefined}
                  onChange={(ring_timeout_s) => form.set({ ring_timeout_s })}
                  error={form.wrong("ring_timeout_s")}
                />
                <NumberField
                  label="Longest call"
                  hint="Seconds, then the call is ended."
                  disabled={locked}
                  value={values.time_limit_s}
                  show={String}
                  read={(text) => wholeNumber(text) ?? undefined}
                  onChange={(time_limit_s) => form.set({ time_limit_s })}
                  error={form.wrong("time_limit_s")}
                />
              </div>
            </Group>
            <Group title="Recording">
              <Switch
                checked={values.record}
                disabled={locked}
                onChange={(record) => form.set({ record })}
                hint="Kept by the carrier. In many places people must be told, or must agree, before a call is recorded."
              >
                Record calls
              </Switch>
            </Group>
          </>
        )}
      </SettingsFrame>
    </>
  );
}

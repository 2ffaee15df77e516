import { useMay } from "@/features/session/session";
import { Field, TextField } from "@/ui/Field";
import { Select } from "@/ui/Select";

import { REGIONS } from "./regions";
import { Group, SectionHead } from "./Section";
import { SettingsFrame } from "./SettingsFrame";
import { useSettingsForm } from "./useSettings";

export default function WorkspaceSection() {
  const form = useSettingsForm();
  const locked = !useMay("settings.write");
  return (
    <>
      <SectionHead title="Workspace">What everybody here shares.</SectionHead>
      <SettingsFrame form={form}>
        {(values) => (
          <Group>
            <TextField
              label="Name"
              required
              maxLength={200}
              disabled={locked}
              value={values.workspace_name}
              onChange={(event) => form.set({ workspace_name: event.target.value })}
              error={form.wrong("workspace_name")}
            />
            <Field
              label="Country for numbers without a country code"
              hint="“(415) 555-2671” is read as a number of this country. Numbers that begin with + or 00 are read as they stand."
              error={form.wrong("default_region")}
            >
              {(control) => (
                <Select id={control.id} disabled={locked} value={values.default_region} choices={REGIONS} onChange={(default_region) => form.set({ default_region })} />
              )}
            </Field>
          </Group>
        )}
      </SettingsFrame>
    </>
  );
}

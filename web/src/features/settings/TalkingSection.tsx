import { useQuery } from "@tanstack/react-query";

import { clipsQuery } from "@/features/dial/clips/queries";
import { useMay } from "@/features/session/session";
import { Field, TextArea } from "@/ui/Field";
import { Select, type Choice } from "@/ui/Select";

import { wholeNumber } from "./minutes";
import { NumberField } from "./NumberField";
import { Group, SectionHead } from "./Section";
import styles from "./Section.module.css";
import { SettingsFrame } from "./SettingsFrame";
import { useSettingsForm } from "./useSettings";

export default function TalkingSection() {
  const form = useSettingsForm();
  const locked = !useMay("settings.write");
  const clips = useQuery(clipsQuery);
  const kept = form.values?.comfort_clip_id ?? null;
  const choices: Choice[] = [{ value: "", label: "Nothing" }, ...(clips.data ?? []).map(({ id, name }) => ({ value: id, label: name }))];
  // The clip may be gone, or not be known yet: what is set is shown all the same.
  if (kept !== null && !choices.some(({ value }) => value === kept)) choices.push({ value: kept, label: clips.isSuccess ? "A clip that was removed" : "Loading the clips" });
  return (
    <>
      <SectionHead title="Talking from the browser">What the people you call hear when an agent’s connection fails, and how long talks are kept.</SectionHead>
      <SettingsFrame form={form}>
        {(values) => (
          <>
            <Group title="When the connection fails">
              <Field
                label="While an agent’s browser reconnects, the callee hears"
                hint={clips.isSuccess && clips.data.length === 0 ? "There are no clips yet: record one on the dialler’s page, such as “One moment please, the line is being restored.”" : "The call goes on meanwhile; usually it takes about a second."}
                error={form.wrong("comfort_clip_id")}
              >
                {(control) => <Select id={control.id} className={styles.short} disabled={locked} value={kept ?? ""} choices={choices} onChange={(id) => form.set({ comfort_clip_id: id || null })} />}
              </Field>
              <Field label="When it cannot be restored, the callee is told" optional hint="Spoken in your workspace’s voice, then the call ends." error={form.wrong("apology")}>
                {(control) => (
                  <TextArea {...control} rows={3} maxLength={APOLOGY_MAX} disabled={locked} placeholder={APOLOGY} value={values.apology ?? ""} onChange={(event) => form.set({ apology: event.target.value.trim() === "" ? null : event.target.value })} />
                )}
              </Field>
            </Group>
            <Group title="Recordings">
              <div className={styles.pair}>
                <NumberField<number | null>
                  label="Keep recordings for"
                  hint="Days, then they are deleted for good. Empty means for ever."
                  optional
                  disabled={locked}
                  value={values.keep_recordings_days ?? null}
                  show={(value) => (value === null ? "" : String(value))}
                  read={(text) => (text.trim() === "" ? null : (wholeNumber(text) ?? undefined))}
                  onChange={(keep_recordings_days) => form.set({ keep_recordings_days })}
                  error={form.wrong("keep_recordings_days")}
                />
              </div>
            </Group>
          </>
        )}
      </SettingsFrame>
    </>
  );
}

/** What the server says when nothing else is set, and how much it takes. */
const APOLOGY = "I am sorry, the connection to the person you were talking to was lost. Goodbye.";
const APOLOGY_MAX = 200;

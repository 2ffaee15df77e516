import { useMay } from "@/features/session/session";
import { counted } from "@/format/amounts";
import { Field, TextArea, TextField } from "@/ui/Field";

import { Group, SectionHead } from "./Section";
import styles from "./Section.module.css";
import { SettingsFrame } from "./SettingsFrame";
import { useSettingsForm } from "./useSettings";

export default function MessageSection() {
  const form = useSettingsForm();
  const locked = !useMay("settings.write");
  return (
    <>
      <SectionHead title="Message and voice">What people hear when a call brings no message of its own.</SectionHead>
      <SettingsFrame form={form}>
        {(values) => (
          <Group>
            <Field label="Message" hint={`${counted(values.message.length, "character")}. Say who is calling and how to be called no more.`} error={form.wrong("message")}>
              {(control) => (
                <TextArea {...control} rows={5} maxLength={4_000} required disabled={locked} value={values.message} onChange={(event) => form.set({ message: event.target.value })} />
              )}
            </Field>
            <div className={styles.pair}>
              <TextField label="Voice" hint="A voice of your carrier, such as alice or Polly.Joanna." required disabled={locked} value={values.voice} onChange={(event) => form.set({ voice: event.target.value })} error={form.wrong("voice")} />
              <TextField label="Language" hint="A language tag, such as en-US or de-DE." required disabled={locked} value={values.language} onChange={(event) => form.set({ language: event.target.value })} error={form.wrong("language")} />
            </div>
          </Group>
        )}
      </SettingsFrame>
    </>
  );
}

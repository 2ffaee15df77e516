import { useQuery } from "@tanstack/react-query";

import { Whole } from "@/features/campaigns/editor/Whole";
import { NumberField } from "@/features/settings/NumberField";
import { counted } from "@/format/amounts";
import { words } from "@/format/words";
import { Card } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { MergeText } from "@/ui/MergeText";
import { Switch, Tick } from "@/ui/Tick";

import type { VoiceAgentSettings } from "./model";
import { toolsQuery } from "./queries";
import styles from "./Voice.module.css";

interface AgentFieldsProps {
  values: VoiceAgentSettings;
  set: (part: Partial<VoiceAgentSettings>) => void;
  locked: boolean;
  wrong: (field: string) => string | undefined;
}

/** What is written for a voice agent. */
export function AgentFields(props: AgentFieldsProps) {
  return (
    <>
      <Purpose {...props} />
      <Sayings {...props} />
      <Voice {...props} />
      <Abilities {...props} />
    </>
  );
}

function Purpose({ values, set, locked, wrong }: AgentFieldsProps) {
  const variables = useVariables();
  return (
    <Card title="Purpose">
      <div className={styles.stack}>
        <div className={styles.pair}>
          <TextField label="Name" hint="By which it introduces itself." required maxLength={80} disabled={locked} value={values.name} error={wrong("name")} onChange={(event) => set({ name: event.target.value })} />
          <TextField label="Company" hint="In whose name it calls." required={values.disclosure.on} maxLength={80} disabled={locked} value={values.company} error={wrong("company")} onChange={(event) => set({ company: event.target.value })} />
        </div>
        <MergeText
          label="What it should achieve, and how"
          hint={`${counted(values.system.length, "character")}. Two open braces offer what is known of a lead; whatever stands in a lead is only ever read as data.`}
          rows={14}
          isCode
          disabled={locked}
          maxLength={24_000}
          fields={variables} family={CUSTOM}
          value={values.system}
          error={wrong("system")}
          onChange={(system) => set({ system })}
        />
      </div>
    </Card>
  );
}

function Sayings({ values, set, locked, wrong }: AgentFieldsProps) {
  const { disclosure } = values;
  const variables = useVariables();
  const text = (key: "first_message" | "end_call_message" | "voicemail", label: string, hint: string, optional = false) => (
    <MergeText label={label} hint={hint} optional={optional} rows={2} disabled={locked} maxLength={1_000} fields={variables} family={CUSTOM} value={values[key]} error={wrong(key)} onChange={(value) => set({ [key]: value })} />
  );
  return (
    <Card title="What it says">
      <div className={styles.stack}>
        <Switch checked={disclosure.on} disabled={locked} hint="In many places the law demands it, and people are angry when they find out later." onChange={(on) => set({ disclosure: { ...disclosure, on } })}>
          Say first that it is an AI
        </Switch>
        {disclosure.on && <MergeText label="How it says so" rows={1} disabled={locked} maxLength={1_000} fields={variables} family={CUSTOM} value={disclosure.sentence} error={wrong("disclosure.sentence") ?? wrong("disclosure")} onChange={(sentence) => set({ disclosure: { ...disclosure, sentence } })} />}
        {text("first_message", "First words", disclosure.on ? "Spoken after the sentence above." : "Spoken as soon as somebody answers.")}
        {text("end_call_message", "Last words", "Spoken before it hangs up.")}
        {text("voicemail", "On a voicemail", "Left as a message. Empty: it hangs up on machines.", true)}
      </div>
    </Card>
  );
}

function Voice({ values, set, locked, wrong }: AgentFieldsProps) {
  return (
    <Card title="Voice and limits">
      <div className={styles.pair}>
        <TextField label="Voice" hint="Maker and voice, such as 11labs/sarah." spellCheck={false} disabled={locked} value={values.voice} error={wrong("voice")} onChange={(event) => set({ voice: event.target.value })} />
        <TextField label="Language" hint="A tag such as en-US or de-DE." spellCheck={false} disabled={locked} value={values.language} error={wrong("language")} onChange={(event) => set({ language: event.target.value })} />
        <TextField label="Model" hint="Maker and model, such as openai/gpt-4o." spellCheck={false} disabled={locked} value={values.model} error={wrong("model")} onChange={(event) => set({ model: event.target.value })} />
        <NumberField label="Temperature" hint="0 keeps to the point, 1 varies more." disabled={locked} value={values.temperature} show={String} read={readTemperature} expected="Write a number from 0 to 2, such as 0.2." error={wrong("temperature")} onChange={(temperature) => set({ temperature })} />
        <Whole label="A call lasts at most (seconds)" hint="Then it says goodbye." disabled={locked} value={values.max_duration_s} min={10} max={3_600} error={wrong("max_duration_s")} onChange={(max_duration_s) => set({ max_duration_s })} />
        <Whole label="Silence ends it after (seconds)" disabled={locked} value={values.silence_s} min={10} max={600} error={wrong("silence_s")} onChange={(silence_s) => set({ silence_s })} />
      </div>
    </Card>
  );
}

function Abilities({ values, set, locked, wrong }: AgentFieldsProps) {
  const tools = useQuery(toolsQuery);
  // A tool that is chosen but not known here stays in sight, so that saving does not silently take it away.
  const known = tools.data?.items ?? [];
  const all = [...known, ...values.tools.filter((name) => !known.some((tool) => tool.name === name)).map((name) => ({ name, description: "" }))];
  return (
    <Card title="What it may do">
      <fieldset className={styles.tools} disabled={locked}>
        <legend className="visually-hidden">Tools</legend>
        {all.map(({ name, description }) => (
          <Tick key={name} disabled={locked} checked={values.tools.includes(name)} hint={description || undefined} onChange={(on) => set({ tools: on ? [...values.tools, name] : values.tools.filter((one) => one !== name) })}>
            {words(name)}
          </Tick>
        ))}
      </fieldset>
      {wrong("tools") && <p className={styles.soft}>{wrong("tools")}</p>}
    </Card>
  );
}

/** What of a lead the texts may name; nothing until the server said it. */
function useVariables() {
  return useQuery(toolsQuery).data?.variables ?? null;
}

function readTemperature(text: string): number | undefined {
  const value = text.trim().replace(",", ".");
  return /^\d(\.\d{1,2})?$/.test(value) && Number(value) <= 2 ? Number(value) : undefined;
}

/** Fields that an import brought along go by this and their own name. */
const CUSTOM = "lead_custom_";

import { useId } from "react";

import { Field, TextArea, TextField } from "@/ui/Field";
import { RadioChoice, Radios } from "@/ui/Radio";
import { Select } from "@/ui/Select";
import { Switch } from "@/ui/Tick";

import type { OnMachine } from "../model";
import { MACHINES } from "../words";
import { spokenHarbour } from "./draft";
import styles from "./Editor.module.css";
import type { PartProps } from "./Editor";
import { Part } from "./Part";
import { Whole } from "./Whole";

/** What becomes of an answer: machines, and people for whom nobody is free. */
export function AnswersCard({ settings, set, errorOf }: PartProps) {
  const id = useId();
  const { amd, safe_harbour: harbour } = settings;
  const put = (part: Partial<typeof harbour>) => set({ safe_harbour: { ...harbour, ...part } });
  const withAgents = settings.mode !== "agentless";
  // Where people start their calls themselves, they are on the line before anybody answers.
  const paced = settings.mode === "progressive" || settings.mode === "parallel";
  return (
    <Part title="When somebody answers">
      <div className={styles.group}>
        <p id={id} className={styles.label}>
          Answering machines
        </p>
        <Radios labelledBy={id} value={amd.policy} onChange={(policy) => set({ amd: { ...amd, policy: policy as OnMachine } })}>
          {(["hang_up", "voicemail_drop", "off"] as const).map((policy) => (
            <RadioChoice key={policy} value={policy} hint={MACHINES[policy].about}>
              {MACHINES[policy].label}
            </RadioChoice>
          ))}
        </Radios>
      </div>
      {amd.policy === "voicemail_drop" && withAgents && (
        <Field label="Message for machines" error={errorOf("voicemail")}>
          {(control) => <TextArea {...control} rows={3} value={settings.voicemail} onChange={(event) => set({ voicemail: event.target.value })} />}
        </Field>
      )}
      {amd.policy !== "off" && (
        <Field label="When nobody can tell" hint={amd.unknown === "human" ? "An agent hears a machine now and then, and no person is hung up on." : "Some people are hung up on: choose this only if agents drown in machines."}>
          {(control) => (
            <Select
              id={control.id}
              value={amd.unknown}
              choices={[
                { value: "human", label: "Take it for a person" },
                { value: "machine", label: "Take it for a machine" },
              ]}
              onChange={(unknown) => set({ amd: { ...amd, unknown } })}
            />
          )}
        </Field>
      )}
      {amd.policy !== "off" && (
        <Whole label="Time to tell a machine (milliseconds)" hint="Until then a person hears what is chosen below, or the agent. Most verdicts come within 2,000 to 4,000." value={amd.verdict_limit_ms} min={500} max={30_000} error={errorOf("amd.verdict_limit_ms")} onChange={(verdict_limit_ms) => set({ amd: { ...amd, verdict_limit_ms } })} />
      )}
      {paced && (
        <Switch checked={settings.at_once} onChange={(at_once) => set({ at_once })} hint={settings.at_once ? "No person ever waits for a verdict. Agents hear the first moments of machines too, until a verdict takes the line away." : "An agent gets the line once a person is recognised. Agents hear fewer machines, and people hear a short silence first."}>
          Bridge at once
        </Switch>
      )}
      {paced && (
        <>
          <div className={styles.pair}>
            <Field label="While a person waits they hear">
              {(control) => (
                <Select
                  id={control.id}
                  value={settings.waiting_sound}
                  choices={[
                    { value: "silence", label: "Nothing" },
                    { value: "music", label: "Music" },
                  ]}
                  onChange={(waiting_sound) => set({ waiting_sound })}
                />
              )}
            </Field>
            <Whole label="A person waits at most (milliseconds)" hint="Longer than 2 000 counts as abandoned for people at home." value={settings.wait_limit_ms} min={0} max={60_000} error={errorOf("wait_limit_ms")} onChange={(wait_limit_ms) => set({ wait_limit_ms })} />
          </div>
          <fieldset className={styles.box}>
            <legend className={styles.label}>When nobody is free for a person who answered</legend>
            <div className={styles.pair}>
              <TextField label="In whose name" value={harbour.company} error={errorOf("safe_harbour.company") ?? errorOf("safe_harbour")} onChange={(event) => put({ company: event.target.value })} />
              <TextField label="Reached under" inputMode="tel" placeholder="+1 415 555 0100" value={harbour.phone} error={errorOf("safe_harbour.phone")} onChange={(event) => put({ phone: event.target.value })} />
            </div>
            <Field label="Key that ends all further calls" error={errorOf("safe_harbour.opt_out_key")}>
              {(control) => <Select id={control.id} value={harbour.opt_out_key ?? ""} choices={KEYS} onChange={(key) => put({ opt_out_key: key === "" ? null : key })} />}
            </Field>
            <Switch checked={harbour.words !== null} onChange={(on) => put({ words: on ? "Hello, this is {company}. Nobody could speak with you just now. You can reach us at {phone}." : null })}>
              Own words
            </Switch>
            {harbour.words !== null && (
              <Field label="Own words" hint="Must contain {company} and {phone}." error={errorOf("safe_harbour.words")}>
                {(control) => <TextArea {...control} rows={3} value={harbour.words ?? ""} onChange={(event) => put({ words: event.target.value })} />}
              </Field>
            )}
            <blockquote className={styles.quote}>
              <span className={styles.soft}>They hear</span>“{spokenHarbour(harbour)}”
            </blockquote>
          </fieldset>
        </>
      )}
    </Part>
  );
}

const KEYS = [{ value: "", label: "None" }, ...[..."123456789*0"].map((key) => ({ value: key, label: key === "*" ? "Star" : key }))];

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Link } from "react-router";

import { useMay } from "@/features/session/session";
import { carriersQuery } from "@/features/settings/carriers/queries";
import { voiceAgentsQuery } from "@/features/voice/queries";
import { Field, TextArea, TextField } from "@/ui/Field";
import { RadioChoice, Radios } from "@/ui/Radio";
import { Select } from "@/ui/Select";
import { Switch } from "@/ui/Tick";

import type { CampaignSettings, Mode } from "../model";
import { MODES } from "../words";
import { consentFor } from "./consent";
import { parallelCosts } from "./costs";
import styles from "./Editor.module.css";
import type { PartProps } from "./Editor";
import { Part } from "./Part";
import { Whole } from "./Whole";

/** How the campaign comes to its calls. */
export function DiallingCard({ settings, set, errorOf }: PartProps) {
  const id = useId();
  const speak = (who: Pick<CampaignSettings, "mode" | "voice_agent_id">) => set({ ...who, ...(isSameVoice(settings, who) ? {} : consentFor(who)) });
  return (
    <Part title="Dialling">
      <div className={styles.group}>
        <p id={id} className={styles.label}>
          Mode
        </p>
        <Radios labelledBy={id} value={settings.mode} onChange={(mode) => speak({ mode: mode as Mode, voice_agent_id: mode === "agentless" ? settings.voice_agent_id : null })}>
          {MODE_ORDER.map((mode) => (
            <RadioChoice key={mode} value={mode} hint={MODES[mode].about}>
              {MODES[mode].label}
            </RadioChoice>
          ))}
        </Radios>
      </div>
      {settings.mode === "parallel" && (
        <div className={styles.group}>
          <label className={styles.label} htmlFor={`${id}-lines`}>
            Lines for each agent who is ready
          </label>
          <div className={styles.slider}>
            <input id={`${id}-lines`} type="range" min={1} max={10} step={1} value={settings.lines_per_seat} onChange={(event) => set({ lines_per_seat: Number(event.target.value) })} />
            <output htmlFor={`${id}-lines`}>{settings.lines_per_seat}</output>
          </div>
          {errorOf("lines_per_seat") && <p className={styles.error}>{errorOf("lines_per_seat")}</p>}
          <p className={styles.hint}>{linesHint(settings.lines_per_seat)}</p>
          <section className={styles.costs} aria-label={`What ${settings.lines_per_seat} lines cost`} data-audience={settings.audience}>
            <p className={styles.label}>What that costs, calling {settings.audience === "business" ? "businesses" : "people at home"}</p>
            <ul>
              {parallelCosts(settings).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </section>
        </div>
      )}
      {(settings.mode === "progressive" || settings.mode === "parallel") && (
        <Switch checked={settings.dials_while_joining} onChange={(dials_while_joining) => set({ dials_while_joining })} hint={settings.dials_while_joining ? "The first talk comes sooner. The price: somebody may answer before the agent’s audio is there, wait, and be abandoned." : "No phone rings for an agent before their audio is there."}>
          Dial while an agent is still joining
        </Switch>
      )}
      {settings.mode === "preview" && <Countdown value={settings.preview.countdown_s} error={errorOf("preview.countdown_s") ?? errorOf("preview")} onChange={(countdown_s) => set({ preview: { countdown_s } })} />}
      {(settings.mode === "preview" || settings.mode === "manual") && <p className={styles.hint}>The agent hears the line from its first moment, so nobody who answers waits or is abandoned. The rules of the workspace are asked at every dial.</p>}
      {settings.mode === "agentless" && (
        <>
          <Whole label="Calls at once" value={settings.calls_at_once} min={1} max={1_000} error={errorOf("calls_at_once")} onChange={(calls_at_once) => set({ calls_at_once })} />
          <Speaker value={settings.voice_agent_id} error={errorOf("voice_agent_id")} onChange={(voice_agent_id) => speak({ mode: settings.mode, voice_agent_id })} />
          {settings.voice_agent_id === null && (
            <Field label="Message" hint="Spoken to whoever answers." error={errorOf("message")}>
              {(control) => <TextArea {...control} rows={3} value={settings.message} onChange={(event) => set({ message: event.target.value })} />}
            </Field>
          )}
        </>
      )}
      <div className={styles.pair}>
        <TextField
          label="Caller ID"
          optional
          hint="In international notation; the carrier account’s own number when empty."
          error={errorOf("caller_id")}
          inputMode="tel"
          placeholder="+1 415 555 0100"
          value={settings.caller_id ?? ""}
          onChange={(event) => set({ caller_id: event.target.value.trim() === "" ? null : event.target.value })}
        />
        <Whole label="Ring for at most (seconds)" hint="At least 15: nobody reaches their phone sooner." value={settings.ring_timeout_s} min={15} max={120} error={errorOf("ring_timeout_s")} onChange={(ring_timeout_s) => set({ ring_timeout_s })} />
        <Account value={settings.account_id} error={errorOf("account_id")} onChange={(account_id) => set({ account_id })} />
        <Whole label="A call lasts at most (minutes)" hint="A forgotten line ends by itself." value={Math.round(settings.time_limit_s / 60)} min={1} max={240} error={errorOf("time_limit_s")} onChange={(minutes) => set({ time_limit_s: minutes * 60 })} />
      </div>
    </Part>
  );
}

/** Who speaks to whoever answers: a message, or a voice agent that was published. */
function Speaker({ value, error, onChange }: { value: string | null; error?: string; onChange: (id: string | null) => void }) {
  const mayRead = useMay("voice_agents.read");
  const agents = useQuery({ ...voiceAgentsQuery, enabled: mayRead });
  const all = agents.data ?? [];
  const published = all.filter(({ published_version }) => published_version !== null);
  const chosen = all.find((agent) => agent.id === value);
  const drafts = all.length - published.length;
  // What was chosen stays in sight, though it is not known here or not published any more.
  const choices = [{ value: "", label: "A message" }, ...published.map(({ id, name }) => ({ value: id, label: name })), ...(value !== null && !published.some(({ id }) => id === value) ? [{ value, label: chosen ? `${chosen.name} (not published)` : "A voice agent" }] : [])];
  return (
    <Field
      label="Who speaks"
      error={error ?? (chosen?.published_version === null ? "This agent is not published: publish it, or choose another one." : undefined)}
      hint={
        <>
          {value === null ? "The same words for everybody, or a voice agent that talks with them. " : "It talks as it was published last. "}
          {value !== null && mayRead && <Link to={`/voice-agents/${encodeURIComponent(value)}`}>Look at the agent</Link>}
          {drafts > 0 && value === null && `Only published agents can be chosen; ${drafts === 1 ? "1 is" : `${drafts} are`} not published yet. `}
          {value === null && mayRead && agents.data && <Link to={all.length === 0 ? "/voice-agents/new" : "/voice-agents"}>{all.length === 0 ? "Write the first agent" : "Voice agents"}</Link>}
        </>
      }
    >
      {(control) => <Select id={control.id} value={value ?? ""} choices={choices} onChange={(id) => onChange(id === "" ? null : id)} />}
    </Field>
  );
}

/** Through which carrier account it calls, where there is a choice. */
function Account({ value, error, onChange }: { value: string | null; error?: string; onChange: (id: string | null) => void }) {
  const mayRead = useMay("carriers.read");
  const accounts = useQuery({ ...carriersQuery, enabled: mayRead }).data?.items ?? [];
  const choices = [{ value: "", label: "The workspace’s own" }, ...accounts.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <Field label="Carrier account" error={error}>
      {(control) => <Select id={control.id} value={value ?? ""} choices={choices} onChange={(id) => onChange(id === "" ? null : id)} />}
    </Field>
  );
}

/** Whether a lead that is shown is dialled by itself, and when. */
function Countdown({ value, error, onChange }: { value: number | null; error?: string; onChange: (seconds: number | null) => void }) {
  return (
    <div className={styles.group}>
      <Switch checked={value !== null} onChange={(on) => onChange(on ? COUNTDOWN_S : null)} hint={value === null ? "The agent looks as long as they want, and dials or skips." : undefined}>
        Dial by itself after a while
      </Switch>
      {value !== null && <Whole label="Seconds to look at a lead" hint="5 to 120. The agent may dial or skip sooner." value={value} min={5} max={120} error={error} onChange={onChange} />}
    </div>
  );
}

type Who = Pick<CampaignSettings, "mode" | "voice_agent_id">;

/** Whether a person, a message or a voice agent speaks before and after. */
function isSameVoice(before: Who, after: Who): boolean {
  const voiceOf = ({ mode, voice_agent_id }: Who) => (mode !== "agentless" ? "person" : voice_agent_id === null ? "message" : "agent");
  return voiceOf(before) === voiceOf(after);
}

function linesHint(lines: number): string {
  if (lines === 1) return "As progressive: nobody who answers has to wait.";
  if (lines <= 3) return "A good start: agents wait little for the next person.";
  return "More lines reach people faster, and more phones ring for nothing.";
}

const MODE_ORDER: readonly Mode[] = ["parallel", "progressive", "preview", "manual", "agentless"];
/** Long enough to read a name and the last note. */
const COUNTDOWN_S = 20;

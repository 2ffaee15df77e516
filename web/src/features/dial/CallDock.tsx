import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useState, type ReactNode } from "react";

import { Button, IconButton } from "@/ui/Button";
import { Notice } from "@/ui/Card";

import styles from "./CallDock.module.css";
import { CallControls } from "./CallControls";
import { desk } from "./desk";
import { LastNote, LeadCalls } from "./LeadCalls";
import { LocalTime } from "./LocalTime";
import type { DeskState } from "./machine";
import { MicrophoneHelp } from "./MicrophoneHelp";
import type { Lead } from "./model";
import { NotesField } from "./NotesField";
import { StageMark, TalkTimer } from "./StageMark";
import { nameOf, stageOf } from "./stage";
import { dialLead, useDesk } from "./useDesk";
import { useNotes } from "./useNotes";
import { aboutLead } from "./whom";
import { WrapUp } from "./WrapUp";

/** The call of this page: beside the table where there is room, a sheet at the bottom of small screens. */
export function CallDock({ next }: { next: (after: string | null) => Lead | null }) {
  const state = useDesk();
  const [folded, setFolded] = useState(false);
  const room = state.phase === "room" || state.phase === "wrap-up" ? state.room : null;
  const { notes, text, saving } = useNotes(room);
  const lead = leadOf(state);
  const stage = stageOf(state);
  const closes = ["ready", "blocked", "microphone", "joining"].includes(stage) && state.phase !== "room";
  return (
    <section className={styles.dock} aria-label={`Call: ${nameOf(state)}`} data-stage={stage} data-folded={folded || undefined}>
      <header className={styles.head}>
        <div className={styles.top}>
          <div className={styles.grow}>
            <h2 className={styles.name}>{nameOf(state)}</h2>
            {lead && (
              <p className={styles.about}>{aboutLead(lead)}</p>
            )}
          </div>
          {room && <IconButton className={styles.fold} label={folded ? "Show the whole call" : "Make the call small"} icon={folded ? <ChevronUp /> : <ChevronDown />} onClick={() => setFolded(!folded)} />}
          {closes && <IconButton label="Close" icon={<X />} onClick={() => desk.tell({ type: "cancel" })} />}
        </div>
        {lead && (
          <p className={styles.facts}>
            <span>{lead.phone_display}</span>
            <span>
              <LocalTime lead={lead} /> there
            </span>
          </p>
        )}
        {stage !== "ready" && (
          <div className={styles.stage}>
            <StageMark state={state} />
            {room && <TalkTimer room={room} />}
          </div>
        )}
      </header>
      <div className={styles.body}>
        <Stage state={state} />
        {state.phase === "wrap-up" && <WrapUp key={state.room.id} room={state.room} notes={notes} text={text} saving={saving} next={next} />}
        {state.phase === "room" && <NotesField text={text} saving={saving} onChange={(value) => notes.write(value)} />}
        {lead && state.phase !== "wrap-up" && (
          <>
            {lead.notes && <LastNote note={lead.notes} />}
            <LeadCalls id={lead.id} brief />
          </>
        )}
      </div>
    </section>
  );
}

function Stage({ state }: { state: DeskState }): ReactNode {
  switch (state.phase) {
    case "ready":
      return (
        // The next lead was asked for, so the key that calls it is at hand.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        <Button look="primary" className={styles.call} autoFocus onClick={() => dialLead(state.lead)}>
          {state.lead.call_attempts > 0 ? "Redial" : "Dial"} {state.lead.phone_display}
        </Button>
      );
    case "microphone":
      return <Notice>Answer the browser’s question: Outdial needs the microphone before it dials, so that nobody who picks up hears silence.</Notice>;
    case "no-microphone":
      return <MicrophoneHelp trouble={state.trouble} onRetry={() => desk.tell({ type: "dial", order: state.order })} />;
    case "opening":
      return <Button onClick={() => desk.tell({ type: "cancel" })}>Cancel</Button>;
    case "refused":
      return (
        <div className={styles.stack} role="alert">
          <Notice tone="bad">{state.refusal.sentence}</Notice>
          <div className={styles.pair}>
            <Button onClick={() => desk.tell({ type: "cancel" })}>Close</Button>
            {state.refusal.liftable ? (
              <Button look="danger" onClick={() => dialLead(state.order.lead, true)}>
                Call anyway
              </Button>
            ) : (
              <Button onClick={() => dialLead(state.order.lead)}>Try again</Button>
            )}
          </div>
          {state.refusal.liftable && <p className={styles.hint}>Calling anyway is recorded with your name.</p>}
        </div>
      );
    case "elsewhere":
      return (
        <div className={styles.stack}>
          <Notice>You are in this call in another tab of this browser.</Notice>
          <Button look="primary" onClick={() => desk.tell({ type: "take-here" })}>
            Continue here
          </Button>
        </div>
      );
    case "room":
      if (state.link === "no-microphone") {
        return (
          <>
            <MicrophoneHelp trouble={state.trouble ?? "denied"} onRetry={() => desk.tell({ type: "microphone-lost" })} />
            <Button look="danger" onClick={() => desk.tell({ type: "end" })}>
              End call
            </Button>
          </>
        );
      }
      return <CallControls state={state} />;
    case "idle":
    case "wrap-up":
      return null;
  }
}

function leadOf(state: DeskState): Lead | null {
  if (state.phase === "idle") return null;
  if ("room" in state) return state.room.lead;
  return state.phase === "ready" ? state.lead : state.order.lead;
}

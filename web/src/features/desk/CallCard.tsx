import { useMutation, useQuery } from "@tanstack/react-query";
import { AudioLines, Bot, Ear, Grid3x3, Mic, MicOff, Pause, PhoneForwarded, Play, User, Voicemail } from "lucide-react";
import { useState } from "react";

import { sentenceFor } from "@/api/problem";
import { Control } from "@/features/dial/CallControls";
import { Clips } from "@/features/dial/Clips";
import { clipsQuery } from "@/features/dial/clips/queries";
import { voicemailClip, VOICEMAIL_KEY } from "@/features/dial/clips/voicemail";
import { DetectionHint } from "@/features/dial/DetectionHint";
import { EndButton } from "@/features/dial/EndButton";
import { Keypad } from "@/features/dial/Keypad";
import type { Notes, Saving } from "@/features/dial/notes";
import { NotesField } from "@/features/dial/NotesField";
import { RecordingMark } from "@/features/dial/RecordingMark";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { useNow, usePreference } from "@/ui/browser";
import { useShortcuts } from "@/ui/shortcuts";
import { complain } from "@/ui/toasts";

import { Callee } from "./Callee";
import styles from "./Desk.module.css";
import { Key } from "./Key";
import { isHeld, isMuted, isTalking, type Seated } from "./machine";
import type { Disposition, Said, SeatCall } from "./model";
import { orderSeat, pauseRecording, playClip, sendDigits } from "./requests";
import { shift } from "./shift";
import { calleeOf } from "./standing";
import { TransferCard } from "./TransferCard";
import { TransferDialog } from "./TransferDialog";

interface CallCardProps {
  state: Seated;
  call: SeatCall;
  dispositions: readonly Disposition[];
  notes: Notes;
  text: string;
  saving: Saving;
  /** The agent hears each answer from its first moment, and a machine is taken away by itself. */
  atOnce: boolean;
}

/** The person on the line, and what an agent does during a call, each with its key. */
export function CallCard({ state, call, dispositions, notes, text, saving, atOnce }: CallCardProps) {
  const { seat } = state;
  const [drawer, setDrawer] = useState<"keypad" | "clips" | null>(null);
  const [passing, setPassing] = useState(false);
  const moves = seat.transfer && seat.transfer.phase !== "failed";
  const talking = isTalking(seat);
  const muted = isMuted(state);
  const held = isHeld(state);
  const toggle = (what: "keypad" | "clips") => setDrawer(drawer === what ? null : what);
  const clips = useQuery(clipsQuery);
  const [voicemailId] = usePreference<string>(VOICEMAIL_KEY, "");
  const voicemail = voicemailClip(clips.data ?? [], voicemailId);
  const play = (id: string | null) => shift.ask(() => (id === null ? orderSeat(seat.id, "stop-clip") : playClip(seat.id, id)));
  const drop = useMutation({ mutationFn: play, onError: (error) => complain("The message was not played", sentenceFor(error)) });
  // The hint about a beep has the same key and the same effect; one of the two is enough.
  const hinted = seat.detection?.verdict === "machine_ready";
  const canDrop = talking && voicemail !== undefined && voicemail !== null && seat.clip === null && !drop.isPending;
  const controls = [
    { keys: "m", label: muted ? "Unmute" : "Mute", icon: muted ? <MicOff /> : <Mic />, pressed: muted, disabled: false, run: () => shift.tell({ type: "toggle", what: "mute" }) },
    { keys: "h", label: held ? "Resume" : "Hold", icon: held ? <Play /> : <Pause />, pressed: held, disabled: !talking || Boolean(moves), run: () => shift.tell({ type: "toggle", what: "hold" }) },
    { keys: "k", label: "Keypad", icon: <Grid3x3 />, pressed: drawer === "keypad", disabled: false, run: () => toggle("keypad") },
    { keys: "c", label: "Clips", icon: <AudioLines />, pressed: drawer === "clips", disabled: false, run: () => toggle("clips") },
    ...(hinted || !voicemail ? [] : [{ keys: "v", label: "Drop", icon: <Voicemail />, pressed: seat.clip?.id === voicemail.id, disabled: !canDrop, run: () => canDrop && drop.mutate(voicemail.id) }]),
    // Where the audio stays with the carrier nobody can be passed on: a button that never works teaches nothing.
    ...(seat.audio === "carrier" ? [] : [{ keys: "t", label: "Transfer", icon: <PhoneForwarded />, pressed: Boolean(moves), disabled: !talking || Boolean(moves), run: () => talking && !moves && setPassing(true) }]),
  ];
  useShortcuts(controls);
  return (
    <article className={styles.call} data-talking={talking || undefined} aria-label="Who is on the line">
      <Callee call={call} dispositions={dispositions} />
      <div className={styles.callBody}>
        <DetectionHint room={{ state: talking ? "connected" : "ringing", detection: seat.detection, controls: ["clips"], clip: seat.clip }} play={play} />
        {atOnce && talking && seat.detection === null && call.connected_at && <AtOnce since={call.connected_at} />}
        {seat.transfer && <TransferCard seat={seat} transfer={seat.transfer} onAgain={() => setPassing(true)} />}
        <div className={styles.controls}>
          {controls.map(({ keys, run, ...shown }) => (
            <Control key={keys} letter={keys.toUpperCase()} onClick={run} {...shown} />
          ))}
        </div>
        {drawer === "keypad" && <Keypad ready={talking} send={(digit) => sendDigits(seat.id, digit)} />}
        {drawer === "clips" && <Clips playingId={seat.clip?.id ?? null} ready={talking} stoppable play={play} />}
        <EndButton ending={state.ending} onEnd={() => shift.tell({ type: "end" })} />
        <Verdict id={seat.id} talking={talking} />
        {seat.recording !== "off" && <RecordingMark recording={seat.recording} {...(talking && { pause: (paused: boolean) => shift.ask(() => pauseRecording(seat.id, paused)) })} />}
        <NotesField text={text} saving={saving} rows={4} onChange={(value) => notes.write(value)} />
      </div>
      {passing && <TransferDialog seatId={seat.id} callee={calleeOf({ call })} onClose={() => setPassing(false)} />}
    </article>
  );
}

/** Who is there after all: what was detected can be wrong, and the agent hears it. */
function Verdict({ id, talking }: { id: string; talking: boolean }) {
  const say = useMutation({
    mutationFn: (verdict: Said) => shift.say(id, verdict),
    onError: (error) => complain("This was not noted", sentenceFor(error)),
  });
  const run = (verdict: Said) => {
    if (talking && !say.isPending) say.mutate(verdict);
  };
  useShortcuts([
    { keys: "x", run: () => run("machine") },
    { keys: "y", run: () => run("human") },
  ]);
  return (
    <div className={styles.verdict} role="group" aria-label="Who answered">
      <Button look="bare" icon={<Bot />} disabled={!talking} busy={say.isPending && say.variables === "machine"} aria-keyshortcuts="x" onClick={() => run("machine")}>
        Machine, next <Key>X</Key>
      </Button>
      <Button look="bare" icon={<User />} disabled={!talking} busy={say.isPending && say.variables === "human"} aria-pressed={say.isSuccess && say.variables === "human"} aria-keyshortcuts="y" onClick={() => run("human")}>
        {say.isSuccess && say.variables === "human" ? "Noted: a person" : "A person"} <Key>Y</Key>
      </Button>
    </div>
  );
}

/** Put through before it is known who answered: what may still happen by itself. */
function AtOnce({ since }: { since: string }) {
  const now = useNow(1_000);
  if (now - Date.parse(since) > AT_ONCE_MS) return null;
  return <Notice icon={<Ear aria-hidden="true" />}>You hear the answer from its first moment. If it is a machine, the line is taken away by itself.</Notice>;
}

/** Whoever was not found to be a machine by then is most likely none. */
const AT_ONCE_MS = 8_000;

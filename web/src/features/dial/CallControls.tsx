import { AudioLines, Grid3x3, Mic, MicOff, Pause, Play, RefreshCw, SlidersHorizontal, Volume2 } from "lucide-react";
import { useState, type ReactNode } from "react";

import { useShortcuts } from "@/ui/shortcuts";
import { Button } from "@/ui/Button";
import { Kbd, Notice } from "@/ui/Card";

import { AudioSettings } from "./AudioSettings";
import styles from "./CallDock.module.css";
import { Clips } from "./Clips";
import { desk } from "./desk";
import { DetectionHint } from "./DetectionHint";
import { EndButton } from "./EndButton";
import { Keypad } from "./Keypad";
import { isHeld, isMuted, neverCame, type InRoom } from "./machine";
import { NoAudioYet } from "./NoAudioYet";
import { QualityMark } from "./QualityMark";
import { RecordingMark } from "./RecordingMark";
import { orderRoom, pauseRecording, playClip, sendDigits } from "./requests";
import { stageOf, nameOf } from "./stage";

type Drawer = "keypad" | "clips" | "audio";

const measure = () => desk.headset.measure();

/** What an agent does during a call, each with its key. */
export function CallControls({ state }: { state: InRoom }) {
  const [drawer, setDrawer] = useState<Drawer | null>(null);
  const { room } = state;
  const muted = isMuted(state);
  const held = isHeld(state);
  const stage = stageOf(state);
  const talking = room.state === "connected";
  const toggle = (what: Drawer) => setDrawer(drawer === what ? null : what);
  const hold = () => talking && desk.tell({ type: "toggle", what: "hold" });
  const mute = () => desk.tell({ type: "toggle", what: "mute" });
  const offered = [
    { control: "mute", keys: "m", label: muted ? "Unmute" : "Mute", icon: muted ? <MicOff /> : <Mic />, pressed: muted, disabled: false, run: mute },
    { control: "hold", keys: "h", label: held ? "Resume" : "Hold", icon: held ? <Play /> : <Pause />, pressed: held, disabled: !talking, run: hold },
    { control: "digits", keys: "k", label: "Keypad", icon: <Grid3x3 />, pressed: drawer === "keypad", disabled: false, run: () => toggle("keypad") },
    { control: "clips", keys: "c", label: "Clips", icon: <AudioLines />, pressed: drawer === "clips", disabled: false, run: () => toggle("clips") },
    // What a carrier cannot do is not shown: a button that never works teaches nothing.
  ].filter(({ control }) => room.controls.some((one) => one === control));
  useShortcuts(offered);
  return (
    <>
      {stage === "reconnecting" && <Reconnecting state={state} />}
      {stage === "joining" && neverCame(state) && desk.headset.way !== null && <NoAudioYet way={desk.headset.way} />}
      {state.blocked && (
        <Button look="primary" icon={<Volume2 />} onClick={() => desk.headset.speaker.start()}>
          Click to hear the call
        </Button>
      )}
      <DetectionHint room={room} play={(id) => playClip(room.id, id)} />
      <div className={styles.controls}>
        {offered.map(({ control, keys, run, ...shown }) => (
          <Control key={control} letter={keys.toUpperCase()} onClick={run} {...shown} />
        ))}
      </div>
      {drawer === "keypad" && <Keypad ready={talking} send={(digit) => sendDigits(room.id, digit)} />}
      {drawer === "clips" && (
        <Clips
          playingId={room.clip?.id ?? null}
          ready={talking}
          stoppable={room.controls.includes("stop_clip")}
          play={(id) => (id === null ? orderRoom(room.id, "stop-clip") : playClip(room.id, id))}
        />
      )}
      {drawer === "audio" && <AudioSettings inCall />}
      <EndButton ending={state.ending} onEnd={() => desk.tell({ type: "end" })} />
      <div className={styles.foot}>
        <QualityMark quality={room.quality} on={state.link === "up"} measure={measure} />
        {room.recording !== "off" && <RecordingMark recording={room.recording} {...(room.controls.includes("pause_recording") && { pause: (paused: boolean) => pauseRecording(room.id, paused) })} />}
        <Button look="bare" icon={<SlidersHorizontal />} aria-expanded={drawer === "audio"} onClick={() => toggle("audio")}>
          Audio
        </Button>
      </div>
    </>
  );
}

/** One of the keys that an agent has during a call. */
export function Control({ label, letter, icon, pressed, disabled, onClick }: { label: string; letter: string; icon: ReactNode; pressed: boolean; disabled?: boolean; onClick: () => void }) {
  return (
    <button type="button" className={styles.control} data-on={pressed || undefined} aria-keyshortcuts={letter.toLowerCase()} disabled={disabled} onClick={onClick}>
      {icon}
      <span className={styles.controlText}>
        {label}
        <span aria-hidden="true">
          <Kbd>{letter}</Kbd>
        </span>
      </span>
    </button>
  );
}

function Reconnecting({ state }: { state: InRoom }) {
  const gaveUp = state.link === "given-up";
  return (
    <Notice tone="warn" icon={<RefreshCw aria-hidden="true" />}>
      <p>
        {gaveUp
          ? `The audio of your call with ${nameOf(state)} could not be restored. Check the network, then try again.`
          : `You are still in a call with ${nameOf(state)}: reconnecting.`}
      </p>
      {gaveUp && (
        <Button className={styles.again} onClick={() => desk.tell({ type: "rejoin" })}>
          Reconnect
        </Button>
      )}
    </Notice>
  );
}

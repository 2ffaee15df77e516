import { Ear, Mic, Square, Volume2, VolumeX } from "lucide-react";
import { useEffect, useId, useRef, useState, useSyncExternalStore } from "react";

import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";

import styles from "./Audio.module.css";
import { desk } from "./desk";
import { useDevices } from "./devices";
import type { Headset } from "./headset";
import { LevelMeter } from "./LevelMeter";
import type { Trouble } from "./machine";
import { MICROPHONE_KEY, NoMicrophone } from "./microphone";
import { MicrophoneHelp } from "./MicrophoneHelp";
import { canChooseSpeaker, SPEAKER_KEY } from "./speaker";
import { keepRingVolume, ringVolume, type Tones } from "./tones";

/** Which microphone and speaker, how loud the ring is, and whether one is heard at all. */
export function AudioSettings({ inCall = false, audio = desk.headset }: { inCall?: boolean; audio?: Headset }) {
  const held = useSyncExternalStore(audio.microphone.subscribe, audio.microphone.current);
  const { microphones, speakers } = useDevices(held);
  const [microphone, setMicrophone] = useState(() => localStorage.getItem(MICROPHONE_KEY) ?? "");
  const [speaker, setSpeaker] = useState(() => localStorage.getItem(SPEAKER_KEY) ?? "");
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const known = (value: string, among: readonly { value: string }[]) => (among.some((one) => one.value === value) ? value : "");

  const allow = () => {
    audio.microphone.get().then(
      () => setTrouble(null),
      (error: unknown) => setTrouble(error instanceof NoMicrophone ? error.trouble : "in-use"),
    );
  };
  if (trouble) return <MicrophoneHelp trouble={trouble} onRetry={allow} />;
  return (
    <div className={styles.settings}>
      <Field label="Microphone">
        {(control) => (
          <Select
            id={control.id}
            value={known(microphone, microphones)}
            choices={microphones}
            onChange={(id) => {
              setMicrophone(id);
              keep(MICROPHONE_KEY, id);
              if (held) void audio.changeMicrophone();
            }}
          />
        )}
      </Field>
      {held ? (
        <LevelMeter stream={held} />
      ) : (
        <Button icon={<Mic />} onClick={allow}>
          Try the microphone
        </Button>
      )}
      {canChooseSpeaker() && (
        <Field label="Speaker">
          {(control) => (
            <Select
              id={control.id}
              value={known(speaker, speakers)}
              choices={speakers}
              onChange={(id) => {
                setSpeaker(id);
                keep(SPEAKER_KEY, id);
                void audio.speaker.choose(id);
              }}
            />
          )}
        </Field>
      )}
      <RingVolume tones={audio.tones} />
      {!inCall && <EchoTest stream={held} onAsk={allow} />}
    </div>
  );
}

function RingVolume({ tones }: { tones: Tones }) {
  const id = useId();
  const [volume, setVolume] = useState(ringVolume);
  const put = (next: number) => {
    setVolume(next);
    keepRingVolume(next);
  };
  return (
    <div className={styles.volume}>
      <label htmlFor={id}>Ring tone</label>
      {volume === 0 ? <VolumeX aria-hidden="true" /> : <Volume2 aria-hidden="true" />}
      <input
        id={id}
        type="range"
        min={0}
        max={1}
        step={0.1}
        value={volume}
        aria-valuetext={volume === 0 ? "Off" : `${Math.round(volume * 100)} %`}
        onChange={(event) => put(Number(event.target.value))}
        onPointerUp={() => tones.sample()}
        onKeyUp={() => tones.sample()}
      />
      <span className={styles.value}>{volume === 0 ? "Off" : `${Math.round(volume * 100)} %`}</span>
    </div>
  );
}

/** Plays the own microphone back a moment later, in this browser only. */
function EchoTest({ stream, onAsk }: { stream: MediaStream | null; onAsk: () => void }) {
  const [on, setOn] = useState(false);
  const element = useRef<HTMLAudioElement | null>(null);
  useEffect(() => {
    if (!on || !stream || typeof AudioContext === "undefined") return;
    const context = new AudioContext();
    const late = new DelayNode(context, { delayTime: ECHO_S, maxDelayTime: ECHO_S });
    const out = context.createMediaStreamDestination();
    context.createMediaStreamSource(stream).connect(late).connect(out);
    const player = new Audio();
    element.current = player;
    player.srcObject = out.stream;
    const speaker = localStorage.getItem(SPEAKER_KEY);
    if (speaker && canChooseSpeaker()) void player.setSinkId(speaker).catch(() => undefined);
    void player.play().catch(() => setOn(false));
    const timer = setTimeout(() => setOn(false), ECHO_LIMIT_MS);
    return () => {
      clearTimeout(timer);
      player.pause();
      player.srcObject = null;
      void context.close().catch(() => undefined);
    };
  }, [on, stream]);
  return (
    <div className={styles.echo}>
      <Button
        icon={on ? <Square /> : <Ear />}
        aria-pressed={on}
        onClick={() => {
          if (!stream) onAsk();
          setOn(!on);
        }}
      >
        {on ? "Stop the echo" : "Echo test"}
      </Button>
      <p>{on ? "Speak: you hear yourself a second later." : "Hear yourself as others will. Nothing leaves this computer."}</p>
    </div>
  );
}

function keep(key: string, value: string): void {
  if (value) localStorage.setItem(key, value);
  else localStorage.removeItem(key);
}

const ECHO_S = 1;
/** Nobody should leave it on and wonder. */
const ECHO_LIMIT_MS = 20_000;

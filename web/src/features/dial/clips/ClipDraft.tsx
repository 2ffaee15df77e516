import { Play, RotateCcw, Square } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { freshKey } from "@/api/client";
import { sentenceFor } from "@/api/problem";
import { duration } from "@/format/time";
import { Button, IconButton } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { TextField } from "@/ui/Field";

import styles from "./Clips.module.css";
import { useAddClip } from "./queries";
import { NAME_MAX, type Sound } from "./sound";
import { useSoundPlayer } from "./useSoundPlayer";

interface ClipDraftProps {
  sound: Sound;
  name: string;
  onSaved: () => void;
  onDiscard: () => void;
  onAgain: (() => void) | undefined;
}

/** A sound before it becomes a clip: listened to, named, sent. */
export function ClipDraft({ sound, name: proposed, onSaved, onDiscard, onAgain }: ClipDraftProps) {
  const [name, setName] = useState(proposed);
  const [share, setShare] = useState(0);
  const [key] = useState(freshKey);
  const field = useRef<HTMLInputElement>(null);
  const calledOff = useRef(new AbortController());
  const player = useSoundPlayer(sound.samples);
  const add = useAddClip();
  useEffect(() => field.current?.select(), []);

  const save = () => {
    if (add.isPending || name.trim() === "") return;
    calledOff.current = new AbortController();
    add.mutate({ name: name.trim(), file: sound.file, key, signal: calledOff.current.signal, onProgress: setShare }, { onSuccess: onSaved });
  };
  return (
    <form
      className={styles.panel}
      aria-label="New clip"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {add.isError && (
        <div role="alert">
          <Notice tone="bad">{sentenceFor(add.error)}</Notice>
        </div>
      )}
      <div className={styles.listen}>
        {sound.samples ? (
          <>
            <IconButton look="plain" label={player.playing ? "Stop listening" : "Listen to it"} icon={player.playing ? <Square /> : <Play />} onClick={player.toggle} />
            <span className={styles.track} aria-hidden="true">
              <span style={{ transform: `scaleX(${sound.durationMs ? player.atMs / sound.durationMs : 0})` }} />
            </span>
            <span className={styles.time}>
              {duration(player.atMs)} / {duration(sound.durationMs)}
            </span>
          </>
        ) : (
          <p className={styles.hint}>This browser cannot play the file; the server may still be able to read it.</p>
        )}
      </div>
      <TextField ref={field} label="Name" hint="What you will look for during a call, such as “Voicemail” or “Legal notice”." required maxLength={NAME_MAX} value={name} onChange={(event) => setName(event.target.value)} />
      {add.isPending && (
        <div className={styles.sending} role="progressbar" aria-label="Sending" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)}>
          <span style={{ transform: `scaleX(${share})` }} />
        </div>
      )}
      <div className={styles.ways}>
        <Button type="submit" look="primary" busy={add.isPending} disabled={name.trim() === ""}>
          Save clip
        </Button>
        {onAgain && !add.isPending && (
          <Button icon={<RotateCcw />} onClick={onAgain}>
            Record again
          </Button>
        )}
        <Button look="bare" onClick={() => (add.isPending ? calledOff.current.abort() : onDiscard())}>
          {add.isPending ? "Stop sending" : "Discard"}
        </Button>
      </div>
    </form>
  );
}

import { FileAudio, Mic } from "lucide-react";
import { useRef, useState, type DragEvent } from "react";

import { sentenceFor } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";

import { useDesk } from "../useDesk";

import { ClipDraft } from "./ClipDraft";
import styles from "./Clips.module.css";
import { ClipRecorder } from "./ClipRecorder";
import { nameOfSound, readSound, type Sound } from "./sound";

/** How far a new clip is. */
export type Making = { step: "choose" } | { step: "read" } | { step: "record" } | { step: "save"; sound: Sound; name: string; recorded: boolean };

/** A clip on its way in: a file is chosen or the microphone recorded, it is listened to, named and sent. */
export function NewClip({ making, onMaking }: { making: Making; onMaking: (making: Making) => void }) {
  const [error, setError] = useState<unknown>(null);
  const read = async (file: Blob, name: string, recorded: boolean) => {
    setError(null);
    onMaking({ step: "read" });
    try {
      onMaking({ step: "save", sound: await readSound(file), name, recorded });
    } catch (failure) {
      setError(failure);
      onMaking({ step: "choose" });
    }
  };
  const record = () => {
    setError(null);
    onMaking({ step: "record" });
  };
  return (
    <>
      {error !== null && (
        <div role="alert">
          <Notice tone="bad">{sentenceFor(error)}</Notice>
        </div>
      )}
      {making.step === "choose" && <Chooser onFile={(file) => void read(file, nameOfSound(file), false)} onRecord={record} />}
      {making.step === "read" && (
        <p role="status" className={styles.panel}>
          Reading the sound
        </p>
      )}
      {making.step === "record" && <ClipRecorder onRecorded={(sound) => void read(sound, "", true)} onCancel={() => onMaking({ step: "choose" })} />}
      {making.step === "save" && (
        <ClipDraft
          key={making.name}
          sound={making.sound}
          name={making.name}
          onSaved={() => onMaking({ step: "choose" })}
          onDiscard={() => onMaking({ step: "choose" })}
          onAgain={making.recorded ? record : undefined}
        />
      )}
    </>
  );
}

function Chooser({ onFile, onRecord }: { onFile: (file: File) => void; onRecord: () => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { phase } = useDesk();
  const inCall = phase === "room" || phase === "opening";
  const take = (file: File | null | undefined) => {
    if (file) onFile(file);
  };
  const onDrag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(event.type === "dragover");
    if (event.type === "drop") take(event.dataTransfer.files[0]);
  };
  return (
    // Files may be dropped here; the button does the same without a mouse.
    <div className={styles.drop} data-over={over || undefined} onDragOver={onDrag} onDragLeave={onDrag} onDrop={onDrag}>
      <input
        ref={picker}
        type="file"
        accept="audio/*,.wav,.mp3,.m4a,.ogg"
        className="visually-hidden"
        aria-label="Sound file"
        tabIndex={-1}
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <div className={styles.ways}>
        <Button look="primary" icon={<Mic />} disabled={inCall} onClick={onRecord}>
          Record a clip
        </Button>
        <Button icon={<FileAudio />} onClick={() => picker.current?.click()}>
          Choose a file
        </Button>
      </div>
      <p className={styles.hint}>
        {inCall ? "During a call the microphone is the customer’s: record later, or choose a file." : "Or drop a sound file here: WAV, MP3, M4A or OGG, up to five minutes."}
      </p>
    </div>
  );
}

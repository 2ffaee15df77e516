import { Trash2, Voicemail } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { counted } from "@/format/amounts";
import { duration } from "@/format/time";
import { usePreference } from "@/ui/browser";
import { Button, IconButton } from "@/ui/Button";

import type { Clip } from "../model";

import styles from "./Clips.module.css";
import { Listen } from "./Listen";
import { useRemoveClip } from "./queries";
import { voicemailClip, VOICEMAIL_KEY } from "./voicemail";

/** The clips there are; one of them is what this person leaves on voicemails. */
export function ClipList({ clips, mayWrite }: { clips: readonly Clip[]; mayWrite: boolean }) {
  const [chosen, choose] = usePreference<string>(VOICEMAIL_KEY, "");
  const [asking, setAsking] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const remove = useRemoveClip();
  const ask = (id: string) => {
    setAsked(id);
    setAsking(id);
  };
  const forVoicemail = voicemailClip(clips, chosen)?.id;
  return (
    <section className={styles.kept} aria-label="Clips of this workspace">
      <h3>{counted(clips.length, "clip")}</h3>
      <ul className={styles.list}>
        {clips.map((clip) =>
          asking === clip.id ? (
            <Question key={clip.id} clip={clip} busy={remove.isPending} onKeep={() => setAsking(null)} onRemove={() => remove.mutate(clip, { onSettled: () => setAsking(null) })} />
          ) : (
            <li key={clip.id} className={styles.row}>
              <Listen clip={clip} />
              <span className={styles.about}>
                <span className={styles.name}>{clip.name}</span>
                <span className={styles.time}>{duration(clip.duration_ms)}</span>
              </span>
              <Button
                look="bare"
                className={styles.mark}
                icon={<Voicemail />}
                aria-pressed={clip.id === forVoicemail}
                aria-label={`${clip.id === forVoicemail ? "For voicemails" : "Use for voicemails"}: ${clip.name}`}
                onClick={() => choose(clip.id)}
              >
                {clip.id === forVoicemail ? "For voicemails" : "Use for voicemails"}
              </Button>
              {mayWrite && <IconButton ref={clip.id === asked ? goOn : undefined} label={`Remove ${clip.name}`} icon={<Trash2 />} onClick={() => ask(clip.id)} />}
            </li>
          ),
        )}
      </ul>
      <p className={styles.hint}>The clip for voicemails is your own choice. It is played by one key once a voicemail has beeped.</p>
    </section>
  );
}

function Question({ clip, busy, onKeep, onRemove }: { clip: Clip; busy: boolean; onKeep: () => void; onRemove: () => void }) {
  const answer = useRef<HTMLButtonElement>(null);
  // The question was asked for, so the key that answers it is at hand.
  useEffect(() => answer.current?.focus(), []);
  return (
    <li className={styles.row} data-asking>
      <p className={styles.name}>Remove “{clip.name}” for everybody?</p>
      <div className={styles.ways}>
        <Button onClick={onKeep}>Keep it</Button>
        <Button ref={answer} look="danger" busy={busy} onClick={onRemove}>
          Remove
        </Button>
      </div>
    </li>
  );
}

/** Whoever keeps a clip goes on from its row. */
function goOn(button: HTMLButtonElement | null): void {
  button?.focus();
}

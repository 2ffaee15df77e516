import { useMutation, useQuery } from "@tanstack/react-query";
import { Play, Square } from "lucide-react";

import { sentenceFor } from "@/api/problem";
import { useMay } from "@/features/session/session";
import { duration } from "@/format/time";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { complain } from "@/ui/toasts";

import styles from "./CallDock.module.css";
import { clipsQuery } from "./clips/queries";
import { showShelf } from "./clips/shelf";

interface ClipsProps {
  /** The clip that plays. */
  playingId: string | null;
  /** Somebody is there to hear it. */
  ready: boolean;
  stoppable: boolean;
  /** Plays a clip, or stops the one that plays. */
  play: (id: string | null) => Promise<unknown>;
}

/** Recorded lines to play into the call, one at a time. */
export function Clips({ playingId, ready, stoppable, play }: ClipsProps) {
  const clips = useQuery(clipsQuery);
  const mayWrite = useMay("clips.write");
  const order = useMutation<unknown, Error, string | null>({
    mutationFn: play,
    onError: (error) => complain("The clip was not changed", sentenceFor(error)),
  });
  const items = clips.data ?? [];
  if (clips.isSuccess && items.length === 0) {
    return (
      <Notice>
        <p>{mayWrite ? "No clips yet. Record one after this call, or choose a file now." : "No clips yet. A manager adds recorded lines to the workspace."}</p>
        {mayWrite && (
          <Button className={styles.again} onClick={() => showShelf(true)}>
            Add a clip
          </Button>
        )}
      </Notice>
    );
  }
  if (clips.isError) return <Notice tone="bad">{sentenceFor(clips.error)}</Notice>;
  return (
    <div className={styles.clips} role="group" aria-label="Clips">
      {items.map((clip) => {
        const playing = playingId === clip.id;
        return (
          <button
            key={clip.id}
            type="button"
            className={styles.clip}
            data-on={playing || undefined}
            disabled={!ready || (playing && !stoppable)}
            onClick={() => order.mutate(playing ? null : clip.id)}
          >
            {playing && stoppable ? <Square aria-hidden="true" /> : <Play aria-hidden="true" />}
            <span className={styles.clipName}>
              <span className="visually-hidden">{playing ? (stoppable ? "Stop" : "Playing") : "Play"}</span> {clip.name}
            </span>
            <span className={styles.clipTime}>{duration(clip.duration_ms)}</span>
          </button>
        );
      })}
      {!ready && <p className={styles.hint}>Clips play once somebody has answered.</p>}
    </div>
  );
}

import { RecordingPlayer } from "@/features/dial/RecordingPlayer";
import type { Recording } from "@/features/dial/model";

import styles from "./Recordings.module.css";

/** Each talk of a call, in its order: whoever was put through has talked with several. */
export function Recordings({ recordings }: { recordings: readonly Recording[] }) {
  return (
    <ol className={styles.list}>
      {recordings.map((recording, place) => (
        <li key={recording.id}>
          <span className={styles.name}>{recordings.length > 1 ? `Talk ${place + 1}` : "The talk"}</span>
          {recording.deleted ? <p className={styles.gone}>The recording was deleted.</p> : <RecordingPlayer recording={recording} />}
        </li>
      ))}
    </ol>
  );
}

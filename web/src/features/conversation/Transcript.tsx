import { useEffect, useRef } from "react";

import { duration } from "@/format/time";

import styles from "./Conversation.module.css";
import type { Utterance } from "./model";

interface TranscriptProps {
  utterances: readonly Utterance[];
  agentName: string;
  /** The place of what is being said in the recording; -1 where nothing is. */
  now: number;
  isPlaying: boolean;
  isLive: boolean;
  /** Plays from an instant, where there is a recording. */
  onSeek: ((seconds: number) => void) | null;
}

/** What was said, turn by turn; it follows the recording, and a press on a turn plays from there. */
export function Transcript({ utterances, agentName, now, isPlaying, isLive, onSeek }: TranscriptProps) {
  const list = useRef<HTMLOListElement>(null);
  const shown = isLive ? utterances.length - 1 : isPlaying ? now : -1;
  useEffect(() => {
    if (shown < 0) return;
    const box = list.current;
    const turn = box?.children[shown];
    if (!box || !(turn instanceof HTMLElement)) return;
    // Only the box moves: the page stays where its reader put it.
    const isSeen = turn.offsetTop >= box.scrollTop && turn.offsetTop + turn.offsetHeight <= box.scrollTop + box.clientHeight;
    if (!isSeen) box.scrollTop = turn.offsetTop - box.clientHeight / 2;
  }, [shown]);
  if (utterances.length === 0) return <p className={styles.soft}>{isLive ? "Nobody has said anything yet." : "There is no transcript of this call."}</p>;
  return (
    // A scrolled region must be within reach of the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ol ref={list} className={styles.transcript} aria-label="Transcript" tabIndex={0}>
      {utterances.map(({ speaker, text, from_ms }, place) => (
        <li key={place} data-speaker={speaker} aria-current={place === now || undefined}>
          <span className={styles.who}>
            {speaker === "agent" ? agentName : "Callee"}
            {from_ms !== null &&
              (onSeek ? (
                <button type="button" aria-label={`Play from ${duration(from_ms)}`} onClick={() => onSeek(from_ms / 1_000)}>
                  {duration(from_ms)}
                </button>
              ) : (
                <span>{duration(from_ms)}</span>
              ))}
          </span>
          <p>{text}</p>
        </li>
      ))}
    </ol>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Pause, Play } from "lucide-react";

import { duration } from "@/format/time";
import { IconButton } from "@/ui/Button";

import styles from "./Conversation.module.css";
import type { Conversation } from "./model";
import { readPeaks, speakersOf, type Peaks } from "./peaks";
import type { Player } from "./usePlayer";

/** A recording drawn by its loudness, whoever speaks in a lane of their own; it moves with mouse and arrow keys. */
export function WavePlayer({ recording, utterances, agentName, player }: { recording: NonNullable<Conversation["recording"]>; utterances: Conversation["utterances"]; agentName: string; player: Player }) {
  const peaks = useQuery({ queryKey: ["peaks", recording.url], staleTime: Infinity, retry: false, queryFn: ({ signal }) => readPeaks(recording.url, signal) });
  const seconds = peaks.data?.seconds ?? player.length;
  return (
    <div className={styles.player} role="group" aria-label="Recording">
      {/* What is said stands in the transcript below. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <audio src={recording.url} {...player.element} />
      <div className={styles.wave} data-empty={!peaks.data || undefined}>
        {peaks.data && <Lanes peaks={peaks.data} speakers={speakersOf(peaks.data, utterances)} agentName={agentName} at={seconds > 0 ? player.at / seconds : 0} />}
        <input
          type="range"
          aria-label="Position"
          aria-valuetext={`${duration(player.at * 1_000)} of ${duration(seconds * 1_000)}`}
          min={0}
          max={Math.max(seconds, 0.1)}
          step={0.1}
          value={Math.min(player.at, seconds)}
          onChange={(event) => player.seek(Number(event.target.value))}
        />
      </div>
      <div className={styles.controls}>
        <IconButton label={player.playing ? "Pause" : "Play the recording"} icon={player.playing ? <Pause /> : <Play />} onClick={player.toggle} />
        <span className={styles.soft}>
          {duration(player.at * 1_000)} / {duration(seconds * 1_000)}
        </span>
        <span className={styles.grow} />
        <button type="button" className={styles.speed} aria-label={`Speed ${player.speed} times; press to change`} onClick={player.faster}>
          {player.speed}×
        </button>
      </div>
      {player.broken ? <p className={styles.bad}>The recording could not be played. It may have been deleted.</p> : peaks.isError && <p className={styles.soft}>It can be played, but not drawn.</p>}
    </div>
  );
}

function Lanes({ peaks, speakers, agentName, at }: { peaks: Peaks; speakers: ReturnType<typeof speakersOf>; agentName: string; at: number }) {
  return (
    <div className={styles.lanes} aria-hidden="true">
      {peaks.channels.map((values, channel) => {
        const speaker = speakers?.[channel] ?? null;
        const name = peaks.channels.length === 1 ? null : speaker === "agent" ? agentName : speaker === "callee" ? "Callee" : channel === 0 ? "Left" : "Right";
        return (
          <div key={channel} className={styles.lane} data-speaker={speaker ?? undefined}>
            {name && <span>{name}</span>}
            <svg viewBox={`0 0 ${values.length} 2`} preserveAspectRatio="none">
              {values.map((value, n) => (
                <rect key={n} x={n + 0.15} width={0.7} y={1 - Math.max(0.03, value)} height={Math.max(0.06, value * 2)} data-played={n / values.length < at || undefined} />
              ))}
            </svg>
          </div>
        );
      })}
    </div>
  );
}

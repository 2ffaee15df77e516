import { useMutation, useQuery } from "@tanstack/react-query";
import { AudioLines, Printer, Voicemail, type LucideIcon } from "lucide-react";

import { sentenceFor } from "@/api/problem";
import { usePreference } from "@/ui/browser";
import { Button } from "@/ui/Button";
import { Kbd } from "@/ui/Card";
import { useShortcuts } from "@/ui/shortcuts";
import { complain } from "@/ui/toasts";

import styles from "./CallDock.module.css";
import { clipsQuery } from "./clips/queries";
import { showShelf } from "./clips/shelf";
import { voicemailClip, VOICEMAIL_KEY } from "./clips/voicemail";
import type { Room, Verdict } from "./model";

interface Heard {
  room: Pick<Room, "state" | "detection" | "controls" | "clip">;
  /** Plays a clip into the call. */
  play: (clipId: string) => Promise<unknown>;
}

/** What seems to have answered, when it is no person: a hint, which decides nothing. */
export function DetectionHint({ room, play }: Heard) {
  const verdict = room.state === "connected" ? (room.detection?.verdict ?? "unknown") : "unknown";
  const hint = HINTS[verdict];
  return (
    // It is there from the start, so that what appears in it is read aloud.
    <div role="status" aria-label="Who answered" className={hint ? styles.detection : "visually-hidden"} data-ready={verdict === "machine_ready" || undefined}>
      {hint && (
        <>
          <hint.icon aria-hidden="true" />
          <p title={room.detection?.reason}>{hint.text}</p>
          {verdict === "machine_ready" && room.controls.includes("clips") && <LeaveMessage room={room} play={play} />}
        </>
      )}
    </div>
  );
}

function LeaveMessage({ room, play: send }: Heard) {
  const clips = useQuery(clipsQuery);
  const [chosen] = usePreference<string>(VOICEMAIL_KEY, "");
  const clip = voicemailClip(clips.data ?? [], chosen);
  const play = useMutation({
    mutationFn: send,
    onError: (error) => complain("The message was not played", sentenceFor(error)),
  });
  const isBusy = play.isPending || room.clip !== null;
  const run = () => {
    if (clip && !isBusy) play.mutate(clip.id);
  };
  useShortcuts([{ keys: "v", run }]);
  if (!clips.data || clips.data.length === 0) return null;
  if (!clip) return <Button onClick={() => showShelf(true)}>Choose a clip for voicemails</Button>;
  if (room.clip?.id === clip.id) return <span className={styles.leaving}>Playing “{clip.name}”</span>;
  return (
    <Button look="primary" icon={<AudioLines />} className={styles.leave} disabled={isBusy} aria-keyshortcuts="v" onClick={run}>
      Play “{clip.name}”{" "}
      <span aria-hidden="true">
        <Kbd>V</Kbd>
      </span>
    </Button>
  );
}

const HINTS: Record<Verdict, { icon: LucideIcon; text: string } | null> = {
  human: null,
  unknown: null,
  machine: { icon: Voicemail, text: "Sounds like a voicemail" },
  machine_ready: { icon: Voicemail, text: "Beep heard: leave your message" },
  fax: { icon: Printer, text: "Sounds like a fax machine" },
};

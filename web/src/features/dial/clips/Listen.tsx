import { Play, Square } from "lucide-react";
import { useRef, useState } from "react";

import { IconButton } from "@/ui/Button";
import { complain } from "@/ui/toasts";

import type { Clip } from "../model";
import { canChooseSpeaker, SPEAKER_KEY } from "../speaker";

/** Lets a person hear a clip that is kept; nothing is fetched before. */
export function Listen({ clip }: { clip: Clip }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const toggle = async () => {
    const element = audio.current;
    if (!element) return;
    if (playing) {
      element.pause();
      element.currentTime = 0;
      return;
    }
    const speaker = localStorage.getItem(SPEAKER_KEY);
    // A speaker that is gone leaves it on the system's.
    if (speaker && canChooseSpeaker()) await element.setSinkId(speaker).catch(() => undefined);
    await element.play().catch(() => complain(`“${clip.name}” was not played`, "Its sound could not be fetched. Try again."));
  };
  return (
    <>
      {/* A clip is a line that the agent knows by its name. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <audio
        ref={audio}
        src={`/api/v1/clips/${encodeURIComponent(clip.id)}/sound`}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
      />
      <IconButton label={`${playing ? "Stop" : "Listen to"} ${clip.name}`} icon={playing ? <Square /> : <Play />} onClick={() => void toggle()} />
    </>
  );
}

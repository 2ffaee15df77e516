import { Check, Circle, Mic, Volume2, Wifi, X } from "lucide-react";
import { useState, useSyncExternalStore, type ReactNode } from "react";

import { useLive } from "@/live/hooks";
import { Button } from "@/ui/Button";

import styles from "./SignIn.module.css";
import { shift } from "./shift";
import { useHeard } from "./useHeard";

type Mark = "open" | "good" | "bad";

/** Before a shift: is the agent heard, do they hear, and is the server there. Nothing of it is a condition. */
export function DeviceCheck() {
  const { microphone, tones } = shift.headset;
  const stream = useSyncExternalStore(microphone.subscribe, microphone.current);
  const heard = useHeard(stream);
  const [played, setPlayed] = useState(false);
  const [hears, setHears] = useState<boolean | null>(null);
  const link = useLive((state) => state.link);
  return (
    <ul className={styles.check} aria-label="Check of your devices">
      <Item icon={<Mic aria-hidden="true" />} mark={heard ? "good" : "open"} words={heard ? "Your microphone hears you." : stream ? "Say a few words into the microphone." : "Try the microphone above, and speak."} />
      <Item
        icon={<Volume2 aria-hidden="true" />}
        mark={hears === null ? "open" : hears ? "good" : "bad"}
        words={hears === null ? (played ? "Did you hear the sound?" : "Play a sound, to know that you hear.") : hears ? "You hear your speaker." : "Choose another speaker above, turn it up, and play again."}
      >
        {(!played || hears === false) && (
          <Button
            onClick={() => {
              tones.sample();
              setPlayed(true);
              setHears(null);
            }}
          >
            Play
          </Button>
        )}
        {played && hears === null && (
          <>
            <Button onClick={() => setHears(true)}>Yes</Button>
            <Button onClick={() => setHears(false)}>No</Button>
          </>
        )}
      </Item>
      <Item icon={<Wifi aria-hidden="true" />} mark={link === "live" ? "good" : link === "stale" ? "bad" : "open"} words={link === "live" ? "The server is connected." : link === "stale" ? "The connection to the server is lost; it comes back by itself." : "Connecting to the server."} />
    </ul>
  );
}

function Item({ icon, mark, words, children }: { icon: ReactNode; mark: Mark; words: string; children?: ReactNode }) {
  return (
    <li className={styles.item} data-mark={mark}>
      {icon}
      <span className={styles.grow}>{words}</span>
      {children}
      {mark === "good" ? <Check className={styles.mark} role="img" aria-label="good" /> : mark === "bad" ? <X className={styles.mark} role="img" aria-label="not good" /> : <Circle className={styles.mark} role="img" aria-label="not checked yet" />}
    </li>
  );
}

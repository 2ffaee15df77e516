import { PhoneOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { Kbd } from "@/ui/Card";

import styles from "./CallDock.module.css";

/** Ends the call by a click, or by holding Escape: long enough that no slip ends a talk. */
export function EndButton({ ending, onEnd }: { ending: boolean; onEnd: () => void }) {
  const holding = useHeldEscape(onEnd);
  return (
    <button type="button" className={styles.end} aria-keyshortcuts="Escape" data-holding={holding || undefined} aria-disabled={ending || undefined} onClick={onEnd}>
      <PhoneOff aria-hidden="true" />
      <span>{ending ? "Ending" : "End call"}</span>
      <span className={styles.hold} aria-hidden="true">
        hold <Kbd>Esc</Kbd>
      </span>
    </button>
  );
}

function useHeldEscape(run: () => void): boolean {
  const [holding, setHolding] = useState(false);
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    let timer = 0;
    const release = () => {
      clearTimeout(timer);
      timer = 0;
      setHolding(false);
    };
    const press = (event: KeyboardEvent) => {
      // Escape that closes a dialog or a list belongs to that.
      const inFront = document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]');
      if (event.key !== "Escape" || event.repeat || timer !== 0 || inFront) return;
      setHolding(true);
      timer = window.setTimeout(() => {
        release();
        latest.current();
      }, HOLD_MS);
    };
    const lift = (event: KeyboardEvent) => {
      if (event.key === "Escape") release();
    };
    window.addEventListener("keydown", press);
    window.addEventListener("keyup", lift);
    window.addEventListener("blur", release);
    return () => {
      release();
      window.removeEventListener("keydown", press);
      window.removeEventListener("keyup", lift);
      window.removeEventListener("blur", release);
    };
    // The listeners outlive renders: a render must not interrupt a key that is held.
  }, []);
  return holding;
}

/** As in the style sheet. */
const HOLD_MS = 600;

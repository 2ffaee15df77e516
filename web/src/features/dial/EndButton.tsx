import { PhoneOff } from "lucide-react";
import { useEffect, useState } from "react";

import { Kbd } from "@/ui/Card";

import styles from "./CallDock.module.css";
import { desk } from "./desk";

/** Ends the call by a click, or by holding Escape: long enough that no slip ends a talk. */
export function EndButton({ ending }: { ending: boolean }) {
  const holding = useHeldEscape(() => desk.tell({ type: "end" }));
  return (
    <button type="button" className={styles.end} aria-keyshortcuts="Escape" data-holding={holding || undefined} aria-disabled={ending || undefined} onClick={() => desk.tell({ type: "end" })}>
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
        run();
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
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return holding;
}

/** As in the style sheet. */
const HOLD_MS = 600;

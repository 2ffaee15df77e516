import { Link } from "react-router";

import { count } from "@/format/amounts";
import { Switch } from "@/ui/Tick";

import styles from "./Consent.module.css";
import { scopeTo, withoutConsent, type Scope } from "./model";

interface ConsentSwitchProps {
  scope: Scope;
  checked: boolean;
  disabled?: boolean;
  /** How many leads that keeps from being called; null while that is not known. */
  leftOut: number | null;
  isAtLeast?: boolean;
  listIds: readonly string[];
  error?: string;
  onChange: (on: boolean) => void;
}

/** Whether only those are called who agreed to it, why one would, and how many that leaves out. */
export function ConsentSwitch({ scope, checked, disabled, leftOut, isAtLeast = false, listIds, error, onChange }: ConsentSwitchProps) {
  return (
    <div className={styles.switch}>
      <Switch checked={checked} disabled={disabled} onChange={onChange} hint={WHY[scope]}>
        Only leads who agreed {scopeTo(scope)}
      </Switch>
      {checked && leftOut !== null && (
        <p className={styles.left} data-some={leftOut > 0 || undefined}>
          {leftOut === 0 ? (
            "Nobody is left out by that."
          ) : (
            <>
              {isAtLeast ? "More than " : ""}
              {count(leftOut)} {leftOut === 1 ? "lead is" : "leads are"} left out, as no consent is recorded. <Link to={withoutConsent(scope, listIds)}>Look at them</Link>
            </>
          )}
        </p>
      )}
      {!checked && scope === "ai_voice" && <p className={styles.left} data-some>Everybody is called, agreed or not. You answer for it that this is allowed.</p>}
      {error && <p className={styles.bad}>{error}</p>}
    </div>
  );
}

const WHY: Record<Scope, string> = {
  ai_voice: "In many countries, the United States among them, an artificial or recorded voice may call only people who agreed to it before. Without a recorded consent a lead is not dialled.",
  human_call: "For places, or promises, where people must be asked before anybody calls them. Without a recorded consent a lead is not dialled.",
  recording: "Without a recorded consent a lead is not dialled.",
  email: "Without a recorded consent a lead is not dialled.",
};

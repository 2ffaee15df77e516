import { useRef, useState } from "react";

import { sentenceFor } from "@/api/problem";
import { useShortcuts } from "@/ui/shortcuts";
import { complain } from "@/ui/toasts";

import styles from "./CallDock.module.css";
import { desk } from "./desk";

interface KeypadProps {
  ready: boolean;
  /** Presses one key on the other's line. */
  send: (digit: string) => Promise<unknown>;
}

/** The keys of a telephone, by pointer or by the keyboard's digits. */
export function Keypad({ ready, send }: KeypadProps) {
  const [sent, setSent] = useState("");
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const press = (digit: string) => {
    if (!ready) return;
    setSent((before) => (before + digit).slice(-DIGITS_SHOWN));
    desk.headset.tones.digit(digit);
    // One after the other: a menu reads them in the order in which they arrive.
    last.current = last.current
      .then(() => send(digit))
      .catch((error: unknown) => complain(`${digit} was not sent`, sentenceFor(error)));
  };
  useShortcuts(DIGITS.map((digit) => ({ keys: digit, run: () => press(digit) })));
  return (
    <div className={styles.keypad} role="group" aria-label="Keypad">
      <output className={styles.sent} aria-label="Sent digits">
        {sent || (ready ? "Digits are sent as you press them" : "Works once somebody has answered")}
      </output>
      {DIGITS.map((digit) => (
        <button key={digit} type="button" className={styles.key} disabled={!ready} onClick={() => press(digit)}>
          {digit}
          <span aria-hidden="true">{LETTERS[digit] ?? ""}</span>
        </button>
      ))}
    </div>
  );
}

const DIGITS = [..."123456789*0#"];
const DIGITS_SHOWN = 24;
const LETTERS: Record<string, string> = { 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ", 0: "+" };

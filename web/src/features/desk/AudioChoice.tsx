import { Headphones, Phone } from "lucide-react";

import { TextField } from "@/ui/Field";

import type { SeatAudioChoice } from "./requests";
import styles from "./SignIn.module.css";

/** Through what the agent talks: this browser, or a phone of their own that is rung once and stays on the line. */
export function AudioChoice({ audio, phone, error, onChange }: SeatAudioChoice & { error?: string; onChange: (choice: SeatAudioChoice) => void }) {
  return (
    <div className={styles.audio}>
      <fieldset className={styles.pair}>
        <legend className="visually-hidden">Through what you talk</legend>
        {CHOICES.map(({ value, label, about, icon: Icon }) => (
          <label key={value} className={styles.choice} data-on={value === audio || undefined}>
            <input type="radio" name="audio" className="visually-hidden" checked={value === audio} onChange={() => onChange({ audio: value, phone })} />
            <span className={styles.kind}>
              <Icon aria-hidden="true" />
              {label}
            </span>
            <span className={styles.about}>{about}</span>
          </label>
        ))}
      </fieldset>
      {audio === "phone" && (
        <TextField
          label="Your phone"
          type="tel"
          autoComplete="tel"
          placeholder="+49 30 901820"
          value={phone ?? ""}
          maxLength={40}
          error={error}
          hint="It rings when you sign in. Leave it empty for the phone that you used last."
          onChange={(event) => onChange({ audio, phone: event.target.value || null })}
        />
      )}
    </div>
  );
}

const CHOICES = [
  { value: "browser", label: "This browser", about: "Headset at this computer", icon: Headphones },
  { value: "phone", label: "My phone", about: "It is rung and stays on the line", icon: Phone },
] as const;

import { useState } from "react";

import { TextField } from "@/ui/Field";
import { Tick } from "@/ui/Tick";

import styles from "../consent/Consent.module.css";
import { ALL_SCOPES, SCOPES, SOURCE_MAX, type ImportConsents } from "../consent/model";

interface FileConsentsProps {
  given: ImportConsents | null;
  onChange: (given: ImportConsents | null) => void;
  /** Told whether something is said that does not count yet, as nothing says how it is known. */
  onHalf: (isHalf: boolean) => void;
}

/** What everybody in the file has agreed to. It counts once it says how that is known. */
export function FileConsents({ given, onChange, onHalf }: FileConsentsProps) {
  const [on, setOn] = useState(given !== null);
  const [scopes, setScopes] = useState<readonly string[]>(given?.scopes ?? ["ai_voice"]);
  const [source, setSource] = useState(given?.source ?? "");
  const say = (next: { on: boolean; scopes: readonly string[]; source: string }) => {
    const known = next.source.trim();
    const whole = next.on && next.scopes.length > 0 && known !== "" ? { scopes: [...next.scopes], source: known } : null;
    onHalf(next.on && whole === null);
    if (JSON.stringify(whole) !== JSON.stringify(given)) onChange(whole);
  };
  return (
    <div className={styles.group}>
      <Tick
        checked={on}
        hint="Whoever took a consent back before does not give it again by this."
        onChange={(next) => {
          setOn(next);
          say({ on: next, scopes, source });
        }}
      >
        Everybody in this file has agreed
      </Tick>
      {on && (
        <div className={styles.scopes}>
          {ALL_SCOPES.map((scope) => (
            <Tick
              key={scope}
              checked={scopes.includes(scope)}
              onChange={(next) => {
                const chosen = next ? [...scopes, scope] : scopes.filter((one) => one !== scope);
                setScopes(chosen);
                say({ on, scopes: chosen, source });
              }}
            >
              {SCOPES[scope].to.charAt(0).toUpperCase() + SCOPES[scope].to.slice(1)}
            </Tick>
          ))}
          <TextField
            label="How this is known"
            required
            hint="It is kept with every lead, as proof: a form with its date, a fair, a contract."
            maxLength={SOURCE_MAX}
            value={source}
            onChange={(event) => {
              setSource(event.target.value);
              // It is known at once that something is missing; what is written counts when it is left.
              onHalf(on && (event.target.value.trim() === "" || scopes.length === 0));
            }}
            onBlur={() => say({ on, scopes, source })}
            onKeyDown={(event) => {
              if (event.key === "Enter") say({ on, scopes, source });
            }}
          />
        </div>
      )}
    </div>
  );
}

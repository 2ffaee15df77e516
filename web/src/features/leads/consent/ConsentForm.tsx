import { useState } from "react";

import { ApiProblem, sentenceFor } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Field, TextField } from "@/ui/Field";
import { Segments } from "@/ui/Segments";
import { Select } from "@/ui/Select";

import styles from "./Consent.module.css";
import { SCOPE_CHOICES, SOURCE_MAX, type ConsentWord, type Scope } from "./model";

interface ConsentFormProps {
  /** Whose: read aloud. */
  label: string;
  start?: Partial<ConsentWord>;
  busy: boolean;
  error?: unknown;
  onSay: (word: ConsentWord) => void;
  onCancel?: () => void;
}

/** What is agreed to or taken back, and how that is known: without that, nobody could prove it. */
export function ConsentForm({ label, start, busy, error, onSay, onCancel }: ConsentFormProps) {
  const [scope, setScope] = useState<Scope>((start?.scope as Scope | undefined) ?? "ai_voice");
  const [way, setWay] = useState<"given" | "withdrawn">(start?.granted === false ? "withdrawn" : "given");
  const [source, setSource] = useState("");
  const wrong = error instanceof ApiProblem ? error.field("source") : undefined;
  return (
    <form
      className={styles.form}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && source.trim() !== "") onSay({ scope, granted: way === "given", source: source.trim() });
      }}
    >
      <Segments label="What they said" value={way} choices={WAYS} onChange={setWay} />
      <Field label="About">{({ id }) => <Select<Scope> id={id} value={scope} choices={SCOPE_CHOICES} onChange={setScope} />}</Field>
      <TextField label="How this is known" required maxLength={SOURCE_MAX} hint="A form with its date, a recording, a letter." placeholder={way === "given" ? "Sign-up form, 12 May" : "Asked by phone, today"} error={wrong} value={source} onChange={(event) => setSource(event.target.value)} />
      {Boolean(error) && !wrong && (
        <p role="alert" className={styles.bad}>
          {sentenceFor(error)}
        </p>
      )}
      <span className={styles.acts}>
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <Button type="submit" look="primary" busy={busy} disabled={source.trim() === ""}>
          {way === "given" ? "Record the consent" : "Take it back"}
        </Button>
      </span>
    </form>
  );
}

const WAYS = [
  { value: "given", label: "They agreed" },
  { value: "withdrawn", label: "They took it back" },
] as const;

import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { useId } from "react";

import type { components } from "@/api/schema";
import { Button, IconButton } from "@/ui/Button";
import { Kbd } from "@/ui/Card";
import { Input } from "@/ui/Field";
import { Select } from "@/ui/Select";

import styles from "./OutcomeList.module.css";

/** Something that an agent may say came of a talk. */
export type Outcome = components["schemas"]["Disposition"];

interface OutcomeListProps {
  items: readonly Outcome[];
  error?: string;
  disabled?: boolean;
  onChange: (items: Outcome[]) => void;
}

/** What agents may say came of a talk, in the order of their buttons, each with what follows from it. */
export function OutcomeList({ items, error, disabled = false, onChange }: OutcomeListProps) {
  const id = useId();
  const put = (place: number, part: Partial<Outcome>) => onChange(items.map((one, n) => (n === place ? { ...one, ...part } : one)));
  const add = () => onChange([...items, { code: freshCode(items), label: "", ...MEANINGS.nothing.is }]);
  const move = (one: Outcome, to: number) => {
    const rest = items.filter((other) => other !== one);
    onChange([...rest.slice(0, to), one, ...rest.slice(to)]);
  };
  // The server names them by the words that calls keep, which nobody sees here.
  const isNameless = ({ label }: Outcome) => error !== undefined && label.trim() === "";
  return (
    <div className={styles.group}>
      <ol className={styles.outcomes} aria-label="Outcomes">
        {items.map((one, n) => {
          const meaning = meaningOf(one);
          const name = one.label || `outcome ${n + 1}`;
          return (
            <li key={one.code}>
              {n < 9 ? <Kbd>{n + 1}</Kbd> : <span />}
              <Input
                disabled={disabled}
                aria-label={`Outcome ${n + 1}`}
                aria-describedby={`${id}-${one.code}`}
                {...(isNameless(one) && { "aria-invalid": true })}
                value={one.label}
                maxLength={60}
                onChange={(event) => put(n, { label: event.target.value })}
              />
              <Select disabled={disabled} label={`What ${name} means`} value={meaning} choices={MEANING_CHOICES} onChange={(next) => put(n, MEANINGS[next].is)} />
              <div className={styles.orders}>
                <IconButton disabled={disabled} resting={n === 0} label={`Move ${name} up`} icon={<ArrowUp />} onClick={() => move(one, n - 1)} />
                <IconButton disabled={disabled} resting={n === items.length - 1} label={`Move ${name} down`} icon={<ArrowDown />} onClick={() => move(one, n + 1)} />
                <IconButton disabled={disabled} label={`Remove ${name}`} icon={<Trash2 />} onClick={() => onChange(items.filter((other) => other !== one))} />
              </div>
              <p id={`${id}-${one.code}`} className={isNameless(one) ? styles.error : styles.hint}>
                {isNameless(one) ? "Say what agents see on its button." : MEANINGS[meaning].about}
              </p>
            </li>
          );
        })}
      </ol>
      {error && !items.some(isNameless) && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
      <div>
        <Button disabled={disabled || items.length >= ITEMS_MAX} onClick={add}>
          Add an outcome
        </Button>
      </div>
      <p className={styles.hint}>The first nine are chosen by the digits 1 to 9.</p>
    </div>
  );
}

/** A word that none of them has or had: calls keep it, and used again it would change what was said of them. */
function freshCode(items: readonly Outcome[]): string {
  let at = Date.now();
  const code = () => `outcome_${at.toString(36)}`;
  while (items.some((one) => one.code === code())) at += 1;
  return code();
}

const none = { final: false, callback: false, do_not_call: false, retry: false };

type Meaning = "nothing" | "final" | "callback" | "retry" | "do_not_call";

/** What may follow an outcome. */
const MEANINGS: Record<Meaning, { label: string; about: string; is: Omit<Outcome, "code" | "label"> }> = {
  nothing: { label: "Nothing more", about: "It is noted; the lead stays open and its campaign is done with it.", is: none },
  final: { label: "Done with", about: "The lead is closed and called by no campaign any more.", is: { ...none, final: true } },
  callback: { label: "Call back", about: "The agent agrees on a time; then it is called before all others.", is: { ...none, callback: true } },
  retry: { label: "Try again", about: "It is called again by the rule “The agent’s outcome asks for it” of its campaign.", is: { ...none, retry: true } },
  do_not_call: { label: "Never again", about: "The number goes on the do-not-call list and the lead is closed.", is: { ...none, final: true, do_not_call: true } },
};
const MEANING_CHOICES = (Object.keys(MEANINGS) as Meaning[]).map((value) => ({ value, label: MEANINGS[value].label }));

/** The strongest of what an outcome means. */
function meaningOf({ do_not_call, final, callback, retry }: Outcome): Meaning {
  return do_not_call ? "do_not_call" : final ? "final" : callback ? "callback" : retry ? "retry" : "nothing";
}

/** So many the server takes. */
const ITEMS_MAX = 40;

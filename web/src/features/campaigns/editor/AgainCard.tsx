import { NumberField } from "@/features/settings/NumberField";
import { wholeNumber } from "@/features/settings/minutes";
import { Tick } from "@/ui/Tick";

import type { RetryOutcome, RetryRule } from "../model";
import { delayWords, RETRIES, ruleWords } from "../words";
import styles from "./Editor.module.css";
import type { PartProps } from "./Editor";
import { Part } from "./Part";
import { MaybeWhole, Whole } from "./Whole";

/** When a lead is called again, by what became of the last call, and how often at most. */
export function AgainCard({ settings, set, errorOf }: PartProps) {
  const put = (outcome: RetryOutcome, part: Partial<RetryRule>) => set({ retry: { ...settings.retry, [outcome]: { ...settings.retry[outcome], ...part } } });
  return (
    <Part title="Calling again" about="What follows each outcome. An agent’s callback with an agreed time comes before all of these.">
      <ul className={styles.retries}>
        {Object.entries(RETRIES).map(([key, label]) => {
          const outcome = key as RetryOutcome;
          const rule = settings.retry[outcome];
          return (
            <li key={key}>
              <p className={styles.label}>
                {label} <span className={styles.soft}>{ruleWords(rule)}</span>
              </p>
              <div className={styles.row}>
                <Whole label="Calls in all" value={rule.attempts_max} min={0} max={100} error={errorOf(`retry.${outcome}.attempts_max`) ?? errorOf(`retry.${outcome}`)} onChange={(attempts_max) => put(outcome, { attempts_max })} />
                <NumberField label="After" value={rule.delay_minutes} show={delayWords} read={readDelay} error={errorOf(`retry.${outcome}.delay_minutes`)} onChange={(delay_minutes) => put(outcome, { delay_minutes })} />
                <div className={styles.ticks}>
                  <Tick checked={rule.next_number} onChange={(next_number) => put(outcome, { next_number })}>
                    Next number
                  </Tick>
                  <Tick checked={rule.other_hour} onChange={(other_hour) => put(outcome, { other_hour })}>
                    Other time of day
                  </Tick>
                </div>
              </div>
            </li>
          );
        })}
      </ul>
      <div className={styles.pair}>
        <MaybeWhole label="Calls to one number in 24 hours" hint="By the whole workspace." value={settings.caps.per_day} min={1} max={1_000} error={errorOf("caps.per_day")} onChange={(per_day) => set({ caps: { ...settings.caps, per_day } })} />
        <MaybeWhole label="Calls to one number in all" hint="By this campaign." value={settings.caps.in_all} min={1} max={1_000} error={errorOf("caps.in_all")} onChange={(in_all) => set({ caps: { ...settings.caps, in_all } })} />
      </div>
      <NumberField
        label="Abandoned calls, at most (% of people who answer, over 30 days)"
        hint={settings.audience === "consumer" ? "The law allows 3 % for people at home." : "When it is spent, one line is dialled for each agent."}
        error={errorOf("abandon_budget_permille")}
        value={settings.abandon_budget_permille}
        show={(permille) => String(permille / 10)}
        read={(text) => readPermille(text, settings.audience === "consumer" ? 30 : 1_000)}
        onChange={(abandon_budget_permille) => set({ abandon_budget_permille })}
      />
    </Part>
  );
}

/** Minutes of "30", "15 min", "4 h" or "2 d". */
export function readDelay(text: string): number | undefined {
  const match = /^(\d{1,6})\s*(m|min|h|d)?$/i.exec(text.trim());
  if (!match) return /^at once$/i.test(text.trim()) ? 0 : undefined;
  const minutes = Number(match[1]) * (UNITS[(match[2] ?? "min").toLowerCase()] ?? 1);
  return minutes <= DELAY_MAX ? minutes : undefined;
}

function readPermille(text: string, most: number): number | undefined {
  const [whole = "", tenth = "0"] = text.trim().replace(",", ".").split(".");
  const parts = [wholeNumber(whole), /^\d?$/.test(tenth) ? Number(tenth || "0") : null];
  if (parts[0] === null || parts[1] === null || parts[0] === undefined || parts[1] === undefined) return undefined;
  const permille = parts[0] * 10 + parts[1];
  return permille <= most ? permille : undefined;
}

const UNITS: Record<string, number> = { m: 1, min: 1, h: 60, d: 1_440 };
const DELAY_MAX = 60 * 1_440;

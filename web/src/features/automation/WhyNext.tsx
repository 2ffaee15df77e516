import { useQuery } from "@tanstack/react-query";
import { Check, CircleHelp, Clock, X, Zap } from "lucide-react";

import { LookMark } from "@/features/desk/LookMark";
import type { Lead } from "@/features/dial/model";
import { zonesOf } from "@/features/dial/zoned";
import styles from "@/features/leads/lead/Allowed.module.css";
import { resultLook } from "@/features/leads/result";
import { useMay } from "@/features/session/session";
import { bothClocks } from "@/format/time";
import { classes } from "@/ui/classes";

import { whyNextQuery } from "./queries";

/** What came of calling a lead by itself, and whether the automation calls it next, rule by rule. */
export function WhyNext({ lead }: { lead: Lead }) {
  const mayRead = useMay("automation.read");
  const { data } = useQuery({ ...whyNextQuery(lead.id), enabled: mayRead });
  // A workspace without automation has nothing to say here.
  const why = data?.checks.some(({ code }) => code === "set_up") ? undefined : data;
  const { result } = lead;
  if (!why && result === null) return null;
  const tone = why?.next ? "good" : why?.at ? "waiting" : undefined;
  const Icon = !why ? CircleHelp : why.next ? Zap : why.at ? Clock : CircleHelp;
  return (
    <section className={styles.card} data-tone={tone} aria-label="Automation">
      {why && (
        <details>
          <summary>
            <Icon aria-hidden="true" />
            <span>
              <strong>{why.next ? "Is called next" : why.at ? `Is called from ${bothClocks(why.at, zonesOf(lead)[0])}` : "Is not called by itself"}</strong>
              <span className={styles.first}>{why.sentence}</span>
            </span>
          </summary>
          <ul className={styles.rules}>
            {why.checks.map(({ code, ok, sentence }) => (
              <li key={code} data-verdict={ok ? "pass" : "refuse"}>
                {ok ? <Check aria-hidden="true" /> : <X aria-hidden="true" />}
                <span>
                  <span className="visually-hidden">{ok ? "Holds: " : "Does not hold: "}</span>
                  {sentence}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {result !== null && (
        <p className={classes(styles.last, styles.came)}>
          <span>What came of it:</span>
          <LookMark small look={resultLook(result)} />
        </p>
      )}
    </section>
  );
}

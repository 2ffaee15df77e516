import { useQuery } from "@tanstack/react-query";
import { Check, CircleCheck, CircleSlash, Clock, X } from "lucide-react";

import { zonesOf } from "@/features/dial/zoned";
import { bothClocks, dateTime } from "@/format/time";
import { sentenceFor } from "@/api/problem";

import type { Diallable, Lead } from "../model";
import { diallableQuery } from "../queries";
import styles from "./Allowed.module.css";

/** Whether a lead may be called now, rule by rule, and why it was or was not called last. */
export function Allowed({ lead }: { lead: Lead }) {
  const asked = useQuery(diallableQuery(lead.id));
  if (asked.isPending) return <section className={styles.card} aria-busy="true" aria-label="May it be called now?" />;
  if (asked.isError) {
    return (
      <section className={styles.card} aria-label="May it be called now?">
        <p className={styles.quiet}>Whether it may be called is not known: {sentenceFor(asked.error)}</p>
      </section>
    );
  }
  const { rules, why_last } = asked.data;
  const { tone, title, Icon } = verdictOf(asked.data, zonesOf(lead)[0]);
  return (
    <section className={styles.card} data-tone={tone} aria-label="May it be called now?">
      <details>
        <summary>
          <Icon aria-hidden="true" />
          <span>
            <strong>{title}</strong>
            <span className={styles.first}>{reasonOf(asked.data)}</span>
          </span>
        </summary>
        <ul className={styles.rules}>
          {rules.map((rule) => (
            <li key={rule.code} data-verdict={rule.allowed ? "pass" : rule.until ? "postpone" : "refuse"}>
              {rule.allowed ? <Check aria-hidden="true" /> : rule.until ? <Clock aria-hidden="true" /> : <X aria-hidden="true" />}
              <span>
                <span className="visually-hidden">{rule.allowed ? "Allowed: " : "Not allowed: "}</span>
                {rule.sentence}
              </span>
            </li>
          ))}
        </ul>
      </details>
      {why_last && (
        <p className={styles.last}>
          <span>Last time, {dateTime(why_last.at)}:</span> {why_last.sentence}
        </p>
      )}
    </section>
  );
}

function verdictOf({ allowed, next_opening }: Diallable, zone: string | undefined) {
  if (allowed) return { tone: "good", title: "May be called now", Icon: CircleCheck } as const;
  if (next_opening) return { tone: "waiting", title: `Not now; from ${bothClocks(next_opening, zone)}`, Icon: Clock } as const;
  return { tone: "bad", title: "May not be called", Icon: CircleSlash } as const;
}

/** The rule that decides, or how many agree. */
function reasonOf({ allowed, rules }: Diallable): string {
  const against = rules.find((rule) => !rule.allowed);
  if (!allowed && against) return against.sentence;
  return rules.length === 1 ? "The one rule agrees." : `All ${rules.length} rules agree.`;
}

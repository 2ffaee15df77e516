import { Check, Clock, ShieldCheck, X } from "lucide-react";

import { dateTime } from "@/format/time";
import { words } from "@/format/words";

import { readReceipt } from "./receipt";
import styles from "./ReceiptList.module.css";

/** Why a call was allowed or refused: every rule, what it said, and what it looked at. */
export function ReceiptList({ receipt }: { receipt: unknown }) {
  const read = readReceipt(receipt);
  if (!read) return <p className={styles.about}>The rules are asked at the moment of dialling; that has not come yet.</p>;
  return (
    <>
      {read.decidedAt && <p className={styles.about}>Decided {dateTime(read.decidedAt)} here.</p>}
      <ul className={styles.list}>
        {read.findings.map((finding) => (
          <li key={finding.rule} className={styles.finding} data-verdict={finding.verdict}>
            <VerdictIcon verdict={finding.verdict} />
            <div>
              <p>
                <span className="visually-hidden">{words(finding.verdict)}: </span>
                {finding.message || words(finding.rule)}
              </p>
              {finding.facts.length > 0 && (
                <dl className={styles.facts}>
                  {finding.facts.map(([name, value]) => (
                    <div key={name}>
                      <dt>{words(name)}</dt>
                      <dd>{value}</dd>
                    </div>
                  ))}
                </dl>
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function VerdictIcon({ verdict }: { verdict: string }) {
  if (verdict === "pass") return <Check aria-hidden="true" />;
  if (verdict === "overridden") return <ShieldCheck aria-hidden="true" />;
  if (verdict === "postpone") return <Clock aria-hidden="true" />;
  return <X aria-hidden="true" />;
}

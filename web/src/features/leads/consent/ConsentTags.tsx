import { ShieldCheck } from "lucide-react";

import { DASH } from "@/format/words";
import { Tag } from "@/ui/Card";

import styles from "./Consent.module.css";
import { scopeWord } from "./model";

/** What a lead has agreed to, in one line. */
export function ConsentTags({ scopes }: { scopes: readonly string[] }) {
  if (scopes.length === 0) return <span aria-label="none">{DASH}</span>;
  return (
    <span className={styles.tags}>
      {scopes.map((scope) => (
        <Tag key={scope} tone="good">
          <ShieldCheck aria-hidden="true" />
          {scopeWord(scope)}
        </Tag>
      ))}
    </span>
  );
}

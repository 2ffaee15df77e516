import { Check, CircleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { Link } from "react-router";

import type { CampaignInput } from "../model";
import type { Gap } from "./draft";
import styles from "./Editor.module.css";
import { briefOf, STEPS, type StepKey } from "./steps";

interface StepListProps {
  draft: CampaignInput;
  now: StepKey;
  gaps: readonly Gap[];
  /** Steps with something that the server refused. */
  refused: ReadonlySet<StepKey>;
}

/** The steps with what was chosen in each; every one can be gone to at any time. */
export function StepList({ draft, now, gaps, refused }: StepListProps) {
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a narrow page the steps reach beyond the edge.
    strip.current?.querySelector('[aria-current="step"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [now]);
  return (
    <nav ref={strip} className={styles.steps} aria-label="Steps">
      <ol>
        {STEPS.map(({ key, title }, place) => {
          const isBad = refused.has(key);
          const isOpen = isBad || gaps.some(({ section }) => section === key);
          const brief = briefOf(key, draft);
          return (
            <li key={key}>
              <Link to={`?step=${key}`} replace preventScrollReset className={styles.step} aria-current={key === now ? "step" : undefined} data-state={isBad ? "bad" : isOpen ? "open" : key === "check" ? undefined : "fine"}>
                <span className={styles.number} aria-hidden="true">
                  {isOpen ? <CircleAlert /> : key === "check" ? place + 1 : <Check />}
                </span>
                <span className={styles.stepText}>
                  {title}
                  {brief && <small>{brief}</small>}
                </span>
                {isOpen && <span className="visually-hidden">{isBad ? ", refused" : ", something is missing"}</span>}
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

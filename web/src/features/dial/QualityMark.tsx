import { useEffect, useState } from "react";

import { Tip } from "@/ui/Tip";

import styles from "./CallDock.module.css";
import type { Quality } from "./model";
import { estimated, gradeOf } from "./quality";

/** How well the audio travels: bars, a word, and the figures on hover. */
export function QualityMark({ quality, on, measure }: { quality: Quality | null; on: boolean; measure: () => Promise<Quality | null> }) {
  const own = useOwnMeasurement(on, measure);
  const grade = gradeOf(on ? worse(quality, own) : null);
  return (
    <Tip text={grade.detail}>
      <button type="button" className={styles.quality} data-bars={grade.bars}>
        <span className={styles.bars} aria-hidden="true">
          {[1, 2, 3, 4].map((bar) => (
            <span key={bar} data-on={bar <= grade.bars || undefined} />
          ))}
        </span>
        <span className="visually-hidden">Audio quality: </span>
        {on ? grade.word : "No audio"}
        <span className="visually-hidden">. {grade.detail}</span>
      </button>
    </Tip>
  );
}

function useOwnMeasurement(on: boolean, measure: () => Promise<Quality | null>): Quality | null {
  const [own, setOwn] = useState<Quality | null>(null);
  useEffect(() => {
    if (!on) return;
    const look = () => void measure().then(setOwn);
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [on, measure]);
  return own;
}

/** A chain is as good as its worst part. */
function worse(a: Quality | null, b: Quality | null): Quality | null {
  if (!a || !b) return a ?? b;
  return (a.mos ?? estimated(a)) <= (b.mos ?? estimated(b)) ? a : b;
}

const LOOK_EVERY_MS = 2_000;

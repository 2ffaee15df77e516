import { duration } from "@/format/time";

import styles from "./Turns.module.css";
import { median, partsInWords, TURN_PARTS, type TurnLatency } from "./turns";

/** How long the callee waited for an answer, turn by turn, and where that time went. */
export function TurnList({ turns, onSeek }: { turns: readonly TurnLatency[]; onSeek?: ((seconds: number) => void) | null }) {
  const worst = Math.max(1, ...turns.map(({ total_ms }) => total_ms));
  return (
    <div className={styles.turns}>
      <dl className={styles.figures}>
        <div>
          <dt>Median</dt>
          <dd>{median(turns.map(({ total_ms }) => total_ms))} ms</dd>
        </div>
        <div>
          <dt>Worst</dt>
          <dd>{worst} ms</dd>
        </div>
        <div>
          <dt>Our own share, median</dt>
          <dd>{median(turns.map(({ transport_ms }) => transport_ms))} ms</dd>
        </div>
      </dl>
      <ul className={styles.legend} aria-label="Colours">
        {TURN_PARTS.map(({ key, word }) => (
          <li key={key}>
            <span data-part={key} aria-hidden="true" />
            {word.charAt(0).toUpperCase() + word.slice(1)}
          </li>
        ))}
      </ul>
      <ol className={styles.list} aria-label="Time to answer, turn by turn">
        {turns.map((turn, n) => (
          <li key={`${turn.at_ms} ${n}`}>
            <Instant at={turn.at_ms} onSeek={onSeek ?? null} />
            <div className={styles.measure}>
              <span className={styles.bar} aria-hidden="true">
                {TURN_PARTS.filter(({ key }) => turn[key] > 0).map(({ key }) => (
                  <span key={key} data-part={key} style={{ width: `${(turn[key] / worst) * 100}%` }} />
                ))}
              </span>
              <span className={styles.parts}>{partsInWords(turn) || "Where it went is not known."}</span>
            </div>
            <strong className={styles.total}>
              {turn.total_ms} ms{turns.length > 1 && turn.total_ms === worst && <span className="visually-hidden">, the worst</span>}
            </strong>
          </li>
        ))}
      </ol>
      <p className={styles.soft}>From when they stopped talking until they heard the first sound of the answer.</p>
    </div>
  );
}

function Instant({ at, onSeek }: { at: number; onSeek: ((seconds: number) => void) | null }) {
  if (!onSeek) return <span className={styles.soft}>{duration(at)}</span>;
  return (
    <button type="button" aria-label={`Play from ${duration(at)}`} onClick={() => onSeek(at / 1_000)}>
      {duration(at)}
    </button>
  );
}

import type { Bar, PartKey } from "./measures";
import styles from "./Chart.module.css";

/** How high the scale goes, and how a value on it is written. */
export interface Scale {
  top: number;
  words: (value: number) => string;
}

interface BarChartProps {
  title: string;
  bars: readonly Bar[];
  scale: Scale;
  /** What the parts of a bar are, where it has several. */
  legend: readonly { part: PartKey; label: string }[];
  /** Over time bars stand; by name they lie. */
  stands: boolean;
}

/** Figures as bars, in one look for all of them; whatever shows one has the same figures in words or a table. */
export function BarChart({ title, bars, scale, legend, stands }: BarChartProps) {
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        <span>{title}</span>
        {legend.length > 0 && (
          <span className={styles.legend}>
            {legend.map(({ part, label }) => (
              <span key={part}>
                <Patch part={part} />
                {label}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      {stands ? <Columns bars={bars} scale={scale} /> : <Rows bars={bars} scale={scale} />}
    </figure>
  );
}

function Columns({ bars, scale: { top, words } }: Pick<BarChartProps, "bars" | "scale">) {
  const slot = WIDTH / Math.max(1, bars.length);
  const width = Math.min(slot * 0.68, WIDTH / 12);
  const every = Math.ceil(bars.length / LABELS_MAX);
  return (
    <div className={styles.plot} aria-hidden="true">
      <div className={styles.scale}>
        {[1, 0.5, 0].map((share) => (
          <span key={share}>{words(top * share)}</span>
        ))}
      </div>
      <div className={styles.field}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className={styles.svg}>
          {[0, 0.5].map((share) => (
            <line key={share} x1="0" x2={WIDTH} y1={HEIGHT * share + 0.5} y2={HEIGHT * share + 0.5} className={styles.grid} />
          ))}
          {bars.map((bar, place) => {
            const x = place * slot + (slot - width) / 2;
            let below = 0;
            return (
              <g key={bar.key}>
                <title>{bar.words}</title>
                <rect x={place * slot} y="0" width={slot} height={HEIGHT} className={styles.slot} />
                {bar.parts.map(({ part, size }) => {
                  const height = (size / top) * HEIGHT;
                  below += height;
                  return <rect key={part} data-part={part} className={styles.part} x={x} width={width} y={HEIGHT - below} height={height} />;
                })}
              </g>
            );
          })}
          <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={styles.base} />
        </svg>
        <div className={styles.axis}>
          {bars.map((bar, place) => (
            <span key={bar.key}>{place % every === 0 ? <span>{bar.short}</span> : ""}</span>
          ))}
        </div>
      </div>
    </div>
  );
}

function Rows({ bars, scale: { top, words } }: Pick<BarChartProps, "bars" | "scale">) {
  const sorted = [...bars].sort((a, b) => (b.sum ?? -1) - (a.sum ?? -1));
  return (
    <ol className={styles.rows} aria-hidden="true">
      {sorted.slice(0, ROWS_MAX).map((bar) => (
        <li key={bar.key} title={bar.words}>
          <span className={styles.name}>{bar.short}</span>
          <span className={styles.track}>
            {bar.parts.map(({ part, size }) => (
              <span key={part} data-part={part} className={styles.piece} style={{ width: `${(size / top) * 100}%` }} />
            ))}
          </span>
          <span className={styles.figure}>{bar.sum === null ? "–" : words(bar.sum)}</span>
        </li>
      ))}
      {sorted.length > ROWS_MAX && <li className={styles.more}>The table shows {sorted.length - ROWS_MAX} more.</li>}
    </ol>
  );
}

function Patch({ part }: { part: PartKey }) {
  return (
    <svg width="8" height="8" aria-hidden="true">
      <rect width="8" height="8" rx="2" data-part={part} className={styles.part} />
    </svg>
  );
}

const WIDTH = 720;
const HEIGHT = 180;
/** More words than this run into each other. */
const LABELS_MAX = 16;
const ROWS_MAX = 12;

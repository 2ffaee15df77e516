import { count } from "@/format/amounts";
import { useLiveRuns, useLiveStats } from "@/live/hooks";

import { isStateFilter, STATE_FILTERS, type CallFilter, type StateFilter } from "./filter";
import styles from "./StateSwitch.module.css";

/** All calls, or those in one state, with how many there are as it changes. */
export function StateSwitch({ filter, onChange }: { filter: CallFilter; onChange: (state: StateFilter) => void }) {
  const counts = useCounts(filter);
  // Only ended calls have an outcome.
  const chosen = isStateFilter(filter.status) ? filter.status : "ended";
  return (
    <div role="group" aria-label="State" className={styles.switch}>
      {STATE_FILTERS.map((state) => (
        <button key={state} type="button" aria-pressed={state === chosen} data-state={state || "all"} data-some={Boolean(counts?.[state]) || undefined} onClick={() => onChange(state)}>
          {WORDS[state]}
          {state !== "" && counts && <span className={styles.count}>{count(counts[state])}</span>}
        </button>
      ))}
    </div>
  );
}

/** How many calls each state has, of the run that is shown or of all; unknown while a search narrows them down. */
function useCounts(filter: CallFilter): Record<StateFilter, number> | null {
  const stats = useLiveStats();
  const run = useLiveRuns().get(filter.runId);
  if (filter.q.trim() !== "") return null;
  if (filter.runId) return run ? { "": run.counts.total, ...run.counts } : null;
  if (!stats) return null;
  return { "": stats.total, live: stats.live, planned: stats.by_state.planned ?? 0, ended: stats.by_state.ended ?? 0 };
}

const WORDS: Record<StateFilter, string> = { "": "All", live: "Live", planned: "Waiting", ended: "Ended" };

import { Link } from "react-router";

import { Card } from "@/ui/Card";

import { isOpen } from "./progress";
import { useRuns } from "./queries";
import { RunRow } from "./RunRow";

/** The runs that matter now: open ones, and what ended last. */
export function RunsStrip() {
  const { runs } = useRuns();
  const open = runs.filter(isOpen);
  const shown = (open.length > 0 ? open : runs).slice(0, Math.max(2, Math.min(open.length, 4)));
  if (shown.length === 0) return null;
  return (
    <Card flush title={open.length > 0 ? "Runs in progress" : "Latest runs"} actions={runs.length > shown.length && <Link to="/runs">All runs</Link>}>
      <ul>
        {shown.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </ul>
    </Card>
  );
}

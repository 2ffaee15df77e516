import { Columns3, Download, Ellipsis, Trash2, X } from "lucide-react";
import { useRef, useState } from "react";
import { useSearchParams } from "react-router";

import { useMay } from "@/features/session/session";
import { count, counted } from "@/format/amounts";
import { useLiveRuns, useLiveStats } from "@/live/hooks";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Menu, MenuItem, MenuTick } from "@/ui/Menu";
import { SearchBox } from "@/ui/SearchBox";
import { Select, type Choice } from "@/ui/Select";

import { chosenColumns, COLUMNS } from "./columns";
import { isFiltered, isStateFilter, readFilter, writeFilter, type CallFilter } from "./filter";
import { exportAddress, useClearLog } from "./queries";
import { StateSwitch } from "./StateSwitch";
import { OUTCOME_ORDER, outcomeStatus } from "./status";
import styles from "./Toolbar.module.css";

/** State and outcome filters, search, columns, export and clearing of the call log. */
export function Toolbar({ filter, shown }: { filter: CallFilter; shown: number | null }) {
  const [search, setSearch] = useSearchParams();
  const [clearing, setClearing] = useState(false);
  const mayClear = useMay("calls.clear");
  const mayExport = useMay("calls.export");
  const runs = useLiveRuns();

  const change = (part: Partial<CallFilter>) => setSearch(writeFilter(search, part), { replace: true, preventScrollReset: true });
  const columns = chosenColumns(search.get("cols"));
  const toggleColumn = (key: string, on: boolean) => {
    const keys = COLUMNS.map((column) => column.key).filter((one) => (one === key ? on : columns.some((column) => column.key === one)));
    const next = new URLSearchParams(search);
    if (keys.join() === chosenColumns(null).map((column) => column.key).join()) next.delete("cols");
    else next.set("cols", keys.join(","));
    setSearch(next, { replace: true, preventScrollReset: true });
  };

  return (
    <div className={styles.bar}>
      <h2 className={styles.title}>
        Call log <span className={styles.count}>{shown === null ? "" : count(shown)}</span>
      </h2>
      <StateSwitch filter={filter} onChange={(status) => change({ status })} />
      {filter.runId && (
        <Button className={styles.run} onClick={() => change({ runId: "" })} aria-label="Show the calls of all runs">
          Run: {runs.get(filter.runId)?.name ?? filter.runId} <X />
        </Button>
      )}
      <SearchBox className={styles.search} label="Search calls by number or name" placeholder="Number or name" value={filter.q} onChange={(q) => change({ q })} />
      <Select className={styles.status} label="Outcome" value={isStateFilter(filter.status) ? "" : filter.status} choices={OUTCOME_CHOICES} onChange={(status) => change({ status })} />
      <div className={styles.more}>
        <Menu trigger={<IconButton label="Columns" icon={<Columns3 />} />}>
          {COLUMNS.map((column) => (
            <MenuTick key={column.key} checked={columns.includes(column)} onChange={(on) => toggleColumn(column.key, on)}>
              {column.title}
            </MenuTick>
          ))}
        </Menu>
        {(mayExport || mayClear) && (
          <Menu trigger={<IconButton label="More" icon={<Ellipsis />} />}>
            {mayExport && (
              <MenuItem icon={<Download />} onClick={() => window.location.assign(exportAddress(readFilter(search)))}>
                Export as CSV{isFiltered(filter) ? ", as filtered" : ""}
              </MenuItem>
            )}
            {mayClear && (
              <MenuItem icon={<Trash2 />} danger onClick={() => setClearing(true)}>
                Clear logs
              </MenuItem>
            )}
          </Menu>
        )}
      </div>
      <ClearDialog open={clearing} onClose={() => setClearing(false)} />
    </div>
  );
}

function ClearDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const clear = useClearLog();
  const stats = useLiveStats();
  const button = useRef<HTMLButtonElement>(null);
  const ended = stats?.by_state.ended;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Clear logs"
      description={`${ended === undefined ? "All ended calls leave" : `${counted(ended, "ended call")} will leave`} the log and the statistics. Calls that wait or are in progress stay. The do-not-call list is not touched.`}
      initialFocus={button}
      footer={
        <>
          <Button onClick={onClose}>Keep the log</Button>
          <Button
            ref={button}
            look="danger"
            busy={clear.isPending}
            onClick={() => clear.mutate(undefined, { onSettled: onClose })}
          >
            Clear logs
          </Button>
        </>
      }
    />
  );
}

const OUTCOME_CHOICES: readonly Choice[] = [
  { value: "", label: "Any outcome" },
  ...OUTCOME_ORDER.map((outcome) => ({ value: outcome, label: outcomeStatus(outcome).word })),
];

import { useCallback } from "react";

import type { Call } from "@/api/model";
import { Grid } from "@/ui/Grid";
import { Tick } from "@/ui/Tick";

import { CallRow } from "./CallRow";
import styles from "./CallTable.module.css";
import { layoutOf, type Column } from "./columns";

interface CallTableProps {
  rows: readonly Call[];
  columns: readonly Column[];
  sort: string;
  onSort: (sort: string) => void;
  openId: string | null;
  onOpen: (call: Call | null) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  onEnd: () => void;
  loadingMore: boolean;
  /** The rows are those of before, while what was asked for is on its way. */
  isWaiting: boolean;
}

/** Thousands of calls; Enter on a row opens it, the space bar or X selects it. */
export function CallTable({ rows, columns, sort, onSort, openId, onOpen, selected, onSelect, onEnd, loadingMore, isWaiting }: CallTableProps) {
  const columnsFor = useCallback(() => columns, [columns]);
  const toggle = ({ id }: Call) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  const chosen = rows.filter((row) => selected.has(row.id)).length;
  return (
    <Grid
      label="Calls"
      className={styles.calls}
      rows={rows}
      columnsFor={columnsFor}
      layoutOf={layoutOf}
      sort={sort}
      onSort={onSort}
      sortsFirst="descending"
      scrolls="with-page"
      heights={HEIGHTS}
      openId={openId}
      onBrowse={onOpen}
      rowKeys={{ Enter: onOpen, " ": toggle }}
      pageKeys={{ x: toggle }}
      pageRows={15}
      isMulti
      before={
        <Tick
          label="Select all rows that are loaded"
          checked={chosen > 0 && chosen === rows.length}
          mixed={chosen > 0 && chosen < rows.length}
          onChange={(on) => onSelect(on ? new Set(rows.map((row) => row.id)) : new Set())}
        />
      }
      actionTitle="Action"
      row={(call, place) => (
        <CallRow
          key={call.id}
          call={call}
          isOpen={call.id === openId}
          isSelected={selected.has(call.id)}
          onOpen={() => {
            place.onVisit(call.id);
            onOpen(call.id === openId ? null : call);
          }}
          onToggle={() => toggle(call)}
          {...place}
        />
      )}
      onEnd={onEnd}
      loadingMore={loadingMore}
      isWaiting={isWaiting}
    />
  );
}

const HEIGHTS = { wide: 36, coarse: 44, narrow: 60 };

/** One column of a grid: what it is called, how wide it is and how the server sorts by it. */
export interface GridColumn {
  key: string;
  title: string;
  /** How wide at least, in rem. */
  width: number;
  /** Its share of what is left over, where it may grow. */
  grow?: number;
  /** The key that the server sorts by, where it can. */
  sort?: string;
  align?: "end";
}

/** A column that may have to give way. */
export interface YieldingColumn extends GridColumn {
  /** Its turn to get a place: 0 always has one, the highest goes first when it gets tight. */
  turn: number;
}

/** The columns for which there is room beside `asideRem`, in the order given. */
export function fitting<Column extends YieldingColumn>(columns: readonly Column[], widthPx: number, asideRem: number): Column[] {
  let left = widthPx / REM_PX - asideRem;
  const shown = new Set<string>();
  for (const column of [...columns].sort((a, b) => a.turn - b.turn)) {
    left -= column.width + GAP_REM;
    if (column.turn > 0 && left < 0) break;
    shown.add(column.key);
  }
  return columns.filter((column) => shown.has(column.key));
}

/** The columns as tracks of a grid, between what stands before and after them. */
export function tracksOf(columns: readonly GridColumn[], before: string | null, after: string): string {
  const parts = columns.map(({ width, grow }) => (grow ? `minmax(${width}rem, ${grow}fr)` : `${width}rem`));
  return [...(before ? [before] : []), ...parts, after].join(" ");
}

/** How wide the columns are at least, with the gap beside each, in rem. */
export function leastWidth(columns: readonly GridColumn[]): number {
  return columns.reduce((sum, column) => sum + column.width + GAP_REM, 0);
}

/** As in the style sheet. */
export const GAP_REM = 0.75;
const REM_PX = 16;

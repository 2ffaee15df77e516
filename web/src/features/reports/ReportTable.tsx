import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";

import { FIGURES, labelOf, sortRows } from "./columns";
import type { Report, ReportBy } from "./model";
import styles from "./Reports.module.css";

/** The figures of a report, sortable by each of them, with what they come to together. */
export function ReportTable({ report }: { report: Report }) {
  const [sort, setSort] = useState("");
  const rows = sortRows(report.rows, sort);
  // Names begin at their first letter, figures at the largest; pressed again it turns round, a third time it is as before.
  const press = (key: string, first: string, second: string) => setSort(sort === first ? second : sort === second ? "" : first === key ? key : first);
  const head = (key: string, title: string, about: string, align?: "end") => {
    const [first, second] = key === "label" ? [key, `-${key}`] : [`-${key}`, key];
    const direction = sort === key ? "ascending" : sort === `-${key}` ? "descending" : undefined;
    return (
      <th key={key} scope="col" aria-sort={direction} data-align={align}>
        <button type="button" className={styles.sort} title={about} onClick={() => press(key, first, second)}>
          {title}
          {direction === "ascending" && <ArrowUp aria-hidden="true" />}
          {direction === "descending" && <ArrowDown aria-hidden="true" />}
        </button>
      </th>
    );
  };
  return (
    // A scrolled region must be within reach of the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="region" aria-label="Figures of the report" tabIndex={0}>
      <table className={styles.table}>
        <caption className="visually-hidden">{`Calls by ${BY_WORDS[report.by].toLowerCase()}`}</caption>
        <thead>
          <tr>
            {head("label", BY_WORDS[report.by], "In the order of their names")}
            {FIGURES.map(({ key, title, about }) => head(key, title, about, "end"))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{labelOf(row, report.by)}</th>
              {FIGURES.map((figure) => (
                <td key={figure.key} data-none={figure.value(row) === 0 || undefined}>
                  {figure.text(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            {FIGURES.map((figure) => (
              <td key={figure.key}>{figure.text(report.total)}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

export const BY_WORDS: Record<ReportBy, string> = { hour: "Hour", day: "Day", list: "List", caller_id: "Caller ID", agent: "Agent" };

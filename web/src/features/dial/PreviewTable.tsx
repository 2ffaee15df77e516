import { counted } from "@/format/amounts";

import styles from "./Import.module.css";
import type { ListPreview } from "./model";

/** The first rows as they will be read: what is wrong stands in the row that it is wrong in. */
export function PreviewTable({ preview }: { preview: ListPreview }) {
  const rows = preview.rows.slice(0, SHOWN);
  if (rows.length === 0) return null;
  return (
    // A scrolled region must be within reach of the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.preview} role="region" aria-label="First rows" tabIndex={0}>
      <table>
        <caption className="visually-hidden">The first {counted(rows.length, "row")} as they will be read</caption>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Name</th>
            <th scope="col">Company</th>
            <th scope="col">Phone</th>
            <th scope="col">Title</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.line} data-bad={row.code !== null || undefined}>
              <td>{row.line}</td>
              <td>{row.contact_name}</td>
              <td>{row.company_name}</td>
              <td>
                {row.phone_display}
                {row.reason && <span className={styles.why}>{row.reason}</span>}
              </td>
              <td>{row.title}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SHOWN = 12;

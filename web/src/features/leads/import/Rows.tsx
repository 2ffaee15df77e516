import { Download } from "lucide-react";

import { count, counted } from "@/format/amounts";
import { Button } from "@/ui/Button";
import { Tag } from "@/ui/Card";
import { Tabs } from "@/ui/Tabs";
import { VirtualList } from "@/ui/VirtualList";

import type { Import, ImportError, ImportRow } from "../model";
import { errorsAddress } from "./errors";
import styles from "./Rows.module.css";
import { RESULTS } from "./words";

/** The first rows with what becomes of each, and the rows that are left out with the reason. */
export function Rows({ made, isOld = false }: { made: Import; isOld?: boolean }) {
  const { duplicate, do_not_call, invalid } = made.counts;
  const left = duplicate + do_not_call + invalid;
  return (
    <section aria-label="Rows" aria-busy={isOld || undefined} className={styles.rows}>
      <Tabs
        label="Rows"
        tabs={[
          { key: "first", title: "First rows", content: <FirstRows rows={made.rows} /> },
          { key: "out", title: `Left out (${count(left)})`, content: <LeftOut id={made.id} errors={made.errors} left={left} /> },
        ]}
      />
    </section>
  );
}

function FirstRows({ rows }: { rows: readonly ImportRow[] }) {
  if (rows.length === 0) return <p className={styles.quiet}>No row was read yet.</p>;
  return (
    // A scrolled region must be within reach of the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="region" aria-label="First rows" tabIndex={0}>
      <table>
        <caption className="visually-hidden">The first {counted(rows.length, "row")} and what becomes of them</caption>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Becomes</th>
            <th scope="col">Name</th>
            <th scope="col">Company</th>
            <th scope="col">Phone</th>
            <th scope="col">Title</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.line} data-result={row.result}>
              <td>{row.line}</td>
              <td>
                <Result row={row} />
              </td>
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

function Result({ row }: { row: ImportRow }) {
  const result = RESULTS.find((one) => one.key === row.result);
  if (!result) return null;
  const Icon = result.icon;
  return (
    <Tag tone={result.tone}>
      <Icon aria-hidden="true" /> {result.title}
    </Tag>
  );
}

function LeftOut({ id, errors, left }: { id: string; errors: readonly ImportError[]; left: number }) {
  if (left === 0) return <p className={styles.quiet}>Every row can be imported.</p>;
  return (
    <>
      <div className={styles.download}>
        <p className={styles.quiet}>{errors.length < left ? `The first ${count(errors.length)} of ${count(left)}. The file holds all of them, as they were written.` : "The file holds the rows as they were written, to be put right."}</p>
        <Button icon={<Download />} onClick={() => window.location.assign(errorsAddress(id))}>
          Download {counted(left, "row")}
        </Button>
      </div>
      <VirtualList
        label="Rows that are left out"
        items={errors}
        rowHeight={48}
        height={320}
        row={(error) => (
          <div className={styles.error}>
            <span className={styles.line}>Line {error.line}</span>
            <span className={styles.reason}>
              {error.reason}
              <span className={styles.raw}>{error.raw}</span>
            </span>
          </div>
        )}
      />
    </>
  );
}

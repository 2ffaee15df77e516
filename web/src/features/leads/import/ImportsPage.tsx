import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, FileUp } from "lucide-react";
import { Link } from "react-router";

import { useMay } from "@/features/session/session";
import { count } from "@/format/amounts";
import { dateTime } from "@/format/time";
import { useLive } from "@/live/hooks";
import { Blank, Broken, NoPermission, Skeleton } from "@/ui/Blank";
import { Tag } from "@/ui/Card";
import { Progress } from "@/ui/Progress";
import { Table } from "@/ui/Table";

import type { Import } from "../model";
import styles from "./Import.module.css";
import { importsQuery } from "./queries";
import { isAtWork, progressWords, stateMark } from "./words";

/** The imports of this workspace, the newest first. */
export function ImportsPage() {
  const allowed = useMay("leads.import");
  return (
    <div className={styles.page}>
      <nav className={styles.back} aria-label="Back">
        <Link to="/leads">
          <ArrowLeft aria-hidden="true" /> Leads
        </Link>
      </nav>
      <header className={styles.header}>
        <div>
          <h1 className={styles.title}>Imports</h1>
          <p className={styles.quiet}>Every list that came in, and what became of it. A finished import can be undone on its page.</p>
        </div>
      </header>
      {allowed ? <List /> : <NoPermission what="Managers import lists." />}
    </div>
  );
}

function List() {
  const fetched = useQuery(importsQuery);
  const heard = useLive((state) => state.projection.imports);
  if (fetched.isError && !fetched.data) return <Broken error={fetched.error} onRetry={() => void fetched.refetch()} />;
  if (!fetched.data) return <Skeleton rows={6} />;
  const known = new Set(fetched.data.items.map(({ id }) => id));
  const items = [...[...heard.values()].filter(({ id }) => !known.has(id)).reverse(), ...fetched.data.items.map((one) => heard.get(one.id) ?? one)];
  if (items.length === 0) {
    return (
      <Blank icon={<FileUp />} title="Nothing was imported yet" action={<Link to="/leads">Go to Leads</Link>}>
        Drop a CSV file on the page of leads, or press Import there.
      </Blank>
    );
  }
  return (
    <Table label="Imports" head={["List", "State", "New", "Updated", "Left out", "When", "By"]}>
      {items.map((made) => (
        <Row key={made.id} made={made} />
      ))}
    </Table>
  );
}

function Row({ made }: { made: Import }) {
  const { word, tone, icon: Icon } = stateMark(made.state);
  const { counts } = made;
  const words = progressWords(made.progress).join(", ");
  return (
    <tr>
      <td>
        <Link className={styles.entry} to={`/leads/import/${encodeURIComponent(made.id)}`}>
          {made.name || made.file_name}
        </Link>
      </td>
      <td>
        <Tag tone={tone}>
          <Icon aria-hidden="true" /> {word}
        </Tag>
        {isAtWork(made.state) && (
          <span className={styles.small}>
            <Progress label={`Progress of ${made.name}`} done={made.progress.done_rows} total={made.progress.total_rows} words={words} />
          </span>
        )}
      </td>
      <td data-title="New">{count(counts.new)}</td>
      <td data-title="Updated">{count(counts.updated)}</td>
      <td data-title="Left out">{count(counts.duplicate + counts.do_not_call + counts.invalid)}</td>
      <td>{dateTime(made.created_at)}</td>
      <td>{made.created_by.name}</td>
    </tr>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, FileSpreadsheet } from "lucide-react";
import { useEffect } from "react";
import { Link, useParams } from "react-router";

import { listsQuery } from "@/features/dial/queries";
import { useMay } from "@/features/session/session";
import { bytes, counted } from "@/format/amounts";
import { Broken, NoPermission, Skeleton } from "@/ui/Blank";
import { Tag } from "@/ui/Card";

import type { Import } from "../model";
import { CheckedImport } from "./CheckedImport";
import { EndedImport } from "./EndedImport";
import styles from "./Import.module.css";
import { useImport } from "./queries";
import { RunningImport } from "./RunningImport";
import { stateMark, writtenWords } from "./words";

/** One file on its way to becoming leads; it lives on the server, so that a reload changes nothing. */
export function ImportPage() {
  const { id = "" } = useParams();
  const allowed = useMay("leads.import");
  return (
    <div className={styles.page}>
      <nav className={styles.back} aria-label="Back">
        <Link to="/leads">
          <ArrowLeft aria-hidden="true" /> Leads
        </Link>
        <Link to="/leads/imports">Recent imports</Link>
      </nav>
      {allowed ? (
        <Loaded key={id} id={id} />
      ) : (
        <>
          <h1 className="visually-hidden">Import</h1>
          <NoPermission what="Managers import lists." />
        </>
      )}
    </div>
  );
}

function Loaded({ id }: { id: string }) {
  const { query, made } = useImport(id);
  const client = useQueryClient();
  const state = made?.state;
  useEffect(() => {
    // What was written or taken back shows wherever leads are shown.
    if (state === "done" || state === "undone" || state === "cancelled") {
      void client.invalidateQueries({ queryKey: ["leads"] });
      void client.invalidateQueries({ queryKey: listsQuery.queryKey });
    }
  }, [client, state]);
  if (query.isError && !made) return <Broken error={query.error} onRetry={() => void query.refetch()} />;
  if (!made) return <Skeleton rows={10} />;
  return (
    <>
      <Title made={made} />
      <Stage made={made} />
    </>
  );
}

function Title({ made }: { made: Import }) {
  const { word, tone, icon: Icon } = stateMark(made.state);
  return (
    <header className={styles.header}>
      <FileSpreadsheet aria-hidden="true" />
      <div>
        <h1 className={styles.title}>{made.name || made.file_name}</h1>
        <p className={styles.quiet}>
          {made.file_name}, {bytes(made.bytes)}
          {made.counts.rows > 0 && `, ${counted(made.counts.rows, "row")}`}
          {made.separator && `, ${writtenWords(made)}`}
        </p>
      </div>
      <span role="status">
        <Tag tone={tone}>
          <Icon aria-hidden="true" /> {word}
        </Tag>
      </span>
    </header>
  );
}

function Stage({ made }: { made: Import }) {
  switch (made.state) {
    case "checking":
    case "checked":
      return <CheckedImport made={made} />;
    case "running":
    case "undoing":
      return <RunningImport made={made} />;
    default:
      return <EndedImport made={made} />;
  }
}

import { ListChecks } from "lucide-react";
import { Link } from "react-router";

import { PageHeader } from "@/features/shell/PageHeader";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";

import { useRuns } from "./queries";
import { RunRow } from "./RunRow";
import styles from "./RunsPage.module.css";

export function RunsPage() {
  const { runs, pages } = useRuns();
  return (
    <div>
      <PageHeader title="Runs">Lists that were called, with how far each is.</PageHeader>
      <div className={styles.list}>
        {pages.isError && runs.length === 0 ? (
          <Broken error={pages.error} onRetry={() => void pages.refetch()} />
        ) : pages.isPending && runs.length === 0 ? (
          <Skeleton rows={4} height={72} />
        ) : runs.length === 0 ? (
          <Blank icon={<ListChecks />} title="No runs yet" action={<Link to="/">Go to Home</Link>}>
            Paste a list of numbers on the home page and start it; its progress appears here.
          </Blank>
        ) : (
          <ul>
            {runs.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </ul>
        )}
        {pages.hasNextPage && (
          <Button className={styles.more} busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Show older runs
          </Button>
        )}
      </div>
    </div>
  );
}

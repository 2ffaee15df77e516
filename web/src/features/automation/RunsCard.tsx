import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";

import { count, counted } from "@/format/amounts";
import { moment } from "@/format/time";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { classes } from "@/ui/classes";
import { Table } from "@/ui/Table";

import styles from "./Automation.module.css";
import { askedBy, groupsOf } from "./model";
import { runsQuery } from "./queries";

/** The last times it looked for leads, and what it did then. */
export function RunsCard({ openId, onOpen }: { openId: string | null; onOpen: (id: string) => void }) {
  const pages = useInfiniteQuery(runsQuery);
  const runs = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={classes(styles.column, styles.runs)} aria-label="Last runs">
      <div className={styles.headline}>
        <h2>Last runs</h2>
      </div>
      {pages.isError && runs.length === 0 ? (
        <Broken error={pages.error} onRetry={() => void pages.refetch()} />
      ) : pages.isPending ? (
        <Skeleton rows={5} />
      ) : runs.length === 0 ? (
        <Blank icon={<History />} title="It has not looked for leads yet">
          Each look is listed here with the leads it called and what came of them.
        </Blank>
      ) : (
        <>
          <Table label="Last runs" head={["When", "Asked by", "Due", "Placed", "Failed", "Remarks"]}>
            {groupsOf(runs).map(({ run, times, since }) => (
              <tr key={run.id} aria-current={run.id === openId || undefined}>
                <td>
                  <button type="button" className={styles.open} onClick={() => onOpen(run.id)}>
                    {moment(run.at)}
                  </button>
                </td>
                <td className={styles.soft}>{askedBy(run)}</td>
                <td>
                  {count(run.considered)} <span className={styles.unit}>due</span>
                </td>
                <td>
                  {count(run.placed)} <span className={styles.unit}>placed</span>
                </td>
                <td className={run.failed > 0 ? styles.bad : styles.soft}>
                  {count(run.failed)} <span className={styles.unit}>failed</span>
                </td>
                <td className={styles.soft}>
                  {run.why}
                  {times > 1 && ` ${counted(times, "time")} since ${moment(since)}.`}
                </td>
              </tr>
            ))}
          </Table>
          {pages.hasNextPage && (
            <div>
              <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                Show earlier runs
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

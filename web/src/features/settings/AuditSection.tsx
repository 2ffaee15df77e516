import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";

import { api, body } from "@/api/client";
import { dateTime } from "@/format/time";
import { words } from "@/format/words";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Table } from "@/ui/Table";

import { SectionHead } from "./Section";
import styles from "./Users.module.css";

export default function AuditSection() {
  const audit = useInfiniteQuery({
    queryKey: ["audit"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/audit", { signal, params: { query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const entries = audit.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <SectionHead title="Audit log">Who changed what, newest first. It cannot be edited.</SectionHead>
      {audit.isError ? (
        <Broken error={audit.error} onRetry={() => void audit.refetch()} />
      ) : audit.isPending ? (
        <Skeleton rows={8} />
      ) : entries.length === 0 ? (
        <Blank icon={<History />} title="Nothing on record yet">
          Sign-ins, changes and confirmations appear here.
        </Blank>
      ) : (
        <>
          <Table label="Audit log" head={["What", "Who", "About", "When, your time"]}>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td>
                  <span className={styles.name}>{words(entry.action)}</span>
                  {hasDetail(entry.detail) && <span className={styles.detail}>{JSON.stringify(entry.detail)}</span>}
                </td>
                <td>
                  {entry.actor.name} {entry.ip && <span className={styles.quiet}>from {entry.ip}</span>}
                </td>
                <td className={styles.quiet}>{entry.subject ?? ""}</td>
                <td className={styles.quiet}>{dateTime(entry.at)}</td>
              </tr>
            ))}
          </Table>
          {audit.hasNextPage && (
            <p className={styles.more}>
              <Button busy={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
                Show older entries
              </Button>
            </p>
          )}
        </>
      )}
    </>
  );
}

function hasDetail(detail: unknown): boolean {
  return typeof detail === "object" && detail !== null && Object.keys(detail).length > 0;
}

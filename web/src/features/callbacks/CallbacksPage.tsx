import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CalendarCheck, CalendarClock, CircleAlert, Ellipsis, UserCheck, UserRound, Users, X } from "lucide-react";
import { useMemo, useState } from "react";
import { Link, useSearchParams } from "react-router";

import { campaignsQuery } from "@/features/campaigns/queries";
import { aboutLead, nameOfLead } from "@/features/dial/whom";
import { zonesOf } from "@/features/dial/zoned";
import { useMay, useSession } from "@/features/session/session";
import { PageHeader } from "@/features/shell/PageHeader";
import { count } from "@/format/amounts";
import { bothClocks, roughSpan } from "@/format/time";
import { useLiveLeads } from "@/live/hooks";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { useNow } from "@/ui/browser";
import { Button, IconButton } from "@/ui/Button";
import { Menu, MenuItem, MenuLine } from "@/ui/Menu";
import { Segments } from "@/ui/Segments";
import { Select } from "@/ui/Select";

import styles from "./Callbacks.module.css";
import { CancelDialog } from "./CancelDialog";
import { DUES, dueBefore, groupByDue, withNews, type DueKey } from "./due";
import type { Callback, Whose } from "./model";
import { callbacksQuery, useChangeCallback } from "./queries";
import { TimeDialog } from "./TimeDialog";

/** Calls that were agreed on: whose they are, when they are due, and what may be done about them. */
export function CallbacksPage() {
  const mayManage = useMay("seats.manage");
  const [search, setSearch] = useSearchParams();
  const now = useNow(30_000);
  const whoses = mayManage ? [...OWN, { value: "all" as const, label: "Everybody’s" }] : OWN;
  const whose = whoses.find(({ value }) => value === search.get("whose"))?.value ?? (mayManage ? "all" : "me");
  const due = DUES.find(({ value }) => value === search.get("due"))?.value ?? "";
  const campaignId = search.get("campaign") ?? "";
  // To the minute: a question that changes with every second would be asked with every second.
  const before = dueBefore(due, new Date(Math.floor(now / 60_000) * 60_000));
  const pages = useInfiniteQuery(callbacksQuery({ whose, ...(before === null ? {} : { due_before: before }), ...(campaignId === "" ? {} : { campaign_id: campaignId }) }));
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const heard = useLiveLeads();
  const fetched = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const items = useMemo(() => withNews(fetched, heard), [fetched, heard]);
  const [moving, setMoving] = useState<Callback | null>(null);
  const [cancelling, setCancelling] = useState<Callback | null>(null);
  const put = (key: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value === "") next.delete(key);
    else next.set(key, value);
    setSearch(next, { replace: true, preventScrollReset: true });
  };
  const isFiltered = due !== "" || campaignId !== "";
  return (
    <>
      <PageHeader title="Callbacks">Calls that were agreed on. They go before everything else: one that is yours comes to you alone when you are ready.</PageHeader>
      <div className={styles.page}>
        <div className={styles.filters} role="search" aria-label="Filter callbacks">
          <Segments<Whose> label="Whose callbacks" value={whose} choices={whoses} onChange={(next) => put("whose", next)} />
          <Select<DueKey> className={styles.choice} label="Due" value={due} choices={DUES} onChange={(next) => put("due", next)} />
          {campaigns.length > 0 && (
            <Select className={styles.choice} label="Campaign" value={campaigns.some(({ id }) => id === campaignId) ? campaignId : ""} choices={[{ value: "", label: "Every campaign" }, ...campaigns.map(({ id, name }) => ({ value: id, label: name }))]} onChange={(next) => put("campaign", next)} />
          )}
        </div>
        {pages.isError && items.length === 0 ? (
          <Broken error={pages.error} onRetry={() => void pages.refetch()} />
        ) : pages.isPending ? (
          <Skeleton rows={8} height={52} />
        ) : items.length === 0 ? (
          <Blank
            icon={<CalendarCheck />}
            title={isFiltered ? "No callback matches" : whose === "me" ? "No callbacks of yours" : "No callbacks"}
            action={
              isFiltered && (
                <Button
                  onClick={() => {
                    const next = new URLSearchParams(search);
                    next.delete("due");
                    next.delete("campaign");
                    setSearch(next, { replace: true });
                  }}
                >
                  Show all
                </Button>
              )
            }
          >
            {isFiltered ? "Nothing is due in this time." : "When somebody asks to be called again, choose “Call back” after the talk and a time: it is listed here until it is made."}
          </Blank>
        ) : (
          <div data-waiting={pages.isPlaceholderData || undefined} className={styles.groups}>
            {groupByDue(items, now).map(({ title, isLate, items: rows }) => (
              <section key={title} className={styles.group} data-late={isLate || undefined} aria-label={title}>
                <h2>
                  {isLate && <CircleAlert aria-hidden="true" />}
                  {title} <span className={styles.soft}>{count(rows.length)}</span>
                </h2>
                <ul>
                  {rows.map((item) => (
                    <Row key={item.lead.id} item={item} now={now} campaign={campaigns.find(({ id }) => id === item.campaign_id)?.name ?? null} onMove={setMoving} onCancel={setCancelling} />
                  ))}
                </ul>
              </section>
            ))}
            {pages.hasNextPage && (
              <div>
                <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                  Show more
                </Button>
              </div>
            )}
          </div>
        )}
      </div>
      {moving && <TimeDialog callback={moving} onClose={() => setMoving(null)} />}
      {cancelling && <CancelDialog callback={cancelling} onClose={() => setCancelling(null)} />}
    </>
  );
}

interface RowProps {
  item: Callback;
  now: number;
  campaign: string | null;
  onMove: (callback: Callback) => void;
  onCancel: (callback: Callback) => void;
}

function Row({ item, now, campaign, onMove, onCancel }: RowProps) {
  const { user } = useSession();
  const change = useChangeCallback();
  const { lead, callback_at, for_user, note } = item;
  const isMine = for_user?.id === user.id;
  const name = nameOfLead(lead);
  const late = (now - Date.parse(callback_at)) / 1_000;
  return (
    <li className={styles.row}>
      <div className={styles.when}>
        <time dateTime={callback_at}>{bothClocks(callback_at, zonesOf(lead)[0], undefined, new Date(now))}</time>
        {late >= 60 && <span className={styles.late}>{roughSpan(late)} late</span>}
      </div>
      <div className={styles.who}>
        <Link to={`/leads/${encodeURIComponent(lead.id)}`}>{name}</Link>
        <span className={styles.soft}>{[aboutLead(lead), lead.phone_display].filter((part) => part && part !== name).join(" · ")}</span>
      </div>
      <p className={styles.note}>{note}</p>
      <div className={styles.whose}>
        <span>
          {for_user ? <UserRound aria-hidden="true" /> : <Users aria-hidden="true" />}
          {isMine ? "You" : (for_user?.name ?? "Anybody")}
        </span>
        {campaign && <span className={styles.soft}>{campaign}</span>}
      </div>
      <div className={styles.acts}>
        <Button icon={<CalendarClock />} aria-label={`Move: ${name}`} onClick={() => onMove(item)}>
          Move
        </Button>
        <Menu trigger={<IconButton label={`More for ${name}`} icon={<Ellipsis />} busy={change.isPending} />}>
          {!isMine && (
            <MenuItem icon={<UserCheck />} onClick={() => change.mutate({ callback: item, change: { for: "me" } })}>
              Make it mine
            </MenuItem>
          )}
          {for_user && (
            <MenuItem icon={<Users />} onClick={() => change.mutate({ callback: item, change: { for: "any" } })}>
              Give it to anybody
            </MenuItem>
          )}
          <MenuLine />
          <MenuItem icon={<X />} danger onClick={() => onCancel(item)}>
            Cancel the callback
          </MenuItem>
        </Menu>
      </div>
    </li>
  );
}

const OWN: { value: Whose; label: string }[] = [
  { value: "me", label: "Mine" },
  { value: "any", label: "Anybody’s" },
];

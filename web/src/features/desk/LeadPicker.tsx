import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { PhoneCall, UsersRound } from "lucide-react";

import type { CampaignLead, LeadPlace } from "@/features/campaigns/model";
import { LocalTime } from "@/features/dial/LocalTime";
import { readLeads } from "@/features/dial/requests";
import { aboutLead, nameOfLead } from "@/features/dial/whom";
import { counted } from "@/format/amounts";
import { dateTime } from "@/format/time";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { useDraft, useSettled } from "@/ui/browser";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { SearchBox } from "@/ui/SearchBox";
import { Select, type Choice } from "@/ui/Select";
import { useShortcuts } from "@/ui/shortcuts";

import type { HandDialling } from "./handDial";
import { Key } from "./Key";
import type { Lead } from "./model";
import styles from "./LeadPicker.module.css";
import { readCampaignLeads } from "./requests";

interface LeadPickerProps {
  campaignId: string;
  /** Where its leads come from: what is searched. */
  listIds: readonly string[];
  dialling: HandDialling;
  picked: Lead | null;
  onPick: (lead: Lead) => void;
}

/** Manual dialling: the campaign's leads in its order, to search in and to call from. */
export function LeadPicker({ campaignId, listIds, dialling, picked, onPick }: LeadPickerProps) {
  const [text, setText] = useDraft(`outdial.picker.${campaignId}`);
  const [kept, setPlace] = useDraft(`outdial.picker.${campaignId}.place`);
  const place = PLACES.find((one) => one.value === kept)?.value ?? "due";
  const q = useSettled(text.trim(), 250);
  const pages = useInfiniteQuery({ ...pickerQuery(campaignId, place), enabled: q === "" });
  const search = useQuery({ ...searchQuery(listIds, q), enabled: q !== "" });
  const shown = q === "" ? pages : search;
  const rows = q === "" ? (pages.data?.pages.flatMap((page) => page.items) ?? []) : (search.data ?? []);
  const at = rows.findIndex(({ lead }) => lead.id === picked?.id);
  const move = (by: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!next) return;
    onPick(next.lead);
    document.getElementById(rowId(next.lead))?.scrollIntoView({ block: "nearest" });
  };
  useShortcuts([
    { keys: "j", run: () => move(1) },
    { keys: "k", run: () => move(-1) },
    { keys: "d", run: () => picked && at >= 0 && dialling.call(picked) },
  ]);
  return (
    <Card title="Leads of this campaign" flush className={styles.picker}>
      <div className={styles.tools}>
        <SearchBox className={styles.search} label="Search the campaign’s leads by name, company or number" placeholder="Name, company or number" value={text} onChange={setText} />
        {q === "" && <Select label="Which leads" className={styles.place} value={place} choices={PLACES} onChange={setPlace} />}
      </div>
      {shown.isError && !shown.data ? (
        <Broken error={shown.error} onRetry={() => void shown.refetch()} />
      ) : shown.isPending ? (
        <div className={styles.wait}>
          <Skeleton rows={6} height={52} />
        </div>
      ) : rows.length === 0 ? (
        <Blank icon={<UsersRound />} title={q ? "Nobody is found" : EMPTY[place]}>
          {q ? "Try another spelling, or the end of the number." : "Look among the other leads, or ask a manager for another list."}
        </Blank>
      ) : (
        <ul className={styles.rows} aria-label={q ? "Leads found" : `Leads: ${PLACES.find((one) => one.value === place)?.label}`}>
          {rows.map((row) => (
            <Row key={row.lead.id} row={row} dialling={dialling} isPicked={row.lead.id === picked?.id} onPick={() => onPick(row.lead)} />
          ))}
          {q === "" && pages.hasNextPage && (
            <li className={styles.more}>
              <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                Show more
              </Button>
            </li>
          )}
        </ul>
      )}
    </Card>
  );
}

function Row({ row, dialling, isPicked, onPick }: { row: CampaignLead; dialling: HandDialling; isPicked: boolean; onPick: () => void }) {
  const { lead, why, due_at, attempts, next_phone_display } = row;
  const facts = [attempts > 0 ? counted(attempts, "call") : "Not called yet", why?.sentence, due_at && row.place === "waiting" ? `due ${dateTime(due_at)}` : null].filter(Boolean);
  return (
    <li id={rowId(lead)} className={styles.row} data-on={isPicked || undefined}>
      <button type="button" className={styles.who} aria-pressed={isPicked} onClick={onPick}>
        <span className={styles.name}>{nameOfLead(lead)}</span>
        <span className={styles.about}>{aboutLead(lead)}</span>
        <span className={styles.facts}>{facts.join(" · ")}</span>
      </button>
      <span className={styles.number}>
        <span>{next_phone_display || lead.phone_display}</span>
        <LocalTime lead={lead} />
      </span>
      <Button look={isPicked ? "primary" : "plain"} icon={<PhoneCall />} busy={dialling.placing === lead.id} disabled={!dialling.canCall && dialling.placing !== lead.id} aria-keyshortcuts={isPicked ? "d" : undefined} onClick={() => dialling.call(lead)}>
        Dial <span className="visually-hidden">{nameOfLead(lead)}</span> {isPicked && <Key>D</Key>}
      </Button>
    </li>
  );
}

function pickerQuery(campaignId: string, place: LeadPlace) {
  return infiniteQueryOptions({
    queryKey: ["campaign-leads", campaignId, place],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    // Whom others call meanwhile leaves the list.
    refetchInterval: 30_000,
    queryFn: ({ pageParam, signal }) => readCampaignLeads(campaignId, { place, limit: PAGE_ROWS, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Whoever of the campaign's lists is called so, wherever they stand in it. */
function searchQuery(listIds: readonly string[], q: string) {
  return queryOptions({
    queryKey: ["campaign-leads-found", listIds, q],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(listIds.map((list_id) => readLeads({ list_id, q, limit: FOUND_ROWS }, signal)));
      return pages.flatMap(({ items }) => items.map(foundRow));
    },
  });
}

function foundRow(lead: Lead): CampaignLead {
  const why = lead.status === "closed" ? { code: "closed", sentence: "Closed" } : null;
  return { lead, place: "due", why, due_at: null, attempts: lead.call_attempts, next_phone_display: lead.phone_display };
}

function rowId(lead: Lead): string {
  return `pick-${lead.id}`;
}

const PAGE_ROWS = 50;
/** Who finds more than these in a list types on. */
const FOUND_ROWS = 30;
const PLACES: readonly Choice<LeadPlace>[] = [
  { value: "due", label: "To call" },
  { value: "waiting", label: "Later" },
  { value: "blocked", label: "Cannot be called" },
  { value: "done", label: "Done" },
];
const EMPTY: Record<LeadPlace, string> = { due: "Nobody is to be called now", waiting: "Nobody waits for a later call", blocked: "Nobody is held back", done: "Nobody is done with yet" };

import { useInfiniteQuery } from "@tanstack/react-query";
import { Ban, Bot, CalendarCheck, FileUp, Mail, PenLine, Phone, ShieldCheck, StickyNote, Tag, type LucideIcon } from "lucide-react";
import { Link } from "react-router";

import type { Call } from "@/features/dial/model";
import { RecordingPlayer } from "@/features/dial/RecordingPlayer";
import { dateTime } from "@/format/time";
import { words } from "@/format/words";
import { Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";

import type { LeadEvent } from "../model";
import { timelineQuery } from "../queries";
import styles from "./LeadTimeline.module.css";

/** All that happened to a lead, the newest first: calls with what was recorded, outcomes, notes, imports, changes. */
export function LeadTimeline({ id, calls }: { id: string; calls: readonly Call[] }) {
  const pages = useInfiniteQuery(timelineQuery(id));
  const events = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={styles.timeline} aria-label="Timeline">
      <h3>Timeline</h3>
      {pages.isPending ? (
        <Skeleton rows={4} />
      ) : pages.isError ? (
        <Broken error={pages.error} onRetry={() => void pages.refetch()} />
      ) : events.length === 0 ? (
        <p className={styles.quiet}>Nothing has happened yet.</p>
      ) : (
        <ol>
          {events.map((event, index) => (
            <Entry key={`${event.at} ${event.kind} ${index}`} event={event} call={calls.find((call) => call.id === event.call_id)} />
          ))}
        </ol>
      )}
      {pages.hasNextPage && (
        <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Show earlier
        </Button>
      )}
    </section>
  );
}

function Entry({ event, call }: { event: LeadEvent; call: Call | undefined }) {
  const Icon = ICONS[event.kind] ?? PenLine;
  const title = event.kind === "disposition" ? `Outcome: ${words(event.title)}` : event.title;
  const recording = event.kind === "call" ? call?.recording : null;
  return (
    <li className={styles.entry} data-kind={event.kind}>
      <span className={styles.icon}>
        <Icon aria-hidden="true" />
      </span>
      <div className={styles.text}>
        <p className={styles.title}>
          {OF_CALLS.has(event.kind) && event.call_id ? <Link to={`/calls?call=${encodeURIComponent(event.call_id)}`}>{title}</Link> : title}
        </p>
        {event.detail && <p className={styles.detail}>{event.detail}</p>}
        {recording && (recording.deleted ? <p className={styles.quiet}>The recording was deleted.</p> : <RecordingPlayer recording={recording} />)}
        <p className={styles.quiet}>
          <time dateTime={event.at}>{dateTime(event.at)}</time>
          {event.by && `, ${event.by.name}`}
        </p>
      </div>
    </li>
  );
}

/** What is read on with the call. */
const OF_CALLS = new Set(["call", "talk"]);
const ICONS: Record<string, LucideIcon> = { call: Phone, talk: Bot, booking: CalendarCheck, mail: Mail, disposition: Tag, note: StickyNote, import: FileUp, changed: PenLine, do_not_call: Ban, consent: ShieldCheck };

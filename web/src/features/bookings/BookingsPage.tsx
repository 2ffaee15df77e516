import { useInfiniteQuery } from "@tanstack/react-query";
import { CalendarCheck, CalendarPlus, CalendarX, CircleHelp, Ellipsis, RefreshCw, X } from "lucide-react";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";

import { LookMark } from "@/features/desk/LookMark";
import type { Look } from "@/features/desk/standing";
import { ownZone } from "@/features/reports/period";
import { useMay } from "@/features/session/session";
import { PageHeader } from "@/features/shell/PageHeader";
import { count } from "@/format/amounts";
import { clock } from "@/format/time";
import { words } from "@/format/words";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { useNow } from "@/ui/browser";
import { Button, IconButton } from "@/ui/Button";
import { Menu, MenuItem } from "@/ui/Menu";
import { Segments } from "@/ui/Segments";

import styles from "./Bookings.module.css";
import { CancelBookingDialog } from "./CancelBookingDialog";
import { byDay } from "./days";
import type { Booking, BookingView } from "./model";
import { bookingsQuery } from "./queries";
import { NewBookingDialog } from "./NewBookingDialog";
import { RescheduleDialog } from "./RescheduleDialog";

/** Appointments by day, with what may be done about them. */
export function BookingsPage() {
  const [search, setSearch] = useSearchParams();
  const view = VIEWS.find(({ value }) => value === search.get("view"))?.value ?? "upcoming";
  const pages = useInfiniteQuery(bookingsQuery(view, useNow(ASK_MS)));
  const now = useNow(60_000);
  const found = pages.data?.pages.flatMap((page) => page.items) ?? [];
  // Of what is over, the latest is looked for.
  const items = view === "past" ? [...found].sort((a, b) => b.start.localeCompare(a.start)) : found;
  const [moving, setMoving] = useState<Booking | null>(null);
  const [cancelling, setCancelling] = useState<Booking | null>(null);
  const [making, setMaking] = useState(false);
  const mayWrite = useMay("bookings.write");
  const show = (next: BookingView) => setSearch(next === "upcoming" ? {} : { view: next }, { replace: true });
  const add = mayWrite && (
    <Button look="primary" icon={<CalendarPlus />} onClick={() => setMaking(true)}>
      New appointment
    </Button>
  );
  return (
    <>
      <PageHeader title="Bookings" actions={items.length > 0 && add}>Appointments that were made on the phone or here. Times are yours ({ownZone()}); where theirs is another, it stands beside.</PageHeader>
      <div className={styles.page}>
        <div>
          <Segments<BookingView> label="Which bookings" value={view} choices={VIEWS} onChange={show} />
        </div>
        {pages.isError && items.length === 0 ? (
          <Broken error={pages.error} onRetry={() => void pages.refetch()} />
        ) : pages.isPending ? (
          <Skeleton rows={6} height={52} />
        ) : items.length === 0 ? (
          <Blank icon={<CalendarCheck />} title={EMPTY[view]} action={
            view === "upcoming" && (
              <div className={styles.pick}>
                {add}
                <Button onClick={() => show("all")}>Show all</Button>
              </div>
            )
          }>
            When a voice agent or a colleague books an appointment, it is listed here.
          </Blank>
        ) : (
          <div className={styles.days} data-waiting={pages.isPlaceholderData || undefined}>
            {byDay(items, new Date(now)).map(({ key, title, items: bookings }) => (
              <section key={key} className={styles.day} aria-label={title}>
                <h2>
                  {title} <span className={styles.soft}>{count(bookings.length)}</span>
                </h2>
                <ul>
                  {bookings.map((booking) => (
                    <Row key={booking.id} booking={booking} isPast={Date.parse(booking.end) < now} onMove={() => setMoving(booking)} onCancel={() => setCancelling(booking)} />
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
      {making && <NewBookingDialog onClose={() => setMaking(false)} />}
      {moving && <RescheduleDialog booking={moving} onClose={() => setMoving(null)} />}
      {cancelling && <CancelBookingDialog booking={cancelling} onClose={() => setCancelling(null)} />}
    </>
  );
}

function Row({ booking, isPast, onMove, onCancel }: { booking: Booking; isPast: boolean; onMove: () => void; onCancel: () => void }) {
  const mayWrite = useMay("bookings.write");
  const { name, email, phone_display, start, end, zone, state, notes, last_error, lead_id, call_id } = booking;
  const isElsewhere = clock(start, zone) !== clock(start);
  return (
    <li className={styles.row} data-off={state === "cancelled" || undefined}>
      <div className={styles.when}>
        <strong>
          {clock(start)} to {clock(end)}
        </strong>
        <span className={styles.soft}>{isElsewhere ? `${clock(start, zone)} for them (${zone})` : zone}</span>
      </div>
      <div className={styles.who}>
        {lead_id ? <Link to={`/leads/${encodeURIComponent(lead_id)}`}>{name}</Link> : <strong>{name}</strong>}
        {email && <span className={styles.soft}>{email}</span>}
        {phone_display && <span className={styles.soft}>{phone_display}</span>}
      </div>
      <p className={styles.note}>
        {state === "doubtful" && last_error && <span className={styles.bad}>{last_error} </span>}
        {notes}
      </p>
      <span className={styles.state}>
        <LookMark look={STATES[state] ?? { word: words(state), tone: "plain", icon: CalendarCheck }} />
      </span>
      <div className={styles.acts}>
        {mayWrite && !isPast && state !== "cancelled" ? (
          <>
            <Button onClick={onMove} aria-label={`Move: ${name}`}>
              Move
            </Button>
            <Menu trigger={<IconButton label={`More for ${name}`} icon={<Ellipsis />} />}>
              <MenuItem icon={<X />} danger onClick={onCancel}>
                Cancel the appointment
              </MenuItem>
            </Menu>
          </>
        ) : (
          call_id && <Link to={`/calls?call=${encodeURIComponent(call_id)}`}>Call</Link>
        )}
      </div>
    </li>
  );
}

const STATES: Record<string, Look> = {
  confirmed: { word: "Confirmed", tone: "talking", icon: CalendarCheck },
  rescheduled: { word: "Moved", tone: "talking", icon: RefreshCw },
  cancelled: { word: "Cancelled", tone: "plain", icon: CalendarX },
  doubtful: { word: "Being confirmed", tone: "waiting", icon: CircleHelp },
};
/** As often as the times that are asked for move on. */
const ASK_MS = 300_000;
const VIEWS = [
  { value: "upcoming", label: "Upcoming" },
  { value: "past", label: "Past 31 days" },
  { value: "all", label: "All" },
] as const;
const EMPTY: Record<BookingView, string> = { upcoming: "No appointments to come", past: "No appointments in the last 31 days", all: "No appointments yet" };

import { useMutation } from "@tanstack/react-query";
import { CalendarClock, Clock, History, PhoneCall, SkipForward } from "lucide-react";
import { useState } from "react";

import { sentenceFor } from "@/api/problem";
import { LocalTime } from "@/features/dial/LocalTime";
import { aboutLead, nameOfLead } from "@/features/dial/whom";
import { zonesOf } from "@/features/dial/zoned";
import { bothClocks, clock } from "@/format/time";
import { useNow } from "@/ui/browser";
import { Button, IconButton } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { Menu, MenuGroup, MenuItem } from "@/ui/Menu";
import { useShortcuts } from "@/ui/shortcuts";

import { CountdownRing } from "./CountdownRing";
import desk from "./Desk.module.css";
import { Key } from "./Key";
import type { LeadNumber, Offer } from "./model";
import styles from "./Offer.module.css";
import { dialOffer, skipOffer } from "./requests";
import { shift } from "./shift";

/** A lead before it is called: who it is and why now, which number, and the agent's word that it is dialled. */
export function OfferCard({ seatId, offer }: { seatId: string; offer: Offer }) {
  const now = useNow(30_000);
  const [phone, setPhone] = useState(offer.phone);
  const dial = useMutation({ mutationFn: () => shift.ask(() => dialOffer(seatId, phone === offer.phone ? null : phone)) });
  const skip = useMutation({ mutationFn: (reason: string | null) => shift.ask(() => skipOffer(seatId, reason)) });
  const busy = dial.isPending || skip.isPending;
  const run = () => !busy && dial.mutate();
  const pass = (reason: string | null) => !busy && skip.mutate(reason);
  useShortcuts([
    { keys: "d", run },
    { keys: "s", run: () => pass(null) },
  ]);
  const error = dial.error ?? skip.error;
  const { lead } = offer;
  return (
    <article className={styles.offer} aria-label="Next lead">
      <header className={desk.calleeTop}>
        <div className={desk.grow}>
          <h2 className={desk.name}>{nameOfLead(lead)}</h2>
          <p className={desk.about}>{aboutLead(lead)}</p>
        </div>
        {offer.dial_at && <CountdownRing from={offer.offered_at} until={offer.dial_at} label="Seconds until it is dialled by itself" />}
      </header>
      <ul className={desk.facts}>
        <li>
          <History aria-hidden="true" />
          {offer.why}
        </li>
        {offer.callback_at && (
          <li>
            <CalendarClock aria-hidden="true" />
            Call back, agreed for {bothClocks(offer.callback_at, zonesOf(lead)[0], undefined, new Date(now))}
          </li>
        )}
        <li>
          <Clock aria-hidden="true" />
          <LocalTime lead={lead} /> there, {clock(now)} here
        </li>
      </ul>
      {offer.last_note && (
        <blockquote className={desk.lastNote}>
          <span className={desk.soft}>Last note</span>
          {offer.last_note}
        </blockquote>
      )}
      <Numbers offer={offer} value={phone} onChange={setPhone} />
      {error !== null && (
        <div role="alert">
          <Notice tone="bad">{sentenceFor(error)}</Notice>
        </div>
      )}
      <div className={styles.decide}>
        <Button look="primary" className={styles.dial} icon={<PhoneCall />} busy={dial.isPending} aria-keyshortcuts="d" onClick={run}>
          {dial.isPending ? "Placing" : "Dial"} <Key>D</Key>
        </Button>
        <Button className={styles.skip} icon={<SkipForward />} busy={skip.isPending} aria-keyshortcuts="s" onClick={() => pass(null)}>
          Skip <Key>S</Key>
        </Button>
        <Menu trigger={<IconButton look="plain" className={styles.why} label="Skip, and say why" icon={<span aria-hidden="true">…</span>} />}>
          <MenuGroup label="Skip because">
            {SKIPS.map((reason) => (
              <MenuItem key={reason} onClick={() => pass(reason)}>
                {reason}
              </MenuItem>
            ))}
          </MenuGroup>
        </Menu>
      </div>
      <p className={desk.small}>{offer.dial_at ? "It is dialled by itself when the ring has closed. A skipped lead goes behind the others." : "You decide when. A skipped lead goes behind the others."}</p>
    </article>
  );
}

/** Which of a lead's numbers is dialled; a single one is only shown. */
function Numbers({ offer, value, onChange }: { offer: Offer; value: string; onChange: (phone: string) => void }) {
  const known: LeadNumber[] = offer.numbers.length > 0 ? offer.numbers : [{ phone: offer.phone, phone_display: offer.phone_display, label: null }];
  if (known.length === 1) return <p className={styles.single}>{known[0]?.phone_display}</p>;
  return (
    <fieldset className={styles.numbers}>
      <legend className={desk.small}>Number</legend>
      {known.map(({ phone, phone_display, label }) => (
        <label key={phone} className={styles.number} data-on={phone === value || undefined}>
          <input type="radio" name="number" className="visually-hidden" checked={phone === value} onChange={() => onChange(phone)} />
          <span>{phone_display}</span>
          {label && <span className={desk.soft}>{label}</span>}
        </label>
      ))}
    </fieldset>
  );
}

const SKIPS = ["Not the right person", "Talked to lately", "Not the right time", "Wrong data", "Needs preparation"];

import { useState } from "react";

import { ApiProblem } from "@/api/problem";
import { nameOfLead } from "@/features/dial/whom";
import { zonesOf } from "@/features/dial/zoned";
import { ZoneList, ZONES_ID } from "@/features/leads/CellEditor";
import { LeadChoice } from "@/features/leads/LeadChoice";
import type { Lead } from "@/features/leads/model";
import { ownZone } from "@/features/reports/period";
import { Field, TextArea, TextField } from "@/ui/Field";
import { FormDialog } from "@/ui/FormDialog";

import styles from "./Bookings.module.css";
import type { NewBooking } from "./model";
import { useBook } from "./queries";
import { dayOf, SlotPicker } from "./SlotPicker";

/** An appointment that is made by hand: with a lead or with anybody, at a time that the calendar has free. */
export function NewBookingDialog({ onClose }: { onClose: () => void }) {
  const [lead, setLead] = useState<Lead | null>(null);
  const [who, setWho] = useState({ name: "", email: "", phone: "" });
  const [typedZone, setTypedZone] = useState<string | null>(null);
  const [day, setDay] = useState(() => dayOf(new Date()));
  const [token, setToken] = useState<string | null>(null);
  const [notes, setNotes] = useState("");
  const [isSent, setSent] = useState(false);
  const book = useBook();
  const zone = typedZone ?? (lead && zonesOf(lead)[0]) ?? ownZone();
  const isZone = isTimeZone(zone);
  const hasName = lead !== null || who.name.trim() !== "";
  const wrong = (field: string) => (book.error instanceof ApiProblem ? book.error.field(field) : undefined);
  const put = (key: keyof typeof who) => ({ value: who[key], onChange: (event: { target: { value: string } }) => setWho({ ...who, [key]: event.target.value }) });
  const choose = (next: Lead | null) => {
    setLead(next);
    setTypedZone(null);
    // The same instants are offered, but under other tokens.
    setToken(null);
  };
  const submit = () => {
    setSent(true);
    if (token === null || !hasName || !isZone) return;
    const said = Object.fromEntries(Object.entries({ ...who, notes }).flatMap(([key, text]) => (text.trim() ? [[key, text.trim()]] : [])));
    const wish: NewBooking = { token, zone, ...said, ...(lead ? { lead_id: lead.id, name: who.name.trim() || nameOfLead(lead) } : {}) };
    book.mutate(wish, { onSuccess: onClose, onError: () => setToken(null) });
  };
  return (
    <FormDialog title="New appointment" submit="Make the appointment" busy={book.isPending} error={book.error} onClose={onClose} onSubmit={submit}>
      <LeadChoice label="Lead" optional placeholder="Search by name, company or number" hint={lead ? [lead.email, lead.phone_display].filter(Boolean).join(", ") : "Or write below who it is."} error={wrong("lead_id")} lead={lead} onChange={choose} />
      {!lead && <TextField label="Name" aria-required maxLength={200} error={isSent && !hasName ? "Write a name, or choose a lead." : wrong("name")} {...put("name")} />}
      <div className={styles.pair}>
        <TextField label="E-mail" type="email" optional maxLength={200} placeholder={lead?.email ?? ""} hint={lead?.email ? "Empty: the lead’s." : "Without one nothing can be confirmed by mail."} error={wrong("email")} {...put("email")} />
        <TextField label="Phone" type="tel" optional maxLength={60} placeholder={lead?.phone_display ?? ""} hint={lead ? "Empty: the lead’s." : undefined} error={wrong("phone")} {...put("phone")} />
      </div>
      <TextField
        label="Their time zone"
        list={ZONES_ID}
        spellCheck={false}
        value={zone}
        error={isZone ? wrong("zone") : "Use a name such as Europe/Berlin."}
        hint={typedZone === null ? (lead && zonesOf(lead).length > 0 ? "The lead’s." : "Yours, until you choose another.") : undefined}
        onChange={(event) => {
          setTypedZone(event.target.value);
          setToken(null);
        }}
      />
      <ZoneList />
      {isZone && <SlotPicker day={day} zone={zone} token={token} isHasty={isSent && !book.isError} onDay={setDay} onToken={setToken} />}
      <Field label="Note" optional hint="What it is about; it stands with the appointment." error={wrong("notes")}>
        {(control) => <TextArea {...control} rows={2} maxLength={1_000} value={notes} onChange={(event) => setNotes(event.target.value)} />}
      </Field>
    </FormDialog>
  );
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name.trim() !== "";
  } catch {
    return false;
  }
}

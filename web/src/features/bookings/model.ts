/** An appointment that was made. */
export interface Booking {
  id: string;
  lead_id: string | null;
  call_id: string | null;
  name: string;
  email: string | null;
  phone: string | null;
  start: string;
  end: string;
  /** The zone of whoever comes. */
  zone: string;
  /** `doubtful` while the calendar has not said whether it took it. */
  state: "confirmed" | "rescheduled" | "cancelled" | "doubtful";
  calendar: "calcom" | "built_in";
  uid: string | null;
  notes: string | null;
  /** What went wrong with the calendar last. */
  last_error?: string | null;
  created_at: string;
  revision: number;
}

/** A time that is free; the token alone can be booked. */
export interface Slot {
  token: string;
  start: string;
  end: string;
  spoken: string;
}

export type BookingView = "upcoming" | "past" | "all";

import type { components } from "@/api/schema";

type Schemas = components["schemas"];

/** An appointment that was made. */
export type Booking = Schemas["Booking"];

/** A time that is free; the token alone can be booked. */
export type Slot = Schemas["FreeSlot"];

/** An appointment to be made. */
export type NewBooking = Schemas["NewBooking"];

export type BookingView = "upcoming" | "past" | "all";

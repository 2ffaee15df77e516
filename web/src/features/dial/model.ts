import type { components } from "@/api/schema";
import type { Call, Session } from "@/api/model";

// What the dialler's part of the interface carries.
type Schemas = components["schemas"];

export type { Call };
export type Recording = Schemas["Recording"];
export type Lead = Schemas["Lead"];
export type LeadDetail = Schemas["LeadDetail"];
export type LeadList = Schemas["LeadList"];
export type LineError = Schemas["ListLineError"];
export type ListCounts = Schemas["ListRowCounts"];
export type ListColumn = Schemas["ListColumn"];
export type ListPreview = Schemas["ListPreview"];
export type MappedField = keyof Schemas["ListMapping"];
/** What may be said to have come of a call. */
export type Disposition = Schemas["Disposition"];
/** What an agent says came of a call. */
export type CallNote = Required<Omit<Schemas["CallDisposition"], "callback_for">> & Pick<Schemas["CallDisposition"], "callback_for">;

export type Clip = Schemas["Clip"];
/** How well the audio travels, as the server measures it. */
export type Quality = Schemas["QualityView"];
export type IceServer = Schemas["IceServerView"];
export type Joined = Schemas["RoomJoined"];
/** What the carrier's own client needs to join a room. */
export type CarrierSeat = NonNullable<Joined["carrier"]>;

/** Where a person's browser and a customer's phone hear each other. */
export type Room = Schemas["Room"];
/** How far a conversation has come. */
export type RoomState = Room["state"];
/** Something that an agent can do in a room; not every carrier offers everything. */
export type RoomControl = Room["controls"][number];
/** What an answer sounds like. */
export type Verdict = NonNullable<Room["detection"]>["verdict"];
export type EndReason = NonNullable<Room["end_reason"]>;

/** Whether this workspace can talk to people from the browser. */
export function mayDial(session: Session): boolean {
  return session.cold_call;
}

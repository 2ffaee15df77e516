import { api, once } from "@/api/client";
import { ApiProblem } from "@/api/problem";

import type { Call, Clip, Disposition, Joined, Lead, LeadDetail, LeadList, ListCreated, ListPreview, Page, Room } from "./model";

interface Init {
  params?: { path?: Record<string, string>; query?: Record<string, string | number> };
  headers?: Record<string, string>;
  body?: unknown;
  bodySerializer?: (body: unknown) => BodyInit;
  signal?: AbortSignal;
  keepalive?: boolean;
}
type Ask = (path: string, init?: Init) => Promise<{ data?: unknown }>;
const dial = api as unknown as Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", Ask>;

async function answer<Data>(asked: Promise<{ data?: unknown }>): Promise<Data> {
  const { data } = await asked;
  if (data === undefined || data === null) throw new ApiProblem({ title: "The server sent an empty answer." }, 502);
  return data as Data;
}

/** A file as it is: the server alone decides what its bytes mean. */
function asFile(file: File): Init {
  return { body: file, bodySerializer: () => file, headers: { "Content-Type": "text/csv" } };
}

const of = (id: string) => ({ params: { path: { id } } });

export const previewList = (file: File, query: Record<string, string>, signal: AbortSignal) =>
  answer<ListPreview>(dial.POST("/api/v1/lists/preview", { ...asFile(file), params: { query }, signal }));

export const createList = (file: File, query: Record<string, string>, key: string) => {
  const sent = asFile(file);
  return answer<ListCreated>(dial.POST("/api/v1/lists", { ...sent, headers: { ...sent.headers, ...once(key).headers }, params: { query } }));
};

export const readLists = (signal?: AbortSignal) => answer<Page<LeadList>>(dial.GET("/api/v1/lists", { params: { query: { limit: 200 } }, signal }));

export const archiveList = (id: string) => dial.DELETE("/api/v1/lists/{id}", of(id));

export const readLeads = (query: Record<string, string | number>, signal?: AbortSignal) =>
  answer<Page<Lead>>(dial.GET("/api/v1/leads", { params: { query }, signal }));

export const readLead = (id: string, signal?: AbortSignal) => answer<LeadDetail>(dial.GET("/api/v1/leads/{id}", { ...of(id), signal }));

export const readDispositions = async (signal?: AbortSignal) =>
  (await answer<{ items: Disposition[] }>(dial.GET("/api/v1/dispositions", { signal }))).items;

export const readClips = async (signal?: AbortSignal) => (await answer<{ items: Clip[] }>(dial.GET("/api/v1/clips", { signal }))).items;

export interface CallNote {
  disposition: string | null;
  notes: string;
  callback_at: string | null;
}

/** Notes what came of a call; repeating it is harmless. `leaving` lets the request outlive the page. */
export const noteCall = (id: string, note: CallNote, leaving = false) =>
  answer<{ call: Call; lead: Lead | null }>(dial.PUT("/api/v1/calls/{id}/disposition", { ...of(id), body: note, ...(leaving ? { keepalive: true } : {}) }));

export const openRoom = (leadId: string, key: string, override: boolean) =>
  answer<Room>(dial.POST("/api/v1/rooms", { ...once(key), body: { lead_id: leadId, ...(override ? { override_window: true } : {}) } }));

export const joinRoom = (id: string, clientId: string, sdp: string, signal: AbortSignal) =>
  answer<Joined>(dial.POST("/api/v1/rooms/{id}/join", { ...of(id), body: { client_id: clientId, sdp_offer: sdp }, signal }));

export const currentRoom = async () => (await answer<{ room: Room | null }>(dial.GET("/api/v1/rooms/current"))).room;

export const readRoom = (id: string) => answer<Room>(dial.GET("/api/v1/rooms/{id}", of(id)));

export type RoomOrder = "mute" | "unmute" | "hold" | "unhold" | "stop-clip" | "end";

export const orderRoom = (id: string, order: RoomOrder) => answer<Room>(dial.POST(`/api/v1/rooms/{id}/${order}`, of(id)));

export const sendDigits = (id: string, digits: string) => dial.POST("/api/v1/rooms/{id}/digits", { ...of(id), body: { digits } });

export const playClip = (id: string, clipId: string) => dial.POST("/api/v1/rooms/{id}/play", { ...of(id), body: { clip_id: clipId } });

export const pauseRecording = (id: string, paused: boolean) => dial.POST("/api/v1/rooms/{id}/recording", { ...of(id), body: { paused } });

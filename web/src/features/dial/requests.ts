import { api, body, once } from "@/api/client";

import type { CallNote } from "./model";

/** Which column is what, as the interface's query. */
export type ListQuery = Record<string, string>;

export const previewList = (file: File, query: ListQuery, signal: AbortSignal) =>
  body(api.POST("/api/v1/lists/preview", { ...asFile(file), params: { query }, signal }));

export const createList = (file: File, query: ListQuery, key: string) => {
  const sent = asFile(file);
  return body(api.POST("/api/v1/lists", { ...sent, headers: { ...sent.headers, ...once(key).headers }, params: { query } }));
};

export const readLists = (signal?: AbortSignal) => body(api.GET("/api/v1/lists", { params: { query: { limit: 200 } }, signal }));

export const archiveList = (id: string) => api.DELETE("/api/v1/lists/{id}", { params: { path: { id } } });

export const readLeads = (query: Record<string, string | number>, signal?: AbortSignal) => body(api.GET("/api/v1/leads", { params: { query }, signal }));

export const readLead = (id: string, signal?: AbortSignal) => body(api.GET("/api/v1/leads/{id}", { params: { path: { id } }, signal }));

export const readDispositions = async (signal?: AbortSignal) => (await body(api.GET("/api/v1/dispositions", { signal }))).items;

/** Notes what came of a call; repeating it is harmless. `leaving` lets the request outlive the page. */
export const noteCall = (id: string, note: CallNote, leaving = false) =>
  body(api.PUT("/api/v1/calls/{id}/disposition", { params: { path: { id } }, body: note, ...(leaving ? { keepalive: true } : {}) }));

/** A file as it is: the server alone decides what its bytes mean. */
function asFile(file: File) {
  // The description knows texts; what is sent is the file, byte by byte.
  return { body: "", bodySerializer: () => file, headers: { "Content-Type": "text/csv" } };
}

const of = (id: string) => ({ params: { path: { id } } });

export const openRoom = (leadId: string, key: string, override: boolean) => {
  const asked = { lead_id: leadId, override_window: override, to: null, name: null, account_id: null };
  return body(api.POST("/api/v1/rooms", { ...once(key), body: asked }));
};

/** Asks for a seat: with an offer where the audio passes through the server, without one where it stays with the carrier. */
export const joinRoom = (id: string, clientId: string, offer: string | null, signal: AbortSignal) =>
  body(api.POST("/api/v1/rooms/{id}/join", { ...of(id), body: { client_id: clientId, ...(offer === null ? {} : { sdp_offer: offer }) }, signal }));

export const readIceServers = async () => (await body(api.GET("/api/v1/rooms/ice-servers"))).ice_servers;

export const currentRoom = async () => (await body(api.GET("/api/v1/rooms/current"))).room;

export const readRoom = (id: string) => body(api.GET("/api/v1/rooms/{id}", of(id)));

export type RoomOrder = "mute" | "unmute" | "hold" | "unhold" | "stop-clip" | "end";

export const orderRoom = (id: string, order: RoomOrder) => body(api.POST(`/api/v1/rooms/{id}/${order}`, of(id)));

export const sendDigits = (id: string, digits: string) => api.POST("/api/v1/rooms/{id}/digits", { ...of(id), body: { digits } });

export const playClip = (id: string, clipId: string) => api.POST("/api/v1/rooms/{id}/play", { ...of(id), body: { clip_id: clipId } });

export const pauseRecording = (id: string, paused: boolean) => api.POST("/api/v1/rooms/{id}/recording", { ...of(id), body: { paused } });

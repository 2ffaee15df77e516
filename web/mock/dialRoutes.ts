import type { IncomingMessage, ServerResponse } from "node:http";

import type { CarrierSeat } from "../src/features/dial/model.ts";

import { recording } from "./dial.ts";
import type { World } from "./world.ts";

type Body = Record<string, unknown>;
type Send = (status: number, value?: unknown) => void;

/** Answers one request of the dialler's page; false when it is none. */
export function answerDial(world: World, request: IncomingMessage, response: ServerResponse, url: URL, body: Body, text: string, send: Send): boolean {
  const { dial } = world;
  const parts = url.pathname.replace("/api/v1/", "").split("/");
  const [area, id = "", order] = parts;
  const route = `${request.method} ${area}`;
  const gone = () => send(404, { title: "gone", status: 404, code: "http.not_found", detail: "There is nothing at this address." });
  if (route === "GET lists") send(200, { items: dial.lists, next_cursor: null, total: dial.lists.length });
  else if (route === "POST lists" && id === "preview") {
    const { leads, ...shown } = dial.preview(text, url);
    void leads;
    send(200, shown);
  } else if (route === "POST lists") {
    const { leads, counts, errors } = dial.preview(text, url);
    send(201, { list: dial.addList(url.searchParams.get("name") ?? "List", leads), counts, errors });
  } else if (route === "DELETE lists") {
    dial.lists = dial.lists.filter((list) => list.id !== id);
    send(204);
  } else if (route === "GET leads" && !id) send(200, dial.page(url));
  else if (route === "GET leads") {
    const lead = dial.leads.find((one) => one.id === id);
    if (lead) send(200, dial.detail(lead));
    else gone();
  } else if (route === "GET dispositions") send(200, { items: dial.dispositions });
  else if (route === "GET clips") send(200, { items: dial.clips });
  else if (route === "POST clips") send(201, dial.addClip(url.searchParams.get("name") ?? "Clip", text.length));
  else if (route === "DELETE clips") {
    dial.clips = dial.clips.filter((clip) => clip.id !== id);
    send(204);
  } else if (route === "PUT calls" && order === "disposition") send(200, dial.note(id, body));
  else if (route === "GET rooms" && id === "ice-servers") send(200, { ice_servers: [] });
  else if (route === "GET rooms" && id === "current") send(200, { room: dial.room });
  else if (route === "GET rooms") {
    const room = dial.rooms.get(id);
    if (room) send(200, room);
    else gone();
  } else if (route === "POST rooms" && !id) {
    const lead = dial.leads.find((one) => one.id === body.lead_id);
    if (lead?.zones[0] === "Pacific/Honolulu" && body.override_window !== true) {
      send(422, { title: "Refused", status: 422, code: "rule.outside_window", detail: "It is 05:12 in Honolulu, outside the calling window. It opens at 08:00 there." });
    } else if (lead) send(201, dial.openRoom(lead));
    else gone();
  } else if (route === "POST rooms") changeRoom(world, id, order ?? "", body, send, gone);
  else if (route === "GET recordings") sendRecording(request, response);
  else return false;
  return true;
}

function changeRoom(world: World, id: string, order: string, body: Body, send: Send, gone: () => void): void {
  const { dial } = world;
  const room = dial.room;
  if (!room || room.id !== id) return gone();
  const clip = dial.clips.find((one) => one.id === body.clip_id);
  switch (order) {
    case "join":
      // No carrier is made up: its client finds nobody at that address, and tries again.
      if (room.bridge === "carrier") return send(200, { carrier: seat(room.id), sdp_answer: null, ice_servers: [], participant_id: "prt_1" });
      dial.joined();
      return send(200, { carrier: null, sdp_answer: "", ice_servers: [], participant_id: "prt_1" });
    case "mute":
    case "unmute":
      return send(200, dial.put({ ...room, muted: order === "mute" }));
    case "hold":
    case "unhold":
      return send(200, dial.put({ ...room, held: order === "hold" }));
    case "play":
      return send(200, dial.put({ ...room, clip: clip ? { id: clip.id, name: clip.name } : null }));
    case "stop-clip":
      return send(200, dial.put({ ...room, clip: null }));
    case "recording":
      return send(200, dial.put({ ...room, recording: body.paused === true ? "paused" : "on" }));
    case "digits":
      return send(200, room);
    case "end":
      return send(200, dial.end());
    default:
      return gone();
  }
}

function seat(room: string): CarrierSeat {
  return { kind: "twilio", access_token: "made-up", expires_at: new Date(Date.now() + 600_000).toISOString(), parameters: { room, ticket: "made-up" }, signalling: "ws://127.0.0.1:9/signal" };
}

function sendRecording(request: IncomingMessage, response: ServerResponse): void {
  const whole = recording();
  const [, from = "0", to = ""] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "") ?? [];
  const end = to === "" ? whole.length - 1 : Math.min(Number(to), whole.length - 1);
  response.setHeader("Content-Type", "audio/wav");
  response.setHeader("Accept-Ranges", "bytes");
  if (request.headers.range) {
    response.statusCode = 206;
    response.setHeader("Content-Range", `bytes ${from}-${end}/${whole.length}`);
  }
  response.end(whole.subarray(Number(from), end + 1));
}

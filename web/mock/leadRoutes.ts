import type { Import, SavedView } from "../src/features/leads/model.ts";
import type { ConsentWord } from "../src/features/leads/consent/model.ts";

import type { World } from "./world.ts";

type Body = Record<string, unknown>;
type Send = (status: number, value?: unknown) => void;

/** Answers one request of the page of leads and its imports; false when it is none. */
export function answerLeads(world: World, method: string, url: URL, body: Body, send: Send): boolean {
  const { leads } = world;
  const [area, id = "", order = ""] = url.pathname.replace("/api/v1/", "").split("/");
  const route = `${method} ${area}`;
  const gone = () => send(404, { title: "gone", status: 404, code: "http.not_found", detail: "There is nothing at this address." });
  const lead = area === "leads" && id ? leads.all().find((one) => one.id === id) : undefined;
  if (route === "GET leads" && !id && !url.searchParams.has("dial")) send(200, leads.page(url));
  else if (route === "GET leads" && id === "facets") send(200, leads.facets());
  else if (route === "POST leads" && id === "batches" && order) send(200, leads.undoBatch(order));
  else if (route === "POST leads" && id === "batches") send(200, leads.batch(body));
  else if (route === "POST leads" && order === "consents" && lead) {
    leads.say(id, body as unknown as ConsentWord);
    const said = leads.all().find((one) => one.id === id) ?? lead;
    send(200, { ...world.dial.detail(said), lead: said, consent_log: leads.log(said) });
  } else if (route === "POST leads") send(422, { title: "number", status: 422, code: "request.invalid", detail: "One field makes no sense.", errors: [{ field: "phone", code: "number_invalid", message: "This is not a phone number." }] });
  else if (route === "PATCH leads") {
    const text = JSON.stringify(body);
    if (text.includes("12345")) send(422, { title: "number", status: 422, code: "request.invalid", detail: "“12345” is not a phone number: it is too short." });
    else send(200, leads.change(id, body));
  } else if (route === "GET leads" && !lead) gone();
  else if (route === "GET leads" && lead && order === "timeline") send(200, { items: leads.timeline(lead), next_cursor: null });
  else if (route === "GET leads" && lead && order === "diallable") send(200, leads.diallable(lead));
  else if (route === "GET leads" && lead) send(200, { ...world.dial.detail(lead), lead, consent_log: leads.log(lead) });
  else if (route === "GET views") send(200, { items: leads.views });
  else if (route === "POST views") {
    const view = { id: `viw_${leads.views.length + 1}`, mine: true, owner_name: "Ada Lovelace", ...body } as SavedView;
    leads.views = [...leads.views, view];
    send(201, view);
  } else if (route === "PATCH views") {
    leads.views = leads.views.map((view) => (view.id === id ? { ...view, ...(body as Partial<SavedView>) } : view));
    send(200, leads.views.find((view) => view.id === id));
  } else if (route === "DELETE views") {
    leads.views = leads.views.filter((view) => view.id !== id);
    send(204);
  } else if (area === "imports") answerImports(world, method, id, order, url, body, send, gone);
  else return false;
  return true;
}

function answerImports(world: World, method: string, id: string, order: string, url: URL, body: Body, send: Send, gone: () => void): void {
  const { leads } = world;
  const made = leads.imports.find((one) => one.id === id);
  if (method === "GET" && !id) return send(200, { items: leads.imports, next_cursor: null });
  if (method === "POST" && !id) return send(201, leads.put({ ...leads.anImport(`imp_${leads.imports.length + 1}`, "checked"), name: url.searchParams.get("name") ?? "", file_name: url.searchParams.get("file_name") ?? "" }));
  if (!made) return gone();
  if (method === "GET") return send(200, made);
  if (method === "PATCH") {
    const { mapping, ...part } = body as Partial<Import> & { mapping?: string[] };
    return send(200, leads.put({ ...made, ...part, columns: made.columns.map((column) => ({ ...column, mapped_to: mapping?.[column.index] ?? column.mapped_to })), missing: mapping && !mapping.includes("phone") ? ["phone"] : [] }));
  }
  const states: Record<string, Import["state"]> = { start: "running", cancel: "cancelled", undo: "undoing" };
  return send(202, leads.put({ ...made, state: states[order] ?? made.state }));
}

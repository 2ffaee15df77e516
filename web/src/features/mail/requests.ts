import { ask, order } from "@/api/ask";

import type { Mail, MailPreview, MailTemplate, Suppression, TemplateInput } from "./model";

type Page<Item> = { items: Item[]; next_cursor: string | null };

const template = (kind: string): `/api/v1/${string}` => `/api/v1/mail/templates/${encodeURIComponent(kind)}`;
const mail = (id: string): `/api/v1/${string}` => `/api/v1/mails/${encodeURIComponent(id)}`;

export const readTemplates = async (signal?: AbortSignal) => (await ask<{ items: MailTemplate[] }>("get", "/api/v1/mail/templates", { signal })).items;

export const changeTemplate = (kind: string, input: TemplateInput) => ask<MailTemplate>("put", template(kind), { body: input });

export const restoreTemplate = (kind: string) => ask<MailTemplate>("post", `${template(kind)}/restore`);

export const previewTemplate = (kind: string, input: Pick<MailTemplate, "subject" | "text" | "html"> & { lead_id?: string }, signal?: AbortSignal) => ask<MailPreview>("post", `${template(kind)}/preview`, { body: input, signal });

export const sendTest = (kind: string, to: string) => order("post", `${template(kind)}/send-test`, { body: { to } });

export const readMails = (state: string, cursor: string, signal?: AbortSignal) =>
  ask<Page<Mail>>("get", "/api/v1/mails", { query: { limit: 100, ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) }, signal });

export const retryMail = (id: string) => order("post", `${mail(id)}/retry`);

export const cancelMail = (id: string) => order("post", `${mail(id)}/cancel`);

export const readSuppressions = (cursor: string, signal?: AbortSignal) => ask<Page<Suppression>>("get", "/api/v1/mail/suppressions", { query: { limit: 100, ...(cursor ? { cursor } : {}) }, signal });

export const addSuppression = (address: string) => order("post", "/api/v1/mail/suppressions", { body: { address } });

export const removeSuppression = (address: string) => order("delete", `/api/v1/mail/suppressions/${encodeURIComponent(address)}`);

import { api, body } from "@/api/client";

import type { PreviewInput, TemplateInput } from "./model";

const template = (kind: string) => ({ params: { path: { kind } } });
const mail = (id: string) => ({ params: { path: { id } } });
const page = (cursor: string) => ({ limit: 100, ...(cursor ? { cursor } : {}) });

export const readTemplates = async (signal?: AbortSignal) => (await body(api.GET("/api/v1/mail/templates", { signal }))).items;

export const changeTemplate = (kind: string, input: TemplateInput) => body(api.PUT("/api/v1/mail/templates/{kind}", { ...template(kind), body: input }));

export const restoreTemplate = (kind: string) => body(api.POST("/api/v1/mail/templates/{kind}/restore", template(kind)));

export const previewTemplate = (kind: string, input: PreviewInput, signal?: AbortSignal) => body(api.POST("/api/v1/mail/templates/{kind}/preview", { ...template(kind), body: input, signal }));

export const sendTest = (kind: string, to: string) => api.POST("/api/v1/mail/templates/{kind}/send-test", { ...template(kind), body: { to } });

export const readMails = (state: string, cursor: string, signal?: AbortSignal) => body(api.GET("/api/v1/mails", { params: { query: { ...page(cursor), ...(state ? { state } : {}) } }, signal }));

export const retryMail = (id: string) => body(api.POST("/api/v1/mails/{id}/retry", mail(id)));

export const cancelMail = (id: string) => body(api.POST("/api/v1/mails/{id}/cancel", mail(id)));

export const readSuppressions = (cursor: string, signal?: AbortSignal) => body(api.GET("/api/v1/mail/suppressions", { params: { query: page(cursor) }, signal }));

export const addSuppression = (address: string) => api.POST("/api/v1/mail/suppressions", { body: { address } });

export const removeSuppression = (address: string) => api.DELETE("/api/v1/mail/suppressions/{address}", { params: { path: { address } } });

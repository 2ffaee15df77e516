import { api as typed, body, freshKey, once } from "@/api/client";

import type { BatchAction, BatchSelect, Diallable, Import, ImportChange, Lead, LeadEvent, LeadPage, SavedView } from "./model";

type Answer = Promise<{ data?: unknown }>;
type Ask = (path: string, init?: object) => Answer;
const api = typed as unknown as Record<"GET" | "POST" | "PATCH" | "DELETE", Ask>;
const answer = <Data extends object>(asked: Answer): Promise<Data> => body(asked as Promise<{ data?: Data }>) as Promise<Data>;

const of = (id: string) => ({ params: { path: { id } } });

export const readLeads = (query: Record<string, string | number>, signal?: AbortSignal) => answer<LeadPage>(api.GET("/api/v1/leads", { params: { query }, signal }));

export const createLead = (lead: Record<string, unknown>) => answer<Lead>(api.POST("/api/v1/leads", { body: lead, ...once(freshKey()) }));

export const changeLead = (id: string, change: Record<string, unknown>) => answer<Lead>(api.PATCH("/api/v1/leads/{id}", { ...of(id), body: change }));

export const readTimeline = (id: string, cursor: string, signal?: AbortSignal) =>
  answer<{ items: LeadEvent[]; next_cursor: string | null }>(
    api.GET("/api/v1/leads/{id}/timeline", { params: { path: { id }, query: cursor ? { cursor } : {} }, signal }),
  );

export const readDiallable = (id: string, signal?: AbortSignal) => answer<Diallable>(api.GET("/api/v1/leads/{id}/diallable", { ...of(id), signal }));

export const runBatch = (select: BatchSelect, action: BatchAction, expected: number | null) =>
  answer<{ id: string; changed: number }>(api.POST("/api/v1/leads/batches", { body: { select, action, expected }, ...once(freshKey()) }));

export const undoBatch = (id: string) => answer<{ restored: number }>(api.POST("/api/v1/leads/batches/{id}/undo", of(id)));

export const readViews = async (signal?: AbortSignal) =>
  (await answer<{ items: SavedView[] }>(api.GET("/api/v1/views", { params: { query: { page: "leads" } }, signal }))).items;

export const createView = (view: Pick<SavedView, "name" | "query" | "columns" | "shared">) => answer<SavedView>(api.POST("/api/v1/views", { body: { page: "leads", ...view } }));

export const changeView = (id: string, view: Partial<Pick<SavedView, "name" | "query" | "columns" | "shared">>) =>
  answer<SavedView>(api.PATCH("/api/v1/views/{id}", { ...of(id), body: view }));

export const deleteView = (id: string) => api.DELETE("/api/v1/views/{id}", of(id));

export const readImports = (signal?: AbortSignal) => answer<{ items: Import[]; next_cursor: string | null }>(api.GET("/api/v1/imports", { params: { query: { limit: 50 } }, signal }));

export const readImport = (id: string, signal?: AbortSignal) => answer<Import>(api.GET("/api/v1/imports/{id}", { ...of(id), signal }));

export const changeImport = (id: string, change: ImportChange) => answer<Import>(api.PATCH("/api/v1/imports/{id}", { ...of(id), body: change }));

export type ImportOrder = "start" | "cancel" | "undo";

export const orderImport = (id: string, order: ImportOrder) => answer<Import>(api.POST(`/api/v1/imports/{id}/${order}`, of(id)));

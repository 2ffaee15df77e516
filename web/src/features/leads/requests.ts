import { api, body, freshKey, once } from "@/api/client";

import type { components } from "@/api/schema";

import type { BatchAction, BatchSelect, ImportChange, LeadChange, NewLead, SavedView } from "./model";

type Schemas = components["schemas"];

const of = (id: string) => ({ params: { path: { id } } });

/** What is absent in a change stays, which the description of the interface cannot say. */
const part = <Whole>(change: Partial<Whole>): Whole => change as Whole;

export const readLeads = (query: Record<string, string | number>, signal?: AbortSignal) => body(api.GET("/api/v1/leads", { params: { query }, signal }));

export const readFacets = (signal?: AbortSignal) => body(api.GET("/api/v1/leads/facets", { signal }));

export const createLead = (lead: NewLead) => body(api.POST("/api/v1/leads", { body: part(lead), ...once(freshKey()) }));

export const changeLead = (id: string, change: LeadChange) => body(api.PATCH("/api/v1/leads/{id}", { ...of(id), body: part(change) }));

export const readTimeline = (id: string, cursor: string, signal?: AbortSignal) =>
  body(api.GET("/api/v1/leads/{id}/timeline", { params: { path: { id }, query: cursor ? { cursor } : {} }, signal }));

export const readDiallable = (id: string, signal?: AbortSignal) => body(api.GET("/api/v1/leads/{id}/diallable", { ...of(id), signal }));

export const runBatch = (select: BatchSelect, action: BatchAction, expected: number | null) =>
  body(api.POST("/api/v1/leads/batches", { body: { select, action: action as Schemas["BatchAction"], expected }, ...once(freshKey()) }));

export const undoBatch = (id: string) => body(api.POST("/api/v1/leads/batches/{id}/undo", of(id)));

type ViewParts = Pick<SavedView, "name" | "query" | "columns" | "shared">;

export const readViews = async (signal?: AbortSignal) => (await body(api.GET("/api/v1/views", { params: { query: { page: "leads" } }, signal }))).items;

export const createView = (view: ViewParts) => body(api.POST("/api/v1/views", { body: { page: "leads", ...view } }));

export const changeView = (id: string, view: Partial<ViewParts>) => body(api.PATCH("/api/v1/views/{id}", { ...of(id), body: part(view) }));

export const deleteView = (id: string) => api.DELETE("/api/v1/views/{id}", of(id));

export const readImports = (signal?: AbortSignal) => body(api.GET("/api/v1/imports", { params: { query: { limit: 50 } }, signal }));

export const readImport = (id: string, signal?: AbortSignal) => body(api.GET("/api/v1/imports/{id}", { ...of(id), signal }));

export const changeImport = (id: string, change: ImportChange) => body(api.PATCH("/api/v1/imports/{id}", { ...of(id), body: part(change) }));

export type ImportOrder = "start" | "cancel" | "undo";

export const orderImport = (id: string, order: ImportOrder) => body(api.POST(`/api/v1/imports/{id}/${order}`, of(id)));

import { api, body } from "@/api/client";

import type { Report, ReportQuestion, ReportRange, ShiftQuestion } from "./model";

const of = (id: string): `/api/v1/${string}` => `/api/v1/reports/campaigns/${encodeURIComponent(id)}`;

export const readReport = async (id: string, { by, ...range }: ReportQuestion, signal?: AbortSignal): Promise<Report> => {
  const report = await body(api.GET("/api/v1/reports/campaigns/{id}", { params: { path: { id }, query: { by, ...range } }, signal }));
  // It is told apart by what was asked for.
  return { ...report, by };
};

export const readPrecision = (id: string, { from, to }: ReportRange, signal?: AbortSignal) => body(api.GET("/api/v1/reports/campaigns/{id}/precision", { params: { path: { id }, query: { from, to } }, signal }));

export const readShifts = (question: ShiftQuestion, signal?: AbortSignal) => body(api.GET("/api/v1/reports/shifts", { params: { query: { ...question, limit: SHIFTS_MAX } }, signal }));

/** Where the same report is to be had as a file. */
export const reportFile = (id: string, question: ReportQuestion) => `${of(id)}/export.csv?${new URLSearchParams({ ...question })}`;

/** Where the shift log is to be had as a file. */
export const shiftFile = (question: ShiftQuestion) => `/api/v1/reports/shifts/export.csv?${new URLSearchParams({ ...question })}`;

/** As many as the server gives at once; the file has them all. */
const SHIFTS_MAX = 1_000;

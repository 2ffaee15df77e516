import { ask } from "@/api/ask";

import type { PrecisionReport, Report, ReportQuestion, ReportRange, ShiftPage, ShiftQuestion } from "./model";

const of = (id: string): `/api/v1/${string}` => `/api/v1/reports/campaigns/${encodeURIComponent(id)}`;

export const readReport = (id: string, question: ReportQuestion, signal?: AbortSignal) => ask<Report>("get", of(id), { query: { ...question }, signal });

export const readPrecision = (id: string, range: ReportRange, signal?: AbortSignal) => ask<PrecisionReport>("get", `${of(id)}/precision`, { query: { ...range }, signal });

export const readShifts = (question: ShiftQuestion, signal?: AbortSignal) => ask<ShiftPage>("get", "/api/v1/reports/shifts", { query: { ...question, limit: SHIFTS_MAX }, signal });

/** Where the same report is to be had as a file. */
export const reportFile = (id: string, question: ReportQuestion) => `${of(id)}/export.csv?${new URLSearchParams({ ...question })}`;

/** Where the shift log is to be had as a file. */
export const shiftFile = (question: ShiftQuestion) => `/api/v1/reports/shifts/export.csv?${new URLSearchParams({ ...question })}`;

/** As many as the server gives at once; the file has them all. */
const SHIFTS_MAX = 1_000;

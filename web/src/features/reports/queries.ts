import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { ReportQuestion, ReportRange, ShiftQuestion } from "./model";
import { readPrecision, readReport, readShifts } from "./requests";

/** What the calls of a campaign came to; the report of before stays in sight until the next one is there. */
export function reportQuery(id: string, question: ReportQuestion) {
  return queryOptions({ queryKey: ["report", id, question], queryFn: ({ signal }) => readReport(id, question, signal), placeholderData: keepPreviousData });
}

export function precisionQuery(id: string, range: ReportRange) {
  return queryOptions({ queryKey: ["precision", id, range], queryFn: ({ signal }) => readPrecision(id, range, signal), placeholderData: keepPreviousData });
}

export function shiftsQuery(question: ShiftQuestion) {
  return queryOptions({ queryKey: ["shifts", question], queryFn: ({ signal }) => readShifts(question, signal), placeholderData: keepPreviousData });
}

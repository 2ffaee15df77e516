import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { sentenceFor } from "@/api/problem";
import { complain, tell } from "@/ui/toasts";

import type { Mail, MailTemplate, PreviewInput, TemplateInput } from "./model";
import { addSuppression, cancelMail, changeTemplate, previewTemplate, readMails, readSuppressions, readTemplates, removeSuppression, restoreTemplate, retryMail, sendTest } from "./requests";

export const templatesQuery = queryOptions({ queryKey: ["mail-templates"], queryFn: ({ signal }) => readTemplates(signal) });

/** How a template reads with the values of a lead; the one of before stays in sight until the next is there. */
export function previewQuery(kind: string, input: PreviewInput) {
  return queryOptions({ queryKey: ["mail-preview", kind, input], placeholderData: keepPreviousData, queryFn: ({ signal }) => previewTemplate(kind, input, signal) });
}

export function mailsQuery(state: string) {
  return infiniteQueryOptions({
    queryKey: ["mails", state],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
    queryFn: ({ pageParam, signal }) => readMails(state, pageParam, signal),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export const suppressionsQuery = infiniteQueryOptions({
  queryKey: ["mail-suppressions"],
  initialPageParam: "",
  queryFn: ({ pageParam, signal }) => readSuppressions(pageParam, signal),
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

function usePutTemplate() {
  const client = useQueryClient();
  return (kept: MailTemplate) => client.setQueryData(templatesQuery.queryKey, (all) => all?.map((one) => (one.kind === kept.kind ? kept : one)));
}

export function useSaveTemplate(kind: string) {
  const put = usePutTemplate();
  return useMutation({
    mutationFn: (input: TemplateInput) => changeTemplate(kind, input),
    onSuccess: (kept) => {
      put(kept);
      tell({ title: "Mail saved", detail: "Mails that are written from now on use it." });
    },
  });
}

export function useRestoreTemplate(kind: string) {
  const put = usePutTemplate();
  return useMutation({
    mutationFn: () => restoreTemplate(kind),
    onSuccess: (kept) => {
      put(kept);
      tell({ title: "The default is back" });
    },
  });
}

export function useSendTest(kind: string) {
  return useMutation({ mutationFn: (to: string) => sendTest(kind, to), onSuccess: (_, to) => tell({ title: "A test is on its way", detail: to }) });
}

/** Sends a mail once more, or takes it back before it is sent. */
export function useMailOrder() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ mail, order }: { mail: Mail; order: "retry" | "cancel" }) => (order === "retry" ? retryMail(mail.id) : cancelMail(mail.id)),
    onSuccess: (_, { mail, order }) => tell({ title: order === "retry" ? "It is sent once more" : "It is not sent", detail: mail.to }),
    onError: (error) => complain("The mail is as it was", sentenceFor(error)),
    onSettled: () => void client.invalidateQueries({ queryKey: ["mails"] }),
  });
}

export function useSuppress() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: addSuppression,
    onSuccess: (_, email) => tell({ title: "It gets no mail any more", detail: email }),
    onSettled: () => void client.invalidateQueries({ queryKey: suppressionsQuery.queryKey }),
  });
}

export function useUnsuppress() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: removeSuppression,
    onSuccess: (_, email) => tell({ title: "It may get mail again", detail: email }),
    onError: (error) => complain("The address stays on the list", sentenceFor(error)),
    onSettled: () => void client.invalidateQueries({ queryKey: suppressionsQuery.queryKey }),
  });
}

/** Mails move on by themselves, and the live channel does not tell of them. */
const AGAIN_MS = 10_000;

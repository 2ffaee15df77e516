import type { MergeField } from "@/ui/fields";

/** A mail that is sent by itself, and when. */
export interface MailTemplate {
  kind: string;
  subject: string;
  text: string;
  html: string;
  changed_at: string | null;
  is_default: boolean;
  variables: MergeField[];
  rule: { on: boolean; after_minutes: number };
}

/** What may be written of a template. */
export type TemplateInput = Pick<MailTemplate, "subject" | "text" | "html" | "rule">;

/** A template with the values of a lead put in. */
export interface MailPreview {
  subject: string;
  text: string;
  html: string;
  problems: { part: string; message: string }[];
}

export type MailState = "waiting" | "sending" | "sent" | "delivered" | "bounced" | "complained" | "failed" | "suppressed" | "cancelled";

/** A mail on its way, or there. */
export interface Mail {
  id: string;
  kind: string;
  to: string;
  subject: string;
  lead_id: string | null;
  call_id: string | null;
  state: MailState;
  tries: number;
  next_at: string | null;
  last_error: string | null;
  created_at: string;
  sent_at: string | null;
}

/** An address that gets no mail any more. */
export interface Suppression {
  address: string;
  /** `unsubscribed`, `bounced`, `complained` or `manual`. */
  reason: string;
  created_at: string;
}

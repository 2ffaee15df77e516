import type { components } from "@/api/schema";

type Schemas = components["schemas"];

/** A mail that is sent by itself, and when. */
export type MailTemplate = Schemas["MailTemplate"];

/** What may be written of a template. */
export type TemplateInput = Pick<MailTemplate, keyof Schemas["MailTemplateChange"]>;

/** What of a template is tried out, and whose values are put in. */
export type PreviewInput = Schemas["MailPreviewInput"];

/** A mail on its way, or there. */
export type Mail = Schemas["Mail"];

/** An address that gets no mail any more. */
export type Suppression = Schemas["Suppression"];

import type { CarrierAccount, CarrierInput, CarrierSpec } from "@/api/model";

/** What the form shows at first: of credentials only whether they are set, never what they are; of choices the first. */
export function initialFields(spec: CarrierSpec, account: CarrierAccount | null): Record<string, string> {
  return Object.fromEntries(
    spec.fields.map((field) => {
      const value = account?.config[field.key];
      const isUnknown = field.secret || value === undefined || value === null || typeof value === "object";
      return [field.key, isUnknown ? (field.choices?.[0]?.value ?? "") : String(value)];
    }),
  );
}

/** Whether the server has this credential already. */
export function isSet(account: CarrierAccount | null, key: string): boolean {
  const value = account?.config[key];
  return typeof value === "object" && value !== null && "set" in value && value.set === true;
}

/** What is sent: a credential that was left empty is left out, so that the kept one stays. */
export function carrierInput(spec: CarrierSpec, account: CarrierAccount | null, name: string, fields: Record<string, string>): CarrierInput {
  const config: Record<string, unknown> = {};
  for (const field of spec.fields) {
    const value = (fields[field.key] ?? "").trim();
    if (value !== "") config[field.key] = value;
    else if (!field.secret && account && field.key in account.config) config[field.key] = null;
  }
  return { kind: spec.kind, name: name.trim(), config };
}

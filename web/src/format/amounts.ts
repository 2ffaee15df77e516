import type { Money } from "@/api/model";

import { DASH } from "./words";

/** Money with as many decimals as it has, at least two. */
export function money(value: Money | null | undefined): string {
  if (!value) return DASH;
  const amount = Number(value.amount);
  if (!Number.isFinite(amount)) return `${value.amount} ${value.currency}`;
  const decimals = Math.min(6, Math.max(2, (value.amount.split(".")[1] ?? "").replace(/0+$/, "").length));
  try {
    return new Intl.NumberFormat("en", {
      style: "currency",
      currency: value.currency,
      minimumFractionDigits: 2,
      maximumFractionDigits: decimals,
    }).format(amount);
  } catch {
    return `${value.amount} ${value.currency}`;
  }
}

/** Money in millionths of its currency, as the parts that count it send it. */
export interface MicroMoney {
  micros: number;
  currency: string;
}

/** "$1.20" of millionths; what is less than a cent keeps its decimals. */
export function microMoney(value: MicroMoney | null | undefined): string {
  if (!value) return DASH;
  const amount = value.micros / 1_000_000;
  const decimals = value.micros !== 0 && Math.abs(amount) < 0.1 ? 4 : 2;
  return money({ amount: amount.toFixed(decimals), currency: value.currency });
}

const whole = new Intl.NumberFormat("en");

/** "12,345". */
export function count(value: number): string {
  return whole.format(value);
}

/** "1 number", "2,000 numbers". */
export function counted(value: number, one: string, many = one + "s"): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** "63.2 %" of a share between 0 and 1; a dash when it is not known. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return DASH;
  const value = share * 100;
  return `${value.toFixed(value === 0 || value === 100 ? 0 : 1)} %`;
}

/** "600 bytes", "812 kB", "4.2 MB": the size of a file. */
export function bytes(size: number): string {
  if (size < 1_000) return counted(Math.round(size), "byte");
  if (size < 1_000_000) return `${count(Math.round(size / 1_000))} kB`;
  return `${(size / 1_000_000).toFixed(size < 10_000_000 ? 1 : 0)} MB`;
}

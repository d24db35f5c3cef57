// Numbers as people read them: three significant digits, always with a unit.

export const MISSING = "–";

/** Three significant digits, thousands grouped, no trailing zeros. */
export function figure(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) return MISSING;
  const size = Math.abs(value);
  const digits = size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}

/** A share of one in percent. */
export function percent(share: number | null | undefined): string {
  if (share == null || !Number.isFinite(share)) return MISSING;
  const value = share * 100;
  if (value > 0 && value < 0.1) return "<0.1 %";
  // Never round a failure away: 99.96 is not all of them.
  if (value < 100 && value > 99.9) return ">99.9 %";
  return `${value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 })} %`;
}

export function perSecond(rate: number | null | undefined): string {
  return rate == null || !Number.isFinite(rate) ? MISSING : `${figure(rate)}/s`;
}

export function milliseconds(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) return MISSING;
  if (Math.abs(value) >= 60_000) return `${figure(value / 60_000)} min`;
  if (Math.abs(value) >= 1000) return `${figure(value / 1000)} s`;
  if (value !== 0 && Math.abs(value) < 1) return `${figure(value * 1000)} µs`;
  return `${figure(value)} ms`;
}

/** A value of a series by the unit that the engine names. */
export function withUnit(value: number | null | undefined, unit: string): string {
  if (value == null || !Number.isFinite(value)) return MISSING;
  if (unit === "s" || unit === "seconds") return milliseconds(value * 1000);
  if (unit === "ms") return milliseconds(value);
  if (unit === "ratio" || unit === "share") return percent(value);
  if (/^(1|requests|calls|spans)?\/s$/.test(unit)) return perSecond(value);
  return unit ? `${figure(value)} ${unit}` : figure(value);
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

// Times in the reader's zone; UTC for those who compare with logs.

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const two = (value: number) => String(value).padStart(2, "0");

/** 14:03:22 today, else with its day: 28 Nov 14:03. */
export function local(time_s: number, now_s: number, zone?: string): string {
  const time = new Date(time_s * 1000);
  const options = zone ? { timeZone: zone } : {};
  const day = (date: Date) => date.toLocaleDateString("en-CA", options);
  const clock = (seconds: boolean) =>
    time.toLocaleTimeString("en-GB", {
      hour: "2-digit", minute: "2-digit", ...(seconds ? { second: "2-digit" } : {}), ...options,
    });
  if (day(time) === day(new Date(now_s * 1000))) return clock(true);
  const date = time.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...options });
  return `${date} ${clock(false)}`;
}

export function utc(time_s: number): string {
  const iso = new Date(time_s * 1000).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** How long something took or has lasted, in at most two units. */
export function lasting(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) {
    const rest = whole % MINUTE;
    return whole < 10 * MINUTE && rest ? `${Math.floor(whole / MINUTE)} min ${rest} s` : `${Math.floor(whole / MINUTE)} min`;
  }
  if (whole < DAY) {
    const minutes = Math.floor((whole % HOUR) / MINUTE);
    return `${Math.floor(whole / HOUR)} h${minutes ? ` ${minutes} min` : ""}`;
  }
  const hours = Math.floor((whole % DAY) / HOUR);
  return `${Math.floor(whole / DAY)} d${hours ? ` ${hours} h` : ""}`;
}

export function ago(time_s: number, now_s: number): string {
  const passed = now_s - time_s;
  // Two clocks never agree to the second.
  if (passed < 5) return passed < -5 ? `in ${lasting(-passed)}` : "just now";
  return `${coarse(passed)} ago`;
}

function coarse(seconds: number): string {
  if (seconds < MINUTE) return `${Math.round(seconds)} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} d`;
}

/** The value of an input of type datetime-local. */
export function forInput(time_s: number): string {
  const time = new Date(time_s * 1000);
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

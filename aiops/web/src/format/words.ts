// The engine's words as the console says and colours them.

import type { Health } from "../api/types.ts";

const HEALTH: Record<string, Health> = {
  healthy: "healthy", ok: "healthy",
  degraded: "degraded", warning: "degraded",
  unhealthy: "unhealthy", critical: "unhealthy", failing: "unhealthy",
};

/** Status first; the score where the status is not known. */
export function healthOf(status: string | undefined, score: number | null | undefined): Health {
  const named = status ? HEALTH[status.toLowerCase()] : undefined;
  if (named) return named;
  if (score == null) return "unknown";
  return score >= 80 ? "healthy" : score >= 50 ? "degraded" : "unhealthy";
}

const SIGNALS: Record<string, string> = {
  latency: "Latency", errors: "Errors", timeouts: "Timeouts", traffic: "Traffic", saturation: "Saturation",
};

export function signalName(signal: string): string {
  return SIGNALS[signal] ?? sentence(signal);
}

/** "flap_detected" is "Flap detected". */
export function sentence(word: string): string {
  const spaced = word.replaceAll("_", " ").replaceAll("-", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** OpenTelemetry's severity number as its name. */
export function logLevel(severity: number): string {
  if (severity >= 21) return "fatal";
  if (severity >= 17) return "error";
  if (severity >= 13) return "warn";
  if (severity >= 9) return "info";
  return severity >= 1 ? "debug" : "log";
}

/** How sure a cause is, in words beside the figure. */
export function certainty(confidence: number): string {
  if (confidence >= 0.85) return "very likely";
  if (confidence >= 0.6) return "likely";
  return confidence >= 0.35 ? "possible" : "unlikely";
}

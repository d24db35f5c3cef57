// What a part shows while there is nothing to show: loading, empty, failed.

import type { ComponentChildren } from "preact";
import type { Resource } from "../api/resource.ts";
import { Problem, UNREACHABLE } from "../api/client.ts";

export function Loading({ rows = 3, label }: { rows?: number; label: string }) {
  return (
    <div class="loading" role="status">
      <span class="hidden">Loading {label}</span>
      {Array.from({ length: rows }, (_, index) => <div key={index} class="loading-bar" />)}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return <div class="empty"><p class="empty-title">{title}</p>{children && <p>{children}</p>}</div>;
}

export function Failed({ problem, retry }: { problem: Problem; retry: () => void }) {
  return (
    <div class="failed" role="alert">
      <p class="empty-title">{problem.status === UNREACHABLE ? "No connection" : problem.title}</p>
      {problem.message !== problem.title && <p>{problem.message}</p>}
      <button type="button" class="button" onClick={retry}>Try again</button>
    </div>
  );
}

interface ShownProps<T> { of: Resource<T>; label: string; rows?: number; children: (data: T) => ComponentChildren }

/** The data of a resource, or what there is instead; old data stays, with a note. */
export function Shown<T>({ of, label, rows, children }: ShownProps<T>) {
  if (of.data !== undefined) {
    return (
      <>
        {of.problem && of.problem.status !== UNREACHABLE && (
          <p class="note" role="status">Not renewed: {of.problem.message} <button type="button" class="link" onClick={of.reload}>Try again</button></p>
        )}
        {children(of.data)}
      </>
    );
  }
  if (of.problem) return <Failed problem={of.problem} retry={of.reload} />;
  return <Loading label={label} {...(rows ? { rows } : {})} />;
}

// A titled part of a page.

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface PanelProps { title: string; id?: string; aside?: ComponentChildren; class?: string; children: ComponentChildren }

export function Panel({ title, id, aside, class: name = "", children }: PanelProps) {
  const heading = useId();
  return (
    <section class={`panel ${name}`} id={id} aria-labelledby={heading}>
      <header class="panel-head">
        <h2 id={heading}>{title}</h2>
        {aside && <div class="panel-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

export function Facts({ children }: { children: ComponentChildren }) {
  return <dl class="facts">{children}</dl>;
}

export function Fact({ name, children, tone = "" }: { name: string; children: ComponentChildren; tone?: string }) {
  return <div class={`fact ${tone}`}><dt>{name}</dt><dd>{children}</dd></div>;
}

// The frame of every page, and which page an address means.

import type { ComponentChildren } from "preact";
import { Component } from "preact";
import { useEffect, useState } from "preact/hooks";
import { onSignedOut, Problem } from "./api/client.ts";
import { disconnect, stayConnected } from "./api/live.ts";
import { Session, signOut, whoAmI } from "./api/session.ts";
import type { Me } from "./api/types.ts";
import { About } from "./pages/about.tsx";
import { Audit } from "./pages/audit.tsx";
import { Changes } from "./pages/changes.tsx";
import { IncidentPage } from "./pages/incident/page.tsx";
import { Incidents } from "./pages/incidents.tsx";
import { Login } from "./pages/login.tsx";
import { Missing } from "./pages/missing.tsx";
import { Overview } from "./pages/overview.tsx";
import { Patterns } from "./pages/patterns.tsx";
import { ServicePage } from "./pages/service.tsx";
import { TracePage } from "./pages/trace.tsx";
import { Traces } from "./pages/traces.tsx";
import { LineMark, LostBanner } from "./parts/line.tsx";
import { useShortcuts } from "./parts/shortcuts.ts";
import { Failed, Loading } from "./parts/states.tsx";
import { Toast } from "./parts/toast.tsx";
import { Link, useAddress } from "./router.tsx";

type Who = { state: "asking" } | { state: "out"; ended: boolean } | { state: "in"; me: Me } | { state: "failed"; problem: Problem };

export function App() {
  const [who, setWho] = useState<Who>({ state: "asking" });
  const ask = () => whoAmI().then(
    (me) => setWho({ state: "in", me }),
    (error: unknown) => setWho(error instanceof Problem && error.status !== 401
      ? { state: "failed", problem: error } : { state: "out", ended: false }),
  );
  useEffect(() => {
    void ask();
    return onSignedOut(() => setWho((before) => (before.state === "in" ? { state: "out", ended: true } : before)));
  }, []);
  const inside = who.state === "in";
  useEffect(() => {
    if (inside) stayConnected();
    return disconnect;
  }, [inside]);
  const leave = () => void signOut().catch(() => undefined).then(() => setWho({ state: "out", ended: false }));

  if (who.state === "asking") return <main class="login"><Loading label="console" rows={3} /></main>;
  if (who.state === "failed") return <main class="login"><h1>Pharos</h1><div class="panel"><Failed problem={who.problem} retry={() => void ask()} /></div></main>;
  if (who.state === "out") return <Login ended={who.ended} done={() => void ask()} />;
  return <Session.Provider value={who.me}><Frame leave={leave} /></Session.Provider>;
}

const NAVIGATION = [
  { to: "/", name: "Overview", icon: "M3 10 10 4l7 6v7H3z" },
  { to: "/incidents", name: "Incidents", icon: "M10 3 18 17H2zM10 8v4M10 14v1" },
  { to: "/traces", name: "Traces", icon: "M2 5h9M6 10h9M11 15h7" },
  { to: "/changes", name: "Changes", icon: "M10 2.5v9M6.5 8l3.5 3.5L13.5 8M3 13v4h14v-4" },
  { to: "/about", name: "About", icon: "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15zM10 9v5M10 6v.5" },
];

// Pages below another one of the navigation.
const ALSO: Record<string, string> = { "/incidents": "/patterns", "/about": "/audit" };

function Frame({ leave }: { leave: () => void }) {
  const { path } = useAddress();
  useShortcuts();
  useEffect(() => scrollTo(0, 0), [path]);
  const current = (to: string) => (to === "/" ? path === "/" || path.startsWith("/services") : path.startsWith(to) || path === ALSO[to]);
  return (
    <>
      <a class="skip" href="#main">Skip to content</a>
      <header class="top">
        <Link to="/" class="brand"><Lighthouse />Pharos</Link>
        <nav aria-label="Console">
          {NAVIGATION.map(({ to, name, icon }) => (
            <Link key={to} to={to} {...(current(to) ? { "aria-current": "page" as const } : {})}>
              <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d={icon} /></svg>{name}
            </Link>
          ))}
        </nav>
        <LineMark />
      </header>
      <LostBanner />
      <main id="main" tabIndex={-1}>
        <Guard key={path}><Page path={path} leave={leave} /></Guard>
      </main>
      <Toast />
    </>
  );
}

function Page({ path, leave }: { path: string; leave: () => void }) {
  const [, place = "", rest = ""] = /^\/([^/]*)\/?(.*)$/.exec(path) ?? [];
  const name = decoded(rest);
  if (place === "" ) return <Overview />;
  if (place === "incidents") return name ? <IncidentPage key={name} id={name} /> : <Incidents />;
  if (place === "services" && name) return <ServicePage key={name} name={name} />;
  if (place === "traces") return name ? <TracePage key={name} trace={name} /> : <Traces />;
  if (place === "patterns") return <Patterns />;
  if (place === "changes") return <Changes />;
  if (place === "audit") return <Audit />;
  if (place === "about") return <About leave={leave} />;
  return <Missing />;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A mistake in one page must not take the way to the others. */
class Guard extends Component<{ children: ComponentChildren }, { broken: Error | null }> {
  override state = { broken: null as Error | null };
  override componentDidCatch(broken: Error) {
    this.setState({ broken });
  }
  render() {
    const { broken } = this.state;
    if (broken === null) return this.props.children;
    return <><h1>This page broke</h1><div class="panel"><Failed problem={new Problem(500, "The console made a mistake", String(broken))} retry={() => this.setState({ broken: null })} /></div></>;
  }
}

function Lighthouse() {
  return (
    <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#0b4f8a" /><path d="M13 13h6l2 14H11z" fill="#fff" /><rect x="12" y="8" width="8" height="4" rx="1" fill="#ffd166" />
      <path d="M12 7l4-3 4 3z" fill="#fff" /><path d="M21 9l8-3v8l-8-3zM11 9L3 6v8l8-3z" fill="#ffd166" opacity=".75" />
    </svg>
  );
}

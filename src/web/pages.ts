import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What the front page says of the running service: numbers only, since anybody may read it. */
export type ServiceState =
  | { readonly kind: "not-configured"; readonly setUpOffered: boolean }
  | {
      readonly kind: "running";
      readonly repositories: number;
      readonly waitingKeys: number;
      readonly deadKeys: number;
      readonly ledger: { readonly seq: number; readonly hash: string } | null;
    }
  | { readonly kind: "database-away" };

const style = html`<style>
  :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
  body { font: 16px/1.55 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }
  h1 { font-size: 1.6rem; margin-bottom: 0.2rem; }
  .lead { margin-top: 0; opacity: 0.8; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 1.2rem; }
  dt { opacity: 0.7; } dd { margin: 0; overflow-wrap: anywhere; }
  code { font-size: 0.92em; } ol li { margin: 0.4rem 0; }
  section { border-top: 1px solid var(--line); margin-top: 1.5rem; padding-top: 0.5rem; }
</style>`;

/** The page at `/`. */
export function frontPage(state: ServiceState): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Sluice: change control for GitHub</title>
    ${style}
  </head>
  <body>
    <h1>Sluice</h1>
    <p class="lead">
      Change control for GitHub: it says how risky each pull request is and why, asks the people whose approval that risk
      needs, and keeps the merge closed until they have given it.
    </p>
    ${stateSection(state)}
    <section>
      <p>
        <a href="/healthz">Process</a> · <a href="/readyz">Readiness</a> · <a href="/metrics">Metrics</a>
      </p>
    </section>
  </body>
</html>`;
}

function stateSection(state: ServiceState): Html {
  switch (state.kind) {
    case "not-configured":
      return setUpSection(state.setUpOffered);
    case "database-away":
      return html`<section>
        <h2>The database does not answer</h2>
        <p>Deliveries are refused with 503 until it does; GitHub keeps them and Sluice asks for them again.</p>
      </section>`;
    case "running":
      return html`<section>
        <h2>Running</h2>
        <dl>
          <dt>Repositories</dt><dd>${state.repositories}</dd>
          <dt>Waiting to be decided</dt><dd>${state.waitingKeys}</dd>
          <dt>Set aside after faults</dt>
          <dd>${state.deadKeys}${state.deadKeys > 0 ? html` (run <code>npx sluice queue</code> on the server)` : ""}</dd>
          <dt>Ledger head</dt>
          <dd>${state.ledger === null ? "empty" : html`#${state.ledger.seq} <code>${state.ledger.hash}</code>`}</dd>
        </dl>
      </section>`;
  }
}

function setUpSection(setUpOffered: boolean): Html {
  return html`<section>
    <h2>No GitHub App is configured yet</h2>
    ${
      setUpOffered
        ? html`<ol>
            <li><a href="/probot">Register the App on GitHub</a>: one click; its credentials are written to <code>.env</code>.</li>
            <li>Set the App's webhook URL to this server's public address and <code>/api/github/webhooks</code>.</li>
            <li>Restart, then install the App on your organisation.</li>
            <li>Add <code>.github/sluice.yml</code> to a repository, or to <code>.github</code> for all of them.</li>
          </ol>`
        : html`<p>
            Set <code>APP_ID</code>, <code>PRIVATE_KEY</code> (or <code>PRIVATE_KEY_PATH</code>) and <code>WEBHOOK_SECRET</code>,
            then restart. <code>.env.example</code> lists every variable.
          </p>`
    }
    <p>To see it work without GitHub: <code>npm run demo</code>.</p>
  </section>`;
}

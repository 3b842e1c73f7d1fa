import { decideChange } from "#core/change/decide-change.ts";
import { createGitHub, type GitHub } from "#github/github.ts";
import { withHistory } from "#reconcile/with-history.ts";
import type { Store } from "#store/store.ts";
import { recordedFacts } from "../../src/recorded-facts.ts";
import { conclusionOf } from "./judge.ts";
import type { Stage } from "./stage.ts";
import type { Finding } from "./violation.ts";

/** What Sluice's own decision is when it looks once more, with nothing in its memory and nothing going wrong. */
export type SecondLook = (nowMs: number) => Promise<readonly Finding[]>;

/** A second look at the pull requests that are open: each check must show the verdict. What was recorded of commands is taken as it stands. */
export function secondLook(store: Store, { github: stand, stories }: Stage): SecondLook {
  const { app, apiUrl } = stand;
  return async (nowMs) => {
    const github = createGitHub({
      appId: app.id,
      privateKey: app.privateKey,
      baseUrl: apiUrl,
      now: () => nowMs,
      lastPusherOf: (head) => store.pushes.lastPusherOf(head),
      recordedOf: recordedFacts(store),
      unhandledOf: store.commands.unhandledOf.bind(store.commands),
      isToRemember: (repository, sha) => store.pastChanges.isToRemember(repository, sha),
    });
    const findings: Finding[] = [];
    for (const { pull } of stories) {
      if (pull.state.state !== "open") continue;
      const verdict = await verdictOf(github, store, app.installationId, pull.number, nowMs);
      const shown = pull.checkRun?.conclusion ?? null;
      if (verdict !== null && conclusionOf[verdict] === shown) continue;
      const what = `its check shows ${shown}, and a second look decides: ${verdict}`;
      findings.push({ kind: "wrong in the end", subject: `#${pull.number}`, what });
    }
    return findings;
  };
}

async function verdictOf(
  github: GitHub,
  store: Store,
  installationId: number,
  number: number,
  nowMs: number,
) {
  const repository = { owner: "acme", name: "shop" };
  const observation = await github.observeChange(installationId, repository, number);
  if (observation.kind === "gone") return null;
  const observed = await withHistory(store.pastChanges, observation.observed, nowMs);
  const decision = decideChange(observed, nowMs);
  return decision.kind === "decided" && decision.verdict !== "invalid" ? decision.verdict : null;
}

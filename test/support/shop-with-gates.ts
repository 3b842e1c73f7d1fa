import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { WorkflowRunScenario } from "../../local-github/scenario/workflow-run.ts";
import { openAcme, openRepository } from "./acme.ts";
import type { House } from "./house.ts";

/** As much of a house as it takes. */
type GatedHouse = Pick<House, "github" | "settled">;

/** `@sre` approves every change and releases; owners manage changes. */
export function gatePolicy(environments: string, more = ""): string {
  return `version: 1
roles: { release-manager: ['@acme/sre'] }
risk: { rules: [{ name: everything, when: { files: ['**'] }, atLeast: high }] }
approvals: { high: [{ from: ['@acme/sre'] }] }
environments: ${environments}
${more}`;
}

/** A repository whose jobs wait before `production`. */
export type GatedShop = {
  readonly shop: RepositoryScenario;
  /** Maria's next change, merged: with Ines' approval, or past the check by an owner. */
  merge(how: "approved" | "unapproved"): Promise<PullRequestScenario>;
  /** Starts a run that deploys the default branch's tip, or another commit. */
  deploy(environment?: string, sha?: string): Promise<WorkflowRunScenario>;
  /** A deployment that was accepted as the first one, and succeeded. */
  deployFirst(environment?: string): Promise<WorkflowRunScenario>;
};

export async function openGatedShop(
  house: GatedHouse,
  options: { readonly policy: string | null; readonly rules?: readonly string[] },
): Promise<GatedShop> {
  const { policy, rules = ["production"] } = options;
  const shop = await openRepository(openAcme(house.github), "shop", { policy });
  for (const name of rules) shop.environment(name).enableRule();
  await house.settled();
  let merges = 0;
  const merge: GatedShop["merge"] = async (how) => {
    merges += 1;
    const files = { [`src/${merges}.ts`]: `${merges}\n` };
    const pull = await shop.openPullRequest({ author: "maria", files });
    await house.settled();
    if (how === "approved") pull.review({ by: "ines", state: "approve" });
    await house.settled();
    await pull.merge({ by: "tom", bypass: true });
    await house.settled();
    return pull;
  };
  const deploy: GatedShop["deploy"] = async (environment = "production", sha) => {
    const jobs = [{ environment }];
    const run = await shop.startRun({ by: "jonas", jobs, ...(sha !== undefined && { sha }) });
    await house.settled();
    return run;
  };
  return {
    shop,
    merge,
    deploy,
    async deployFirst(environment = "production") {
      const first = await merge("approved");
      const run = await deploy(environment);
      first.comment("noah", `/release ${environment}`);
      await house.settled();
      await finish(house, run, environment);
      return run;
    },
  };
}

/** A job that was released ends well. */
export async function finish(
  house: GatedHouse,
  run: WorkflowRunScenario,
  environment = "production",
): Promise<void> {
  await run.finish(environment);
  await house.settled();
}

/** What a run was told about an environment, oldest first: answers by one word, reports (`pending`) by their first line. */
export function toldTo(run: WorkflowRunScenario, environment = "production"): readonly string[] {
  return run
    .answers(environment)
    .map(({ state, comment }) =>
      state === "pending" ? (comment.split("\n")[0] ?? "").replaceAll(/\*\*|`/g, "") : state,
    );
}

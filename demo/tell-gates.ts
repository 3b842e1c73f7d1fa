import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../local-github/scenario/repository.ts";
import type { WorkflowRunScenario } from "../local-github/scenario/workflow-run.ts";
import type { DeploymentStep } from "./deployment-step.ts";
import type { StoryClock } from "./story-clock.ts";
import { until } from "./until.ts";

/** The first deployment, on Thursday: what is there is where the story begins. */
export function tellFirstDeployment(): readonly DeploymentStep[] {
  return [
    {
      tells:
        "The shop is deployed: to staging, and then to production, where the job asks Sluice. Nothing is known to run there yet, which this policy accepts.",
      async act(shop) {
        shop.environment("production").enableRule();
        const run = await deploy(shop);
        await finish(run, "production");
        return run;
      },
      told: "released",
    },
  ];
}

/** Friday afternoon: five changes, of which one was merged past its check. */
export function tellHeldDeployment(clock: StoryClock, friday: Friday): readonly DeploymentStep[] {
  return [
    {
      tells:
        "Friday afternoon. Five changes are merged, one of them by Tom, past the check. Staging has them all; production waits for that one, and for its window.",
      async act(shop) {
        clock.set("2026-12-04T16:30:00Z");
        for (const [index, name] of ["basket", "search", "footer", "header"].entries()) {
          const files = { [`src/${name}.ts`]: `export const ${name} = ${index};\n` };
          const pull = await shop.openPullRequest({
            author: "maria",
            title: `Tidy the ${name}`,
            files,
          });
          await until(() => pull.checkRun?.conclusion === "success");
          await pull.merge({ by: "maria" });
        }
        friday.coupons = await shop.openPullRequest({
          author: "jonas",
          title: "Store coupons",
          branch: "store-coupons",
          files: {
            "db/migrations/0012_coupons.sql": "create table coupon (id bigint primary key);\n",
          },
        });
        await until(() => friday.coupons?.checkRun?.status === "in_progress");
        await friday.coupons.merge({ by: "tom", bypass: true });
        friday.run = await deploy(shop);
        return friday.run;
      },
      told: "to be approved",
    },
    {
      tells:
        "Maria and Ines look at it now, and approve it where it was merged. The approval counts for what waits; that it came late stays on record. Now only the window is missing.",
      async act() {
        friday.coupons?.review({ by: "maria", state: "approve" });
        friday.coupons?.review({ by: "ines", state: "approve" });
        return runOf(friday);
      },
      told: "Waits for the deployment window, Monday 2026-12-07 09:00 UTC",
    },
  ];
}

/** Monday morning, and an emergency in the night after it. */
export function tellReleasedDeployments(
  clock: StoryClock,
  friday: Friday,
): readonly DeploymentStep[] {
  let before = "";
  let fix: PullRequestScenario;
  return [
    {
      tells: "Monday, nine o'clock: the window opens, and the job starts by itself.",
      async act() {
        clock.set("2026-12-07T09:00:05Z");
        const run = runOf(friday);
        await finish(run, "production");
        before = run.state.headSha;
        return run;
      },
      told: "released",
    },
    {
      tells:
        "In the night the coupons bring the checkout down. Maria declares an emergency, Ines approves, and the deployment does not wait for the morning.",
      async act(shop) {
        clock.set("2026-12-07T23:10:00Z");
        fix = await shop.openPullRequest({
          author: "maria",
          title: "Switch coupons off",
          branch: "coupons-off",
          files: { "db/migrations/0013_coupons_off.sql": "update coupon set active = false;\n" },
        });
        fix.comment("maria", "/emergency the checkout is down since 23:00");
        await until(() => fix.labels.includes("change: emergency"));
        fix.comment("ines", "/approve it only switches them off");
        await until(() => fix.checkRun?.conclusion === "success");
        await fix.merge({ by: "maria" });
        const run = await deploy(shop);
        await finish(run, "production");
        return run;
      },
      told: "released",
    },
    {
      tells:
        "It does not help. Ines goes back to what ran before: that has been there, nobody has to approve it again.",
      async act(shop) {
        const run = await deploy(shop, before);
        await finish(run, "production");
        return run;
      },
      told: "released",
    },
    {
      tells:
        "Tuesday. Jonas pushes straight to main, to try something. The next deployment stops: nobody has approved that.",
      async act(shop) {
        clock.set("2026-12-08T10:00:00Z");
        await shop.push("main", "jonas", [
          { message: "Try without coupons", files: { "src/coupons.ts": "export {};\n" } },
        ]);
        friday.run = await deploy(shop);
        return friday.run;
      },
      told: "Waits for a change-manager to answer for",
    },
    {
      tells:
        "Ada, a change-manager, looks at it and takes the responsibility. The deployment goes on.",
      async act() {
        fix.comment("ada", "/override I have read what Jonas pushed, it only removes dead code");
        const run = runOf(friday);
        await finish(run, "production");
        return run;
      },
      told: "released",
    },
  ];
}

/** What the steps of different days have to do with. */
export type Friday = { run: WorkflowRunScenario | null; coupons: PullRequestScenario | null };

function runOf({ run }: Friday): WorkflowRunScenario {
  if (run === null) throw new Error("nothing was deployed yet");
  return run;
}

/** Starts a deployment; staging asks nobody, and succeeds. */
async function deploy(shop: RepositoryScenario, sha?: string): Promise<WorkflowRunScenario> {
  const run = await shop.startRun({
    by: "ines",
    jobs: [{ environment: "staging" }, { environment: "production", after: ["staging"] }],
    ...(sha !== undefined && { sha }),
  });
  await run.finish("staging");
  return run;
}

/** Waits until a job starts, and lets it end well. */
async function finish(run: WorkflowRunScenario, job: string): Promise<void> {
  await until(() => run.job(job).state === "in_progress");
  if (run.job(job).state === "in_progress") await run.finish(job);
}

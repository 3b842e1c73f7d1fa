import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { WorkflowRunScenario } from "../../local-github/scenario/workflow-run.ts";
import { type House, startHouse } from "../support/house.ts";
import {
  finish,
  type GatedShop,
  gatePolicy,
  openGatedShop,
  toldTo,
} from "../support/shop-with-gates.ts";

const hourMs = 3_600_000;

let house: House;
let gated: GatedShop;
let pull: PullRequestScenario;
let run: WorkflowRunScenario;

beforeEach(async () => {
  house = await startHouse();
});

afterEach(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

/** Three hours ago, by the server's clock, a job was released that another app's rule holds still. GitHub's own clock stays at now. */
async function releaseThreeHoursAgo(): Promise<void> {
  house.setClock(Date.now() - 3 * hourMs);
  gated = await openGatedShop(house, {
    policy: gatePolicy("{ production: { firstDeployment: accept } }"),
  });
  await gated.merge("approved");
  await finish(house, await gated.deploy());
  gated.shop.environment("production").enableRule("guardian");
  pull = await gated.merge("approved");
  run = await gated.deploy();
  expect(toldTo(run).at(-1)).toBe("approved");
  expect(run.status).toBe("waiting");
}

/** It is so many hours before now, by the server's clock; what was due by then has been looked at. */
async function passTo(hoursAgo: number): Promise<void> {
  house.setClock(Date.now() - hoursAgo * hourMs);
  await house.settled();
}

async function guardianApproves(): Promise<void> {
  await run.answerAs("guardian", "production", "approved");
  await house.settled();
}

/** What the pull request's comment says of its deployment, without the commit. */
function told(): string | undefined {
  const comment = pull.comments.findLast(({ body }) => body.includes("### Deployments"));
  return /^- (.*?) \(`[0-9a-f]{7}`\) <!--/m.exec(comment?.body ?? "")?.[1];
}

test("a released job that does not start within an hour is told of, and followed on", async () => {
  await releaseThreeHoursAgo();
  expect(told()).toBe("**Deployment to `production` is released.**");
  await passTo(1);
  expect(told()).toMatch(
    /^\*\*Deployment to `production` is released, and had not started an hour later\.\*\*/,
  );
  await passTo(0);
  await guardianApproves();
  await run.finish("production");
  await house.settled();
  expect(told()).toBe("**Deployment to `production` succeeded.**");
});

test("a released job that starts in a freeze that began meanwhile is told of, whatever comes of it", async () => {
  await releaseThreeHoursAgo();
  await passTo(1);
  pull.comment("noah", "/freeze production 3h the database is being moved");
  await house.settled();
  await passTo(0);
  await guardianApproves();
  const late =
    /^\*\*Deployment to `production` is released\.\*\* It started on [-0-9: ]+ UTC, when it would have waited for the freeze by `@noah` to end/;
  expect(told()).toMatch(late);
  await run.finish("production", "failure");
  await house.settled();
  expect(told()).toMatch(/ failed\.\*\* It started on /);
});

test("a released deployment of the API that starts in a freeze is told of", async () => {
  house.setClock(Date.now() - 3 * hourMs);
  const policy = gatePolicy("{ production: { firstDeployment: accept } }");
  gated = await openGatedShop(house, { policy, rules: [] });
  house.github.user("spinnaker[bot]");
  const deploy = async () => {
    const wanted = { ref: "main", environment: "production" };
    const made = await gated.shop.deploy("spinnaker[bot]", wanted);
    await house.settled();
    return made;
  };
  const first = await deploy();
  first?.say("success", "spinnaker[bot]");
  await house.settled();
  pull = await gated.merge("approved");
  const made = await deploy();
  await passTo(1);
  expect(told()).toBe("**Deployment to `production` is released.**");
  pull.comment("noah", "/freeze production 3h the database is being moved");
  await house.settled();
  await passTo(0);
  made?.say("in_progress", "spinnaker[bot]");
  await house.settled();
  expect(told()).toMatch(/It started on .* when it would have waited for the freeze by `@noah`/);
});

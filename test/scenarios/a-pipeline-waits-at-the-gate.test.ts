import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";

const token = "a".repeat(32);
const policy = `version: 1
approvals: { low: [{ from: ['@acme/sre'] }] }
environments: { production: { firstDeployment: accept } }
`;

const root = fileURLToPath(new URL("../..", import.meta.url));

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse({ gateTokens: `jenkins=${token}` });
  shop = await openRepository(openAcme(house.github), "shop", { policy });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

/** The shell step of `docs/pipelines.md`, as it stands there. */
function documentedStep(): string {
  const text = readFileSync(join(root, "docs/pipelines.md"), "utf8");
  const [, step] = /```sh\n(sluice gate wait .*)\n```/.exec(text) ?? [];
  if (step === undefined) throw new Error("docs/pipelines.md has no shell step");
  return step;
}

/** Runs the documented step before a deployment, in a shell that stops at the first failure; `said` grows while it runs. */
function runPipeline(build: {
  readonly sha: string;
  readonly tag: string;
  readonly token?: string;
}) {
  const script = `set -e\nsluice() { node ${join(root, "bin/sluice.js")} "$@"; }\n${documentedStep()}\necho deployed\n`;
  const child = spawn("sh", ["-c", script], {
    cwd: house.dataDir,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      SLUICE_URL: house.url,
      SLUICE_GATE_TOKEN: build.token ?? token,
      GIT_COMMIT: build.sha,
      BUILD_TAG: build.tag,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { said, exit };
}

let pulls = 0;
async function merged({ approved = true } = {}): Promise<PullRequestScenario> {
  pulls += 1;
  const files = { [`src/${pulls}.ts`]: "1\n" };
  const pull = await shop.openPullRequest({ author: "maria", files });
  if (approved) pull.review({ by: "ines", state: "approve" });
  await house.settled();
  await pull.merge({ by: "tom", bypass: !approved });
  await house.settled();
  return pull;
}

test("the documented step waits for what is missing, then lets the deployment start", async () => {
  await merged();
  const baseline = runPipeline({ sha: await shop.sha(), tag: "build-1" });
  expect(await baseline.exit).toBe(0);
  expect(baseline.said.stdout).toBe("released\ndeployed\n");

  const change = await merged({ approved: false });
  const sha = await shop.sha();
  const waits = runPipeline({ sha, tag: "build-2" });
  expect(
    await eventually(() => waits.said.stderr.includes(`#${change.number} to be approved`)),
  ).toBe(true);
  change.review({ by: "noah", state: "approve" });
  expect(await waits.exit).toBe(0);
  expect(waits.said.stdout).toBe("released\ndeployed\n");

  const again = runPipeline({ sha, tag: "build-2" });
  expect(await again.exit).toBe(0);
  expect(again.said).toEqual({ stdout: "released\ndeployed\n", stderr: "" });
});

test("the documented step does not let a deployment start that may not be asked for", async () => {
  const { said, exit } = runPipeline({
    sha: await shop.sha(),
    tag: "build-3",
    token: "b".repeat(32),
  });
  expect(await exit).toBe(2);
  expect(said.stdout).toBe("");
  expect(said.stderr).toContain("SLUICE_GATE_TOKENS");
});

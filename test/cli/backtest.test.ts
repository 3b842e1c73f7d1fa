import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { type BacktestOptions, runBacktest } from "../../src/cli/backtest.ts";
import { RecordedIo } from "../support/command.ts";
import {
  createGitHistory,
  git,
  removeGitHistories,
  temporaryFolder,
} from "../support/git-history.ts";
import { expectGolden } from "../support/golden.ts";
import { createShopHistory } from "../support/shop-history.ts";

afterAll(removeGitHistories);

const shop = createShopHistory();

async function backtest(
  dir: string,
  options: BacktestOptions = {},
  io = new RecordedIo({ cwd: dir }),
) {
  const code = await runBacktest(dir, options, io);
  return { code, ...io.written };
}

describe("the report", () => {
  test("is text for a person", async () => {
    const { code, stdout, stderr } = await backtest(shop);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expectGolden("cli/backtest.txt", stdout);
  });

  test("is JSON for a program", async () => {
    const { code, stdout } = await backtest(shop, { json: true, holdBudget: "25%" });
    expect(code).toBe(0);
    expectGolden("cli/backtest.json", stdout);
  });

  test("is a page that needs nothing else", async () => {
    const folder = temporaryFolder();
    const io = new RecordedIo({ cwd: folder });
    const { code, stderr } = await backtest(shop, { html: "out.html" }, io);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "Wrote out.html.\n" });
    const page = readFileSync(join(folder, "out.html"), "utf8");
    expect(page.match(/<svg /g)).toHaveLength(5);
    expect(page).not.toMatch(/<script|<link|<img|src=|url\(|https?:/);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
    expect(page).toContain("Pay in instalments");
  });

  test("is coloured on a terminal, unless the user wants no colour", async () => {
    const onTerminal = (env: NodeJS.ProcessEnv) =>
      backtest(shop, {}, new RecordedIo({ cwd: shop, env, terminal: true }));
    expect((await onTerminal({})).stdout).toContain("\u001b[1m");
    expect((await onTerminal({ NO_COLOR: "1" })).stdout).not.toContain("\u001b");
  });

  test("repeats nothing that would speak to a terminal or a browser", async () => {
    const folder = temporaryFolder();
    const { stdout } = await backtest(shop, { html: join(folder, "out.html") });
    expect(stdout).toContain("Round [31mprices[0m <b>down</b>");
    expect(stdout).not.toContain("\u001b");
    expect(readFileSync(join(folder, "out.html"), "utf8")).not.toContain("<b>down");
  });
});

describe("the policy", () => {
  const policy = (text: string) => ({ ".github/sluice.yml": text });
  const strict = "version: 1\nrisk: { levels: { medium: 1, high: 2, critical: 99 } }\n";

  test("is the repository's own, as its last commit has it", async () => {
    const { stdout } = await backtest(createShopHistory(policy(strict)));
    expect(stdout).toContain("Policy: .github/sluice.yml.");
    expect(stdout).toMatch(/^This policy would have held 1[0-2] of 12 changes/);
  });

  test("is a file that is named, before the repository's own", async () => {
    const folder = temporaryFolder();
    const file =
      "version: 1\nfreezes: [{ name: xmas, from: 2026-12-24T00:00, to: 2026-12-27T00:00 }]\n";
    writeFileSync(join(folder, "new.yml"), file);
    const io = new RecordedIo({ cwd: folder });
    const { stdout } = await backtest(createShopHistory(policy(strict)), { policy: "new.yml" }, io);
    expect(stdout).toContain("Policy: new.yml.");
    expect(stdout).toContain("Freezes are not replayed yet (xmas).");
    expect(stdout).toContain("The policy asks for no approvals.");
  });

  test("is refused with every problem and its place: exit code 1", async () => {
    const broken = createShopHistory(policy("version: 1\nrisks: {}\nmode: loud\n"));
    const { code, stdout, stderr } = await backtest(broken);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^\.github\/sluice\.yml:2:1: risks: /);
    expect(stderr).toContain(".github/sluice.yml:3:1: mode: ");
  });
});

describe("refused with exit code 2, and how to right it", () => {
  const clone = (dir: string, ...options: readonly string[]) => {
    const folder = join(temporaryFolder(), "clone");
    git(dir, ["clone", "--quiet", ...options, `file://${dir}`, folder]);
    return folder;
  };
  const filtered = () => {
    git(shop, ["config", "uploadpack.allowFilter", "true"]);
    return clone(shop, "--bare", "--filter=blob:none");
  };
  const empty = () => {
    const folder = temporaryFolder();
    git(folder, ["init", "--quiet", "--initial-branch=trunk"]);
    return folder;
  };

  test.each<[string, () => string, BacktestOptions, RegExp]>([
    ["no repository", temporaryFolder, {}, /is no git repository\.\nRun the command in a clone/],
    ["no folder", () => "/nowhere", {}, /\/nowhere is no git repository/],
    ["an empty repository", empty, {}, /has no commits: its HEAD names trunk/],
    ["a shallow clone", () => clone(shop, "--depth=3"), {}, /only its last 3 .*\n.*--unshallow/],
    ["a partial clone", filtered, {}, /is a partial clone.*\n.*without --filter/],
    ["no such policy", () => shop, { policy: "no.yml" }, /The policy no\.yml can't be read/],
    ["a budget that is none", () => shop, { holdBudget: "lots" }, /--hold-budget lots is no share/],
    ["a budget of all", () => shop, { holdBudget: "100%" }, /between 0 and 100/],
    ["a page in no folder", () => shop, { html: "no/such/folder.html" }, /can't be written/],
    [
      "a branch beyond the policy's control",
      () => createShopHistory({ ".github/sluice.yml": "version: 1\nbranches: ['release/*']\n" }),
      {},
      /controls release\/\*, not main/,
    ],
  ])("%s", async (_name, dir, options, expected) => {
    const { code, stdout, stderr } = await backtest(dir(), options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(expected);
  });

  test("no git on this machine", async () => {
    const io = new RecordedIo({ cwd: shop, env: { PATH: "/nowhere" } });
    const { code, stderr } = await backtest(shop, {}, io);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "git can't be started.\nInstall git 2.31 or newer and try again.\n",
    });
  });

  test("a damaged repository: git's own words", async () => {
    const dir = createGitHistory([{ files: { "a.ts": "1\n" } }, { files: { "a.ts": "2\n" } }]);
    const blob = git(dir, ["rev-parse", "main~1:a.ts"]);
    rmSync(join(dir, "objects", blob.slice(0, 2), blob.slice(2)));
    const { code, stderr } = await backtest(dir);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^git can't read the history: .*\nCheck the clone with: git fsck/);
  });
});

test("a young history says that nothing could be judged", async () => {
  const young = createGitHistory([{ files: { "a.ts": "1\n" } }, { files: { "a.ts": "2\n" } }]);
  const { code, stdout } = await backtest(young);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^No change could be judged\./);
});

test("Ctrl-C shows what is known by then: exit code 130", async () => {
  const io = new RecordedIo({ cwd: shop, terminal: true });
  io.onWrite = () => io.interrupt();
  const { code, stdout, stderr } = await backtest(shop, {}, io);
  expect(code).toBe(130);
  expect(stderr).toContain("1 of 26 changes read (Ctrl-C shows what is known so far)");
  expect(stderr.endsWith("\r\u001b[K")).toBe(true);
  expect(stdout).toContain("Stopped after 1 of 26 changes: this is what was known by then.");
});

test("a work tree with a checked out branch is read as a bare repository is", async () => {
  const folder = join(temporaryFolder(), "shop");
  git(shop, ["clone", "--quiet", shop, folder]);
  const [tree, bare] = [await backtest(folder), await backtest(shop)];
  expect(tree.stdout).toBe(bare.stdout);
});

#!/usr/bin/env node
// `npx sluice` starts with whatever Node is on PATH; the program itself needs Node 24, which `npm ci` brings along.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const bundled = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url));
const runtime =
  Number(process.versions.node.split(".")[0]) >= 24 || !existsSync(bundled)
    ? process.execPath
    : bundled;
const program = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
const { status, signal } = spawnSync(runtime, [program, ...process.argv.slice(2)], {
  stdio: "inherit",
});
if (signal) process.kill(process.pid, signal);
process.exit(status ?? 2);

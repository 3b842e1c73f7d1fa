#!/usr/bin/env node
// The program runs as TypeScript, which needs Node 24. `npm ci` brings one along: a machine's older Node hands over to it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const program = new URL("../src/cli.ts", import.meta.url);
const bundled = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url));

if (Number(process.versions.node.split(".")[0]) >= 24) {
  await import(program.href);
} else if (existsSync(bundled)) {
  const child = spawn(bundled, [fileURLToPath(program), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
} else {
  process.stderr.write(
    `Sluice needs Node 24 or newer; this is Node ${process.versions.node}.\n` +
      "Run `npm ci` (without --omit=optional), which brings Node 24 along, or install Node 24.\n",
  );
  process.exit(2);
}

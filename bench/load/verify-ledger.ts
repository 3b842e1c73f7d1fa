// `sluice ledger verify --json`, and on standard error how many MiB of memory it took at most.
import { runLedgerVerify } from "../../src/cli/ledger.ts";

const io = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
};
process.exitCode = await runLedgerVerify(undefined, { json: true }, io);
process.stderr.write(`${process.resourceUsage().maxRSS / 1_024}\n`);

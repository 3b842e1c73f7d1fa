import { UserError } from "#core/errors.ts";
import { serveUntilStopped } from "./serve.ts";

/* What `npm start` and the image run: the same server as `sluice serve`. */

try {
  await serveUntilStopped();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n${error.remedy}\n`);
  process.exitCode = 2;
}

import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { z } from "zod";

const Manifest = z.object({
  default_events: z.array(z.string()),
  default_permissions: z.record(z.string(), z.enum(["read", "write"])),
});

/** The App as `app.yml` registers it: a server in a test hears and may do no more than one at GitHub. */
export function appRegistration(): {
  readonly events: readonly string[];
  readonly permissions: Readonly<Record<string, "read" | "write">>;
} {
  const text = readFileSync(new URL("../../app.yml", import.meta.url), "utf8");
  const { default_events: events, default_permissions: permissions } = Manifest.parse(load(text));
  return { events, permissions };
}

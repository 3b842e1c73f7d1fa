import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { z } from "zod";

const Manifest = z.object({ default_events: z.array(z.string()) });

/** The events to which the App's registration subscribes. */
export function subscribedEvents(): readonly string[] {
  const text = readFileSync(new URL("../../app.yml", import.meta.url), "utf8");
  return Manifest.parse(load(text)).default_events;
}

import { z } from "zod";
import { clockTime, isBefore, timeZone } from "./local-time.ts";
import { problem } from "./problem.ts";
import { component } from "./release.ts";
import { requirements } from "./requirement.ts";
import { durationMs } from "./scalar.ts";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

const Window = z
  .strictObject({
    days: z
      .array(z.enum(weekdays))
      .min(1)
      .meta({
        description: "On these days of the week.",
        examples: [["Mon", "Tue", "Wed", "Thu"]],
      }),
    from: clockTime.meta({ description: "From this time of day.", examples: ["09:00"] }),
    to: clockTime.meta({
      description: "To this time of day, on the same day. `24:00` is the end of the day.",
      examples: ["16:00"],
    }),
    timeZone: timeZone.default("UTC").meta({
      description: "The IANA time zone of `days`, `from` and `to`.",
      examples: ["Europe/Berlin"],
    }),
  })
  .superRefine((window, context) => {
    if (isBefore(window.from, window.to) !== false) return;
    context.addIssue(
      problem(
        `the window ends at ${window.to}, not after it begins (${window.from})`,
        "A window lies within one day. For a night write two: one to '24:00', one from '00:00' on the next day.",
        ["to"],
      ),
    );
  })
  .meta({
    examples: [
      { days: ["Mon", "Tue", "Wed", "Thu"], from: "09:00", to: "16:00", timeZone: "Europe/Berlin" },
    ],
  });

const After = z.strictObject({
  environment: z
    .string()
    .min(1)
    .max(200)
    .superRefine((text, context) => {
      if (!/[*?[\]{}]/.test(text)) return;
      context.addIssue(
        problem(
          "one environment must be named, not a glob",
          "For example after: { environment: staging }.",
        ),
      );
    })
    .meta({
      description: "The same commit must have been deployed to this environment with success.",
      examples: ["staging"],
    }),
  soak: durationMs.optional().meta({
    description: "And must have been there for so long.",
    examples: ["2h"],
  }),
});

/** What a deployment to the environment needs, besides its changes' approvals. */
export const Environment = z
  .strictObject({
    windows: z.array(Window).min(1).max(50).optional().meta({
      description: "When deployments may start. Not given: at any time.",
    }),
    after: After.optional().meta({
      description: "Where the same commit must have been before.",
      examples: [{ environment: "staging", soak: "2h" }],
    }),
    approvals: requirements.prefault([]).meta({
      description: "Whose approval the deployment itself needs.",
      examples: [[{ from: ["release-manager"] }]],
    }),
    firstDeployment: z.enum(["hold", "accept"]).default("hold").meta({
      description:
        "What to do when nothing has run here yet: `hold` until a release-manager accepts the baseline, or `accept`.",
    }),
    rollback: z.enum(["release", "hold"]).default("release").meta({
      description:
        "A commit that succeeded here before: `release` it without approval (freezes still hold), or `hold` it like others.",
    }),
    component: component.optional(),
  })
  .meta({
    examples: [
      { after: { environment: "staging", soak: "2h" }, approvals: [{ from: ["release-manager"] }] },
    ],
  });

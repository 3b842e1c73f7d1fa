import { z } from "zod";
import { glob, globs } from "./globs.ts";
import { name } from "./scalar.ts";

/** A part of a monorepo, by the paths that belong to it. */
export const component = z
  .strictObject({
    name: name.optional().meta({
      description: "What reasons and reports call the component.",
      examples: ["api"],
    }),
    paths: globs.meta({
      description: "Only changes that touch these paths belong to it.",
      examples: [["services/api/**"]],
    }),
  })
  .meta({ description: "One part of a monorepo." });

/** Which tags are releases. */
export const Release = z
  .strictObject({
    tags: glob.meta({ description: "The tags that are releases.", examples: ["v*"] }),
    component: component.optional(),
    prerelease: z.enum(["auto", "always", "never"]).default("auto").meta({
      description:
        "Whether the release is a pre-release: `auto` takes it from the semantic version in the tag.",
    }),
    tell: z.enum(["label", "comment", "nothing"]).default("label").meta({
      description:
        "What its pull requests get when the release is published: a `label` such as `released: v1.2.0`, a line in our `comment` where there is one, or `nothing`.",
    }),
  })
  .meta({ examples: [{ tags: "v*" }] });

import { expect, test } from "@jest/globals";
import { parseTagName } from "#core/release/tag-name.ts";

test.each<[string, string, string | null, string]>([
  ["v1.2.0", "", "1.2.0", "stable"],
  ["1.2.0", "", "1.2.0", "stable"],
  ["V1.2.0", "", "1.2.0", "stable"],
  ["v1.2.0-rc.1", "", "1.2.0-rc.1", "pre-release"],
  ["v1.2.0-0", "", "1.2.0-0", "pre-release"],
  ["v1.2.0+linux-amd64", "", "1.2.0+linux-amd64", "stable"],
  ["api/v1.2.0", "api", "1.2.0", "stable"],
  ["client/pkg/v3.5.1", "client/pkg", "3.5.1", "stable"],
  ["api-v1.2.0", "api", "1.2.0", "stable"],
  ["api_1.2.0", "api", "1.2.0", "stable"],
  ["argo-cd-v1.2.0-rc.1", "argo-cd", "1.2.0-rc.1", "pre-release"],
  ["@scope/pkg@1.2.0", "@scope/pkg", "1.2.0", "stable"],
  ["svelte@5.0.0-next.1", "svelte", "5.0.0-next.1", "pre-release"],
  ["release-1.2.0", "release", "1.2.0", "stable"],
  ["api-1.0.0-2.0.0", "api", "1.0.0-2.0.0", "pre-release"],
  ["web-2-v1.0.0", "web-2", "1.0.0", "stable"],
  ["go1.21.0", "go", "1.21.0", "stable"],
  ["2024.1.2", "", "2024.1.2", "stable"],
  ["2024.01.02", "", null, "stable"],
  ["v01.2.0", "", null, "stable"],
  ["v7.2.3.1", "", null, "stable"],
  ["api/v7.2.3.1", "api", null, "stable"],
  ["v1.2", "", null, "stable"],
  ["api-v1.2", "api", null, "stable"],
  ["v3", "", null, "stable"],
  ["stable", "", null, "stable"],
  ["nightly/2024-01-02", "nightly", null, "stable"],
  ["v1.2.0rc1", "", null, "stable"],
  ["v=1.2.0", "", null, "stable"],
  [`v${"9".repeat(300)}.0.0`, "", null, "stable"],
])("%s", (name, component, version, channel) => {
  expect(parseTagName(name)).toEqual({ component, version, channel });
});

test("a policy may say what is a pre-release", () => {
  expect(parseTagName("v1.2.0", "always").channel).toBe("pre-release");
  expect(parseTagName("v1.2.0-jre", "never").channel).toBe("stable");
  expect(parseTagName("monthly", "always").channel).toBe("pre-release");
});

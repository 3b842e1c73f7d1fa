import { describe, expect, test } from "@jest/globals";
import { delivery } from "#core/risk/factors/delivery.ts";
import { changeFacts, fileChange } from "../../../support/facts.ts";
import { policyWithRisk } from "../../../support/risk-policy.ts";

const { risk } = policyWithRisk();

describe("delivery", () => {
  const deliveryPaths = [
    ".github/workflows/ci.yml",
    ".gitlab-ci.yml",
    "Jenkinsfile",
    "docker/Dockerfile.prod",
    "compose.yaml",
    "infra/network.json",
    "live/main.tf",
    "services/api/k8s/deployment.yaml",
    "Makefile",
    "lib/CMakeLists.txt",
    "app/build.gradle.kts",
    "pkg/BUILD.bazel",
    "vite.config.ts",
    "tsconfig.base.json",
    "Acme.csproj",
  ];
  test.each(deliveryPaths)("%s: 3 points", (path) => {
    const change = changeFacts({ files: [fileChange("src/app.ts"), fileChange(path)] });
    expect(delivery.find(change, risk)).toEqual({ points: 3, observed: path });
  });

  const otherPaths = ["src/app.ts", "src/infrastructure.ts", "src/charts/Bar.tsx", "docs/Make.md"];
  test.each(otherPaths)("%s: no points", (path) => {
    expect(delivery.find(changeFacts({ files: [fileChange(path)] }), risk)).toEqual({
      points: 0,
      observed: "no CI, container, infrastructure or build path",
    });
  });

  test("counts once, names three paths, and both names of a rename", () => {
    const file = fileChange("old/Dockerfile.txt", {
      previousPath: "Dockerfile",
      status: "renamed",
    });
    const others = ["a.tf", "b.tf", "c.tf"].map((path) => fileChange(path));
    expect(delivery.find(changeFacts({ files: [file, ...others] }), risk)).toEqual({
      points: 3,
      observed: "old/Dockerfile.txt, Dockerfile, a.tf and 2 more",
    });
  });
});

import { describe, expect, test } from "@jest/globals";
import { majorOf } from "#core/risk/manifest/major-of.ts";

describe("majorOf", () => {
  const versions = [
    ["1.2.3", 1],
    ["v2.0.0+incompatible", 2],
    ["V3", 3],
    ["^2.0 || ^3.0", 3],
    [">=1.4,<3", 2],
    [">=1.4, < 3.0.0", 2],
    ["<3.1", 3],
    ["<=3", 3],
    ["<1", 0],
    ["<0", 0],
    ["~> 6.1", 6],
    ["~=4.2", 4],
    ["!=5.0, >=4.0", 4],
    ["1.x", 1],
    ["2.*", 2],
    ["1.0 - 2.0", 2],
    ["[1.0,2.0)", 2],
    ["20-alpine", 20],
    ["2.0.0.RELEASE", 2],
    ["31.1-jre", 31],
    ["npm:react@^18", 18],
    ["workspace:^2.0.0", 2],
    ["org.acme:widget:4.1", 4],
    ["acme/widget#v5.0", 5],
    ["2024.1.1", 2024],
  ] as const;
  test.each(versions)("%s: %d", (range, major) => {
    expect(majorOf(range)).toBe(major);
  });

  const noVersions = [
    "",
    "*",
    "latest",
    "x",
    "workspace:*",
    "8f4b7f8486a1",
    "tsc 4",
    "file:../a-2",
    "1".repeat(7),
    "1.0 beta",
    "!=2.0",
    `1.${"0".repeat(300)}`,
  ];
  test.each(noVersions)("%j: none", (range) => {
    expect(majorOf(range)).toBeUndefined();
  });
});

import { expect, test } from "@jest/globals";
import type { FileChange } from "#core/change/facts.ts";
import { findVersionChanges } from "#core/risk/major-bump.ts";
import { changeFacts, manifestChange } from "../../../support/facts.ts";

type Case = { name: string; file: FileChange; majors: readonly string[] };

const found: readonly Case[] = [
  {
    name: "a base image",
    file: manifestChange(
      "Dockerfile",
      "-FROM --platform=amd64 node:20-alpine AS b",
      "+FROM node:22-alpine",
    ),
    majors: ["node 20 to 22"],
  },
  {
    name: "a base image with its digest",
    file: manifestChange("Dockerfile", "-FROM node:20@sha256:00ff", "+FROM node:22@sha256:ff00"),
    majors: ["node 20 to 22"],
  },
  {
    name: "a build argument",
    file: manifestChange("Dockerfile", "-ARG GO_VERSION=1.22", "+ARG GO_VERSION=2.0"),
    majors: ["go_version 1 to 2"],
  },
  {
    name: "an image in a compose file",
    file: manifestChange(
      "docker-compose.yml",
      '-    image: "postgres:15.4"',
      '+    image: "postgres:16"',
    ),
    majors: ["postgres 15 to 16"],
  },
  {
    name: "an action",
    file: manifestChange(
      ".github/workflows/ci.yml",
      "-      - uses: actions/checkout@v3",
      "+      - uses: actions/checkout@v4.1.0",
    ),
    majors: ["actions/checkout 3 to 4"],
  },
  {
    name: "an action, pinned by commit",
    file: manifestChange(
      ".github/workflows/ci.yml",
      `-      - uses: actions/checkout@${"8f".repeat(20)} # v3.6.0`,
      `+      - uses: actions/checkout@${"11".repeat(20)} # v4.1.0`,
    ),
    majors: ["actions/checkout 3 to 4"],
  },
  {
    name: "a Terraform provider",
    file: manifestChange(
      "main.tf",
      '       source  = "hashicorp/aws"',
      '-      version = "~> 4.0"',
      '+      version = "~> 5.0"',
    ),
    majors: ["hashicorp/aws 4 to 5"],
  },
  {
    name: "a Terraform module by reference",
    file: manifestChange(
      "main.tf",
      '-  source = "git::https://example.com/vpc.git?ref=v1.2.0"',
      '+  source = "git::https://example.com/vpc.git?ref=v2.0.0"',
    ),
    majors: ["git::https://example.com/vpc.git 1 to 2"],
  },
];

test.each(found)("$name", ({ file, majors }) => {
  expect(findVersionChanges(changeFacts({ files: [file] })).majors).toEqual(majors);
});

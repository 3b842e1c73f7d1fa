import { type Declaration, eachLine, eachMatch, isOwnKey, quotedIn } from "./declarations.ts";

/** `"react": "^18.2.0"` */
export const readJson = eachMatch(/"([^"\\]+)"\s*:\s*"([^"\\]*)"/g);

/** `{:phoenix, "~> 1.7"}` */
export const readMix = eachMatch(/\{\s*:(\w+)\s*,\s*"([^"]*)"/g);

/** `  http: ^1.2.0`; what is not indented is no dependency. */
export const readPubspec = eachMatch(/^\s+(\w+):\s*["']?([^"'#]+)/g);

/** `FROM node:20-alpine AS build`, `image: "postgres:16"`, `ARG NODE_VERSION=20` */
export const readImages = eachLine((line) => {
  const words = line.trim().split(/\s+/);
  const keyword = words.findIndex((word) => /^(?:from|image:|arg|env)$/i.test(word));
  if (keyword === -1) return [];
  const value = words.slice(keyword + 1).find((word) => !word.startsWith("--")) ?? "";
  const [image = ""] = value.replaceAll(/["']/g, "").split("@sha256:");
  const end = Math.max(image.lastIndexOf(":"), image.lastIndexOf("="));
  return end === -1 ? [] : [{ dependency: image.slice(0, end), version: image.slice(end + 1) }];
});

/** `uses: actions/checkout@v4`; after a commit's SHA the comment tells the version: `@8f4b7f8… # v4.1.1`. */
export const readUses = eachLine((line) => {
  const [code = "", comment = ""] = line.split("#");
  const words = code.replaceAll(/["']/g, "").trim().split(/\s+/);
  const uses = words.indexOf("uses:");
  const [dependency = "", ref] = uses === -1 ? [] : (words[uses + 1] ?? "").split("@");
  if (ref === undefined) return [];
  const isSha = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(ref);
  return [{ dependency, version: isSha ? (comment.trim().split(/\s/)[0] ?? "") : ref }];
});

/** `require github.com/a/b/v2 v2.1.0`: a module's path tells its major version too, so the name goes without it. */
export const readGoMod = eachLine((line) => {
  const [code = ""] = line.split("//");
  const words = code.trim().split(/\s+/);
  const target = words.slice(words.indexOf("=>") + 1);
  const at = target.findIndex((word) => /^v\d/.test(word));
  const [path, version] = [target[at - 1], target[at]];
  if (path === undefined || version === undefined) return [];
  return [{ dependency: path.replace(/[./]v\d{1,4}$/, ""), version }];
});

/** `requests[socks]>=2.31,<3 ; python_version < "3.12"` */
export const readRequirements = eachLine(readRequirement);

/** The same between quotes, as in `pyproject.toml` and `setup.py`. */
export const readQuotedRequirements = eachLine((line) => quotedIn(line).flatMap(readRequirement));

function readRequirement(text: string): readonly Declaration[] {
  const [requirement = ""] = text.split(/;|#|\\| --/);
  const [, dependency, version] =
    /^([A-Za-z0-9][\w.-]*)(?:\[[\w.,-]*\])?(\(?(?:[<>]|[~=!]=).*)$/.exec(
      requirement.replaceAll(/\s+/g, ""),
    ) ?? [];
  if (dependency === undefined || version === undefined || isOwnKey(dependency)) return [];
  return [{ dependency: dependency.replaceAll("_", "-"), version }];
}

/** `gem "rails", "~> 7.1"`, `pod 'X', '5.0'`, `.package(url: "https://…", from: "1.2.0")` */
export const readQuotedPairs = eachLine((line) => {
  const [dependency, ...rest] = quotedIn(line);
  const version = rest.filter((text) => /^[\s~^<>=!]*v?\d/.test(text)).join(", ");
  return dependency === undefined || version === "" ? [] : [{ dependency, version }];
});

/** `implementation("org.acme:widget:2.0.1")`, `id("org.acme.build") version "3.1"`, `widgetVersion = "2.0"` */
export const readGradle = eachLine((line) => {
  const quoted = quotedIn(line);
  const found = quoted.flatMap((text): readonly Declaration[] => {
    const [group, artifact, version] = text.split(":");
    const [number = ""] = version?.split("@") ?? [];
    return version === undefined ? [] : [{ dependency: `${group}:${artifact}`, version: number }];
  });
  const [plugin, version] = quoted;
  if (plugin !== undefined && version !== undefined && /\bversion\b/.test(line)) {
    return [...found, { dependency: plugin, version }];
  }
  return [...found, ...readVersionProperty(line)];
});

/** `widgetVersion=2.0` in a script or `.properties` file, and the Gradle or Maven that a wrapper fetches. */
export const readProperties = eachLine((line) => {
  const [, tool, version] = /(gradle|apache-maven)-(\d[\w.]*)-(?:bin|all)\.zip/.exec(line) ?? [];
  if (tool !== undefined && version !== undefined) return [{ dependency: tool, version }];
  return readVersionProperty(line);
});

function readVersionProperty(line: string): readonly Declaration[] {
  const [left = "", right] = line.split("=");
  const dependency = left.trim().split(/\s+/).at(-1) ?? "";
  if (right === undefined || isOwnKey(dependency) || !/version$/i.test(dependency)) return [];
  return [{ dependency, version: right.replaceAll(/["';]/g, "").trim() }];
}

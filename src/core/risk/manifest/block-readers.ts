import { type Declaration, isOwnKey, quotedIn, type ReadDeclarations } from "./declarations.ts";

/**
 * `serde = "1.0"`, `serde = { version = "1.0", features = [] }`, `tokio = { tag = "v1.2" }`, and under a header such as
 * `[dependencies.serde]` the line `version = "1.0"`.
 */
export const readToml: ReadDeclarations = (lines) => {
  const found: Declaration[] = [];
  let tableOf: string | undefined;
  for (const line of lines) {
    const [, header] = /^\s*\[([^[\]]+)\]\s*(?:#|$)/.exec(line) ?? [];
    if (header !== undefined) tableOf = /dependencies\.([^.]+)$/.exec(header)?.[1];
    const at = line.indexOf("=");
    const key = line.slice(0, Math.max(0, at)).replaceAll(/["'\s]/g, "");
    const value = line.slice(at + 1).trim();
    const version = value.startsWith("{")
      ? /\b(?:version|tag|rev)\s*=\s*["']([^"']*)["']/.exec(value)?.[1]
      : quotedIn(value)[0];
    if (version === undefined || key === "") continue;
    if (!isOwnKey(key)) found.push({ dependency: key, version });
    else if (key === "version" && tableOf !== undefined) {
      found.push({ dependency: tableOf, version });
    }
  }
  return found;
};

/** `version = "~> 5.0"` below `source = "hashicorp/aws"`, and `source = "git::https://…?ref=v1.2.0"`. */
export const readTerraform: ReadDeclarations = (lines) => {
  const found: Declaration[] = [];
  let source = "version";
  for (const line of lines) {
    const key = line.slice(0, Math.max(0, line.indexOf("="))).trim();
    const [value = ""] = quotedIn(line);
    if (key === "required_version") found.push({ dependency: "terraform", version: value });
    if (key === "version") found.push({ dependency: source, version: value });
    if (key !== "source") continue;
    const [address = "", ref] = value.split("?ref=");
    source = address;
    if (ref !== undefined) found.push({ dependency: address, version: ref });
  }
  return found;
};

type Tag = { readonly name: string; readonly attributes: string; readonly content: string };

/**
 * `<artifactId>widget</artifactId> <version>2.0</version>` in a dependency, plugin or parent, and properties such as
 * `<widget.version>2.0</widget.version>`. Lines that start inside an element are taken for a dependency's, unless the
 * project's own `<modelVersion>` is among them.
 */
export const readPom: ReadDeclarations = (lines) => {
  const found: Declaration[] = [];
  let inDependency = true;
  let artifact: string | undefined;
  for (const { name, content } of tagsIn(lines)) {
    if (/^\/?(?:dependency|plugin|parent|extension|modelVersion)$/.test(name)) {
      inDependency = !/^\/|modelVersion/.test(name);
      artifact = undefined;
    } else if (name === "artifactId" && inDependency) artifact = content;
    else if (name === "version" && artifact !== undefined) {
      found.push({ dependency: artifact, version: content });
    } else if (/[.-]version$/.test(name) && !name.startsWith("/")) {
      found.push({ dependency: name, version: content });
    }
  }
  return found;
};

const nugetPackage = /^(?:PackageReference|PackageVersion|GlobalPackageReference|package)$/;

/** `<PackageReference Include="Widget" Version="2.0" />`, `<package id="Widget" version="2.0" />`, or `<Version>` inside. */
export const readNuget: ReadDeclarations = (lines) => {
  const found: Declaration[] = [];
  let open: string | undefined;
  for (const { name, attributes, content } of tagsIn(lines)) {
    if (nugetPackage.test(name)) {
      const id = /\b(?:Include|Update|id)="([^"]*)"/.exec(attributes)?.[1];
      const version = /\b(?:Version|version|VersionOverride)="([^"]*)"/.exec(attributes)?.[1];
      if (id !== undefined && version !== undefined) found.push({ dependency: id, version });
      open = attributes.endsWith("/") ? undefined : id;
    } else if (name === "/PackageReference") open = undefined;
    else if (name === "Version" && open !== undefined) {
      found.push({ dependency: open, version: content });
    }
  }
  return found;
};

function tagsIn(lines: readonly string[]): readonly Tag[] {
  const [, ...pieces] = lines.join("\n").split("<");
  return pieces.map((piece) => {
    const end = piece.includes(">") ? piece.indexOf(">") : piece.length;
    const [name = ""] = piece.slice(0, end).split(/[\s>]/);
    return {
      name,
      attributes: piece.slice(name.length, end),
      content: piece.slice(end + 1).trim(),
    };
  });
}

import { parsePolicy } from "#core/policy/parse-policy.ts";

/** The problems of a policy file, one a line: `line:column keyPath: what is wrong. How to right it.` */
export function problemsIn(file: string): string[] {
  const parsed = parsePolicy(file);
  if (parsed.kind === "valid") return [];
  return parsed.problems.map(
    ({ keyPath, line, column, message, remedy }) =>
      `${line}:${column} ${keyPath}: ${message}. ${remedy}`,
  );
}

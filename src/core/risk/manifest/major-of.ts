const constraintPattern = /^([~^<>=!]*)v?(\d{1,6})((?:[.+-][\w.*+-]*)?)$/i;

/**
 * The highest major version that a version or range allows: `1.2.3` 1, `^2.0 || ^3.0` 3, `>=1.4,<3` 2, `20-alpine` 20.
 * What stands before the last `@`, `#` or `:` is a source (`npm:react@^18`). `undefined` for what is no version.
 *
 * Only the first number counts: 0.1 to 0.2 is no major change here, 0.9 to 1.0 is.
 */
export function majorOf(range: string): number | undefined {
  if (range.length > 200) return undefined;
  const source = Math.max(...["@", "#", ":"].map((mark) => range.lastIndexOf(mark)));
  const majors: number[] = [];
  for (const constraint of constraintsIn(range.slice(source + 1))) {
    const [, operator, major, rest = ""] = constraintPattern.exec(constraint) ?? [];
    if (major === undefined) return undefined;
    if (operator === "!=") continue;
    const excludesMajor = operator === "<" && !/[1-9]/.test(rest);
    majors.push(Number(major) - (excludesMajor ? 1 : 0));
  }
  return majors.length === 0 ? undefined : Math.max(0, ...majors);
}

function constraintsIn(range: string): readonly string[] {
  return range
    .replaceAll(/[\s,|&[\]()]+/g, " ")
    .replaceAll(/([~^<>=!]) /g, "$1")
    .split(" ")
    .filter((word) => word !== "" && word !== "-");
}

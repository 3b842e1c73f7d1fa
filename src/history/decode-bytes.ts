import { isUtf8 } from "node:buffer";

/**
 * A message or a person's name as text. Bytes that are no UTF-8 are read as Latin-1, by far the likeliest encoding of
 * what git could not convert.
 */
export function decodeText(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? "utf8" : "latin1");
}

/**
 * A file name as text. Names that are no UTF-8 keep their other bytes as `\351`, as git itself prints them, so that two
 * names never become one.
 */
export function decodePath(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let text = "";
  for (const byte of bytes) {
    text += byte < 0x80 ? String.fromCharCode(byte) : `\\${byte.toString(8)}`;
  }
  return text;
}

const escapes: Readonly<Record<string, number>> = {
  a: 0x07,
  b: 0x08,
  t: 0x09,
  n: 0x0a,
  v: 0x0b,
  f: 0x0c,
  r: 0x0d,
  '"': 0x22,
  "\\": 0x5c,
};

/** The bytes of a name that git printed between quotes; `quoted` starts and ends with the quotes. */
export function unquotePath(quoted: Buffer): Buffer {
  const bytes: number[] = [];
  for (let i = 1; i < quoted.length - 1; i++) {
    const byte = quoted[i] as number;
    if (byte !== 0x5c) {
      bytes.push(byte);
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(quoted.toString("latin1", i + 1, i + 4));
    if (octal !== null) {
      bytes.push(Number.parseInt(octal[0], 8));
      i += 3;
    } else {
      const letter = String.fromCharCode(quoted[i + 1] as number);
      bytes.push(escapes[letter] ?? letter.charCodeAt(0));
      i += 1;
    }
  }
  return Buffer.from(bytes);
}

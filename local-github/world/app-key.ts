import { generateKeyPairSync, type KeyObject } from "node:crypto";

export type AppKey = { readonly privateKey: string; readonly publicKey: KeyObject };

let keyOfThisProcess: AppKey | null = null;

/** The app's RSA key, made once a process: making one takes longer than most tests. */
export function appKey(): AppKey {
  if (keyOfThisProcess) return keyOfThisProcess;
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  keyOfThisProcess = { privateKey: pem, publicKey };
  return keyOfThisProcess;
}

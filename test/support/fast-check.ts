import fc from "fast-check";

/**
 * fast-check with the same cases in every run: what passes here passes at everybody's. `FC_SEED=<a whole number> npm test` tries others; a
 * case that fails there is worth a test of its own.
 */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_018) });

export { fc };

/** i-Suite's answers. It tells a failure inside a success: `codeRetour: 0`, and why in `listeErreurs`. */
import { type PartnerAnswer, readJson } from '@navette/connector';
import { z } from 'zod';

const text = z.string().nullish();

const business = z.object({
  codeRetour: z.union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ]),
  description: text,
  message: text,
  listeErreurs: z
    .array(
      z.union([
        z.string().transform((description) => ({ code: '', description })),
        z
          .object({ erreur: text, code: text, description: text, libelle: text, message: text })
          .transform(({ erreur, code, description, libelle, message }) => ({
            code: erreur ?? code ?? '',
            description: description ?? libelle ?? message ?? '',
          })),
      ]),
    )
    .nullish(),
});

/** A failure that i-Suite tells in its own form, whatever the status. */
export interface BusinessFailure {
  /** Its own codes: `compteExisteDeja`. */
  readonly codes: readonly string[];
  readonly words: string;
}

/** @returns `null` when the answer tells no failure in i-Suite's form. */
export function readBusinessFailure(answer: PartnerAnswer): BusinessFailure | null {
  const told = readJson(business, answer.text);
  if (told?.codeRetour !== 0) return null;
  const errors = told.listeErreurs ?? [];
  const descriptions = errors
    .map(({ code, description }) => description || code)
    .filter((each) => each !== '');
  return {
    codes: errors.map(({ code }) => code).filter((code) => code !== ''),
    words: descriptions.join(' · ') || told.message || told.description || '',
  };
}

export const signInAnswer = z
  .object({ UUID: text, token: text })
  .transform(({ UUID, token }) => UUID ?? token ?? '')
  .refine((uuid) => uuid !== '');

const identifier = z.union([z.string().min(1), z.number()]).transform(String);

/** Names differ from one version to the next: the code stands in `CodeDossier`, `Code` or `Id`. */
const dossier = z
  .object({
    CodeDossier: identifier.nullish(),
    Code: identifier.nullish(),
    Id: identifier.nullish(),
    Titre: text,
    Nom: text,
    Libelle: text,
    Siret: text,
    Siren: text,
    Actif: z.boolean().nullish(),
    Cloture: z.boolean().nullish(),
  })
  .transform((each) => ({ ...each, key: each.CodeDossier ?? each.Code ?? each.Id ?? '' }))
  .refine(({ key }) => key !== '');

export const dossierList = z.array(dossier);

export type DossierAnswer = z.output<typeof dossier>;

export const storedAnswer = z.object({ Id: identifier });

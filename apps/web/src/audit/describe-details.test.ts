import { expect, it } from 'vitest';
import { describeDetails } from './describe-details.ts';

const words = {
  name: (detail: string) =>
    ({ role: 'rôle', sizeBytes: 'taille', all: 'tous les dossiers', client: 'dossier' })[detail] ?? null,
  value: (word: string) => ({ admin: 'Administrateur', yes: 'oui', no: 'non' })[word] ?? word,
  bytes: (size: number) => `${size} octets`,
};

it('says details in the words of the page, without ids, empty values and what has no word', () => {
  const details = {
    role: 'admin',
    sizeBytes: 12,
    all: false,
    client: '01a1fe72-e2bf-7006-90bc-1f263f48da16',
    inner: 'x',
    nothing: null,
  };
  expect(describeDetails(details, words)).toBe(
    'rôle : Administrateur · taille : 12 octets · tous les dossiers : non',
  );
});

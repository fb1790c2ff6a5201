import { expect, it } from 'vitest';
import { readRefusal } from './read-refusal.ts';

it.each([
  [{ message: 'Fichier vide' }, { error: '', words: 'Fichier vide' }],
  [
    { error: 'unknown_entity', message: 'Inconnu' },
    { error: 'unknown_entity', words: 'Inconnu' },
  ],
  [{ error: { message: 'Non' } }, { error: 'Non', words: 'Non' }],
  [
    { detail: 'Trop gros', title: 'Erreur' },
    { error: '', words: 'Trop gros' },
  ],
  [{ title: 'Erreur' }, { error: '', words: 'Erreur' }],
  [{ message: 12 }, { error: '', words: '' }],
])('reads %j', (answer, told) => {
  expect(readRefusal({ text: JSON.stringify(answer) })).toEqual(told);
});

it('says nothing of what is not JSON', () => {
  expect(readRefusal({ text: '<h1>Erreur</h1>' })).toEqual({ error: '', words: '' });
});

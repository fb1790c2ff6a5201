import { describe, expect, it } from 'vitest';
import { readSetupSearch, stepOfWord, stepWords } from './setup-search.ts';

describe('the address of the wizard', () => {
  it('keeps the step and what its lists are narrowed by', () => {
    const search = {
      etape: 'initialisation',
      recherche: 'rennes',
      choix: 'choisis',
      attribut: '0192e4a0-0000-7000-8000-000000000001',
      valeur: 'Brest',
    };
    expect(readSetupSearch(search)).toEqual(search);
  });

  it('leaves out what it does not know', () => {
    expect(readSetupSearch({ etape: 'ailleurs', choix: 'tous', attribut: 'x', valeur: '' })).toEqual({});
  });

  it('names each step by a word of its own', () => {
    expect(new Set(Object.values(stepWords)).size).toBe(4);
    for (const [step, word] of Object.entries(stepWords)) expect(stepOfWord(word)).toBe(step);
    expect(stepOfWord(undefined)).toBeNull();
  });
});

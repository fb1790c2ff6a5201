import { mappingGrades } from '@navette/api';
import { expect, it } from 'vitest';
import { gradeOfWord, readMappingSearch, wordOfGrade } from './mapping-search.ts';

it('has a word of the address for each grade', () => {
  for (const grade of mappingGrades) {
    const { resultat } = readMappingSearch({ resultat: wordOfGrade(grade) });
    expect(gradeOfWord(resultat)).toBe(grade);
  }
});

it('leaves out what it does not know', () => {
  expect(readMappingSearch({ resultat: 'faux', par: 'SIRET', cherche: '', autre: 1 })).toEqual({});
  const par = '0198b4a5-1b8e-7c3a-9f1e-0123456789ab';
  expect(readMappingSearch({ par, cherche: '48211' })).toEqual({ par, cherche: '48211' });
  expect(gradeOfWord(undefined)).toBeUndefined();
});
